import { resolve } from 'node:path';
import type { Effect, Level } from '../../shared/effects.ts';
import { isInside, isPowerConfig, isSecretFile } from '../paths.ts';
import type { Stdin } from './call.ts';
import type { Finding } from './findings.ts';
import { combine, gravityOfWords } from './gravity.ts';
import { programName } from './looseCommands.ts';

const projectRunners = /^(npm|pnpm|yarn|bun|npx|node|python3?|pytest|make|cargo|go|mvn|gradle|gradlew|dotnet|tsc|eslint|vitest|jest|mocha|ruby|rake|bundle|php|composer|deno|tox|uv|poetry|ruff|mypy|prettier|pulumi|task|just)$/;
/** Programs that run the project's own code: scripts, tests, builds. */
export const isProjectRunner = (word: string): boolean => projectRunners.test(programName(word));

/** A verb that takes something away, alone or as a part of a verb: `delete-job`, `env:unset`, `unregister`. */
const losing = /^(?:[\w.]+[:-])?(?:delete|destroy|remove|purge|terminate|drop|wipe|erase|unregister|deregister|uninstall|unset|prune|rm|flush|revoke|disable|unpublish|truncate|nuke)(?:$|[:-])/i;
/** Statements of databases that were typed where a command should stand. */
const statements: readonly [RegExp, Level][] = [
  [/^\s*(drop\s+(table|database|schema|role|user|view|index)|truncate\s+table|delete\s+from|flushall|flushdb|alter\s+table\b.*\bdrop)\b|\bdb\.(\w+\.)?(drop\w*|remove|delete\w*)\s*\(/i, 'DESTRUCTIVE'],
  [/^\s*(update\s+\S+\s+set|insert\s+into|alter\s+table|grant|revoke)\b/i, 'HIGH'],
];

/** Signs in the whole text of a command that nobody knows. */
export function statementSigns(text: string): Finding | undefined {
  const [, level] = statements.find(([pattern]) => pattern.test(text)) ?? [];
  if (level === undefined) return undefined;
  return { text, level, effects: [{ kind: level === 'DESTRUCTIVE' ? 'delete' : 'unknown', target: text, inWorkspace: false, recoverable: 'none', detail: 'a statement for a database' }] };
}

/** A program that no family knows: what its words name, and the signs of gravity in them. Always asks. */
export function unknownFinding(words: readonly string[], stdin: Stdin, folders: readonly string[], roots: readonly string[]): Finding {
  const program = programName(words[0] ?? '');
  const target = words.join(' ');
  const power = words.find((word) => isPowerConfig(afterEquals(word)));
  const secret = words.slice(1).find((word) => [word, ...word.split(/[=:]/)].some(isSecretFile));
  const outside = words.slice(1).find((word) => folders.some((folder) => pointsOutside(word, folder, roots)));
  const effects: Effect[] = [
    ...(power === undefined ? [] : [{ kind: 'power-config', target: power } satisfies Effect]),
    ...(secret === undefined ? [] : [{ kind: 'secret-read', target: secret } satisfies Effect]),
    ...(outside === undefined ? [] : [{ kind: 'unknown', target: outside, inWorkspace: false, detail: 'outside the workspace' } satisfies Effect]),
    isProjectRunner(program)
      ? { kind: 'exec', target, inWorkspace: true, detail: "runs the project's own code" }
      : { kind: 'unknown', target, inWorkspace: true, detail: `what ${program} does here is not known` },
  ];
  const verb = words.slice(1).find((word) => losing.test(word));
  if (verb !== undefined) effects.push({ kind: 'unknown', target, inWorkspace: false, detail: `${verb} may take something away` });
  const statement = statementSigns(target);
  const gravity = combine([
    { level: statement?.level ?? 'MODERATE', effects: [...effects, ...(statement?.effects ?? [])], reasons: [] }, gravityOfWords(words, stdin.kind === 'pipe'),
    // `1A=2 rm x` sets nothing, as it would if the name were one
    ...(program.includes('=') ? [gravityOfWords(words.slice(1), false)] : []),
  ]);
  return { text: target, effects: gravity.effects, level: gravity.level, reasons: gravity.reasons, ...(gravity.typedTarget === undefined ? {} : { target: gravity.typedTarget }) };
}

const afterEquals = (word: string): string => word.slice(word.indexOf('=') + 1);

function pointsOutside(word: string, folder: string, roots: readonly string[]): boolean {
  const path = afterEquals(word);
  if (path === '/dev/null' || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return false;
  if (path.startsWith('~')) return true;
  return /^([/\\]|[A-Za-z]:[\\/])|(^|[\\/])\.\.([\\/]|$)/.test(path) && !isInside(resolve(folder, path), roots);
}
