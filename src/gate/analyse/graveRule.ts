import type { EffectKind } from '../../shared/effects.ts';
import { programName } from './looseCommands.ts';

/** A sign that a command is grave. Raising is generous: better one question too many. */
export interface GraveRule {
  /** Programs it is about, by bare name. */
  programs: string;
  level: 'HIGH' | 'DESTRUCTIVE';
  kind: EffectKind;
  /** One clause for a person, e.g. `deletes files for good`. */
  reason: string;
  when: (args: Arguments) => boolean;
  /** What a person types to confirm; else the first word after the verb. */
  target?: (args: Arguments) => string | undefined;
  /** Examples that are run as tests. */
  matches: string[];
  not: string[];
}

/** The words after a program's name, with generous questions about them. */
export class Arguments {
  readonly words: readonly string[];
  /** Words that are no options, in order. Values of options are among them. */
  readonly operands: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words.slice(1);
    this.operands = this.words.filter((word) => !word.startsWith('-'));
  }

  /** True where one of the options is there: alone, in a cluster (`-rf`), with a value, or abbreviated (`--forc`). */
  has(...options: string[]): boolean {
    return options.some((option) => this.words.some((word) => isOption(word, option)));
  }

  /** True where these verbs follow each other among the operands, in any place, as global options may stand before. */
  verb(...verbs: string[]): boolean {
    return this.indexOf(verbs) >= 0;
  }

  /** The first operand after the verbs. */
  after(...verbs: string[]): string | undefined {
    const at = this.indexOf(verbs);
    return at < 0 ? undefined : this.operands[at + verbs.length];
  }

  /** True where any operand looks like this. */
  any(pattern: RegExp): boolean {
    return this.operands.some((word) => pattern.test(word));
  }

  value(...options: string[]): string | undefined {
    for (const [at, word] of this.words.entries()) {
      if (options.includes(word)) return this.words[at + 1];
      const option = options.find((one) => word.startsWith(`${one}=`));
      if (option !== undefined) return word.slice(option.length + 1);
    }
    return undefined;
  }

  private indexOf(verbs: readonly string[]): number {
    return this.operands.findIndex((_, at) => verbs.every((verb, index) => this.operands[at + index]?.toLowerCase() === verb));
  }
}

function isOption(word: string, option: string): boolean {
  if (option.startsWith('--')) {
    const name = word.split('=', 1)[0] ?? '';
    return name === option || (name.length >= 5 && option.startsWith(name));
  }
  if (option.length === 2) return /^-[A-Za-z0-9]/.test(word) && !word.startsWith('--') && word.includes(option.charAt(1));
  return word === option || word.startsWith(`${option}=`);
}

export interface GraveFinding {
  rule: GraveRule;
  target: string;
}

/** Looks rules up by program name. */
export function createGraveTable(rules: readonly GraveRule[]): (words: readonly string[]) => GraveFinding[] {
  const table = new Map<string, GraveRule[]>();
  for (const rule of rules) for (const program of rule.programs.split(' ')) table.set(program, [...(table.get(program) ?? []), rule]);
  return (words) => {
    const name = programName(words[0] ?? '');
    const candidates = table.get(name) ?? table.get(name.toLowerCase()) ?? table.get(name.split('.', 1)[0] ?? '');
    if (candidates === undefined) return [];
    const args = new Arguments(words);
    return candidates.filter((rule) => rule.when(args)).map((rule) => ({ rule, target: [rule.target?.(args), args.operands[0], name].find((one) => one !== undefined && one.trim() !== '') ?? rule.programs }));
  };
}
