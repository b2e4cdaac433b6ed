import type { Call, Deed, Word } from '../analyse/call.ts';
import { runsCode, unknownHere } from '../analyse/effects.ts';
import type { Parsed } from '../analyse/options.ts';

/** `bash -c text`, `bash file`, `… | bash`. */
export function shellDoes(parsed: Parsed, { program, stdin }: Call): Deed | undefined {
  if (parsed.has('--version', '--help')) return {};
  const [first] = parsed.operands;
  if (parsed.has('-c')) return first === undefined ? undefined : { forgettable: true, runs: [{ kind: 'script', text: first.text, dialect: 'bash', exact: isKnown(first) && readsAlike(program, first.text) }] };
  if (first !== undefined && !parsed.has('-s')) {
    if (parsed.has('-n')) return { touches: [{ word: first, how: 'read' }] };
    return { forgettable: true, runs: [{ kind: 'file', path: first, language: 'shell' }] };
  }
  switch (stdin.kind) {
    case 'none': return { effects: [unknownHere(program, 'starts a shell without anything to run')], forgettable: true };
    case 'file': return { effects: [runsCode(program, 'runs what a file holds')], forgettable: true };
    case 'text': return { level: 'MODERATE', forgettable: true, runs: [{ kind: 'script', text: stdin.text, dialect: 'bash', exact: stdin.exact && readsAlike(program, stdin.text) }] };
    case 'pipe': return stdin.text === undefined
      ? { effects: [runsCode(program, 'runs what another command prints')], forgettable: true }
      : { level: 'MODERATE', forgettable: true, runs: [{ kind: 'script', text: stdin.text, dialect: 'bash', exact: readsAlike(program, stdin.text) }] };
  }
}

const isKnown = ({ exact, matches }: Word): boolean => exact && matches === undefined;

/** zsh reads patterns, `=(…)` and names in its own way, so that only plain text is believed there. */
const readsAlike = (program: string, text: string): boolean => program !== 'zsh' || !/[()~*?^{}$`[\]<>=]/.test(text);
