import type { CommandWords } from '../core/policy.ts';
import { isInterpreter, isWrapper, programName } from './analyse/looseCommands.ts';

/** Options of git that carry code, and verbs of package managers that run a package by name. */
const CARRIES_CODE: readonly [program: RegExp, word: RegExp][] = [
  [/^git$/, /^(-c|--config-env|--exec-path)(=|$)|^-c./],
  [/^(npm|pnpm|yarn|bun)$/, /^(exec|x|dlx|create|init)$/],
  [/^(docker|podman|kubectl)$/, /^(run|exec)$/],
];

/** Whether an exact yes to these words says what will run: not where other words of the line are code of their own. */
export function saysWhatRuns({ exact }: CommandWords): boolean {
  return exact !== undefined && exact.length > 0 && exact.every(([first = '', ...rest]) => {
    const program = programName(first);
    return !isInterpreter(program) && !isWrapper(program) && !CARRIES_CODE.some(([name, word]) => name.test(program) && rest.some((one) => word.test(one)));
  });
}
