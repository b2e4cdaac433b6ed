import type { Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';

/** Programs that print what they are given, or nothing. */
export const printing: Family = {
  name: 'printing',
  rules: [
    { command: 'echo', level: 'SAFE', operands: 'text', insensitive: true, does: ({ operands, unknown }): Deed => printed(unknown.length === 0 && operands.every(({ exact }) => exact) ? `${operands.map(({ text }) => text).join(' ')}\n` : undefined), matches: ['echo hello', 'echo -n a b', 'echo --- x'], not: [] },
    { command: 'printf', level: 'SAFE', operands: 'text', does: printfDoes, matches: ["printf '%s\\n' a"], not: ['printf -v PATH x', 'printf --help x'] },
    { command: 'true|false|:', level: 'SAFE', operands: 'text', insensitive: true, matches: ['true', 'false', ': x'], not: [] },
  ],
};

const printed = (output: string | undefined): Deed => (output === undefined ? {} : { output });

/** Only the plainest format is followed to the letter. */
function printfDoes({ operands }: Parsed): Deed {
  const [format, ...values] = operands;
  const literal = format?.exact === true && values.every(({ exact }) => exact) && /^(%s|[^%\\]|\\n)*$/.test(format.text) && format.text.split('%s').length - 1 === values.length;
  if (!literal) return {};
  let at = 0;
  return printed(format.text.replaceAll('%s', () => values[at++]?.text ?? '').replaceAll('\\n', '\n'));
}
