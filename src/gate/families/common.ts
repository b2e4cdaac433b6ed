import type { Call, Deed, Touch, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';

/** Small helpers that several families of local tools share. */

export const touching = (how: Touch['how'], words: readonly Word[], recursive = false): Touch[] =>
  words.map((word) => ({ word, how, ...(recursive ? { recursive } : {}) }));

/** True where nothing but the help text or the version is asked for. */
export const asksForHelp = ({ words }: Call): boolean => words.length === 1 && /^(--?help|--usage|--version)$/.test(words[0]?.text ?? '');

/** A deed that does not depend on the words, but for a request for help. */
export const unlessHelp = (deed: Deed | ((parsed: Parsed, call: Call) => Deed | undefined)) => (parsed: Parsed, call: Call): Deed | undefined => {
  if (asksForHelp(call)) return {};
  return typeof deed === 'function' ? deed(parsed, call) : deed;
};

/** The root, a folder right below it, the home, the current or the parent folder, everything in it. */
export const isWide = ({ text }: Word): boolean => /^(\/[\w.*]*|\.{1,2}|\.?\*|\.{1,2}\/\*|~[\w.-]*(\/\*)?|\$\{?HOME\}?(\/\*)?)\/?$/.test(text);

/** Names something outside the folder it runs in, by its text alone. */
export const leavesFolder = ({ text }: Word): boolean => /^(\/(?!dev\/(null|stdout|stderr)$)|~|\$|[A-Za-z]:[\\/])|(^|\/)\.\.(\/|$)/.test(text);

/** What a file is called once it stands in a folder, both as written. */
export const within = (folder: Word, { text, exact }: Word): Word => ({ text: `${folder.text.replace(/\/+$/, '')}/${text.replace(/\/+$/, '').split('/').at(-1) ?? text}`, exact: exact && folder.exact });
