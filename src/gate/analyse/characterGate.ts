/** Limits above which a command is not analysed but asked about (facts: analysis was skipped above such limits elsewhere). */
export const MAX_CHARACTERS = 10_000;
export const MAX_COMMANDS = 50;
/** Groups, bodies and substitutions within each other, as the tree says: brackets in quoted text do not count. */
export const MAX_NESTING = 8;

/**
 * What no honest command needs and what parsers, terminals and people read differently: control characters, lone or
 * paired CR, NUL, odd spaces, invisible and direction-changing characters, lone surrogates.
 * @returns a reason for a person, or undefined where the text is clean.
 */
export function characterProblem(command: string): string | undefined {
  if (command.length > MAX_CHARACTERS) return `The command is longer than ${MAX_CHARACTERS} characters.`;
  if (command.trim() === '') return 'The command is empty.';
  const found = suspicious.exec(command);
  if (found !== null) return `The command holds a character that hides what it does (${nameOf(found[0])} at position ${found.index + 1}).`;
  return command.isWellFormed() ? undefined : 'The command holds a broken character.';
}

// \p{Cf} covers soft hyphen, zero-width and bidi controls, tags and the byte order mark; Default_Ignorable fillers and variation selectors; \p{Zs} beyond the plain space.
const suspicious = /[^\P{Cc}\t\n]|\p{Cf}|\p{Co}|\p{Zl}|\p{Zp}|[^\P{Zs} ]|\p{Default_Ignorable_Code_Point}|\u2800/u;

const nameOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
