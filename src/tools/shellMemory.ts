import { relative, sep } from 'node:path';
import type { CommandWords } from '../core/policy.ts';
import type { Memory } from '../core/tool.ts';
import { digestOf } from '../gate/digest.ts';
import { saysWhatRuns } from '../gate/remember.ts';
import type { JsonObject } from '../shared/json.ts';

/** Absolute path of a program, looked up as the shell will. */
export type FindProgram = (name: string, environment: Readonly<Record<string, string>>) => string | undefined;

export interface Rememberable {
  command: string;
  cwd: string;
  words: CommandWords;
  environment: Readonly<Record<string, string>>;
  /** Everything that an approval is bound to. */
  binding: JsonObject;
  /** Paths and digests of the files that say what the command runs. */
  scripts: JsonObject;
}

/**
 * What "always" would be bound to: the approval's own binding without the time limit, which the model chooses, and with
 * the place of each program. Undefined where the words do not say what runs, or a program is not found.
 */
export function shellMemory({ command, cwd, words, environment, binding, scripts }: Rememberable, findProgram: FindProgram): Memory | undefined {
  if (!saysWhatRuns(words)) return undefined;
  const programs: JsonObject = {};
  for (const [name = ''] of words.exact ?? []) {
    const path = /[\\/]/.test(name) || BUILT_IN.has(name) ? name : findProgram(name, environment);
    if (path === undefined) return undefined;
    programs[name] = path;
  }
  const files = Object.keys(scripts).map((path) => relative(cwd, path).split(sep).join('/'));
  const unchanged = files.length === 0 ? '' : `, while ${list(files)} ${files.length === 1 ? 'stays' : 'stay'} byte for byte the same`;
  return {
    binding: { ...binding, timeoutMs: 0, environment: digestOf(lasting(environment)), programs },
    what: command,
    matches: `Exactly \`${command}\` in ${cwd}, asked by the same kind of asker, with the same programs and environment${unchanged}. The code that it runs in turn may change.`,
    not: [`the same with another word, such as \`${command} --watch\``, 'the same in another folder or another workspace', 'longer lines that contain it, such as with && or |', 'anything that turns out graver than MODERATE'],
  };
}

/** Without what differs from one login to the next and says only where a terminal, an agent or a bus is. */
function lasting(environment: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !PASSING.has(name)));
}

const PASSING = new Set(['TERM', 'COLORTERM', 'DISPLAY', 'WAYLAND_DISPLAY', 'SSH_AUTH_SOCK', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR']);

/** Part of the shell itself, which is bound already. */
const BUILT_IN = new Set(['cd', 'echo', 'printf', 'pwd', 'test', '[', 'true', 'false', 'umask', 'wait']);

const list = (names: readonly string[]): string => (names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more files`);
