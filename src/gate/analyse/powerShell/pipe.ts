import { isSecretFile } from '../../paths.ts';
import { isCmdlet, meanings } from './aliases.ts';

/**
 * What a PowerShell pipe hands on besides text: `files` of the folders that its commands name, or `anything`, such as objects
 * whose property says which path a cmdlet opens.
 */
export type PipedObjects = 'files' | 'anything';

const listsFiles = /^get-(childitem|item)$/;
/** Gives text, or prints it. */
const givesText = /^(get-content|get-date|get-location|out-string|out-host|convertto-(json|csv|html)|write-(output|host)|get-help|get-history)$/;
const passesOn = /^(where-object|sort-object|select-object|get-unique)$/;

/** `*.ts`, `-Filter *.ts`: files of such an ending hold no secrets by their name, whatever it is. */
function namesHarmless(text: string): boolean {
  const ending = /(?<!-e\w*)\s(["']?)\*(\.\w+)\1(?=\s|$)/i.exec(text)?.[2];
  return ending !== undefined && !text.includes(',') && !['a', 'credentials', 'secrets', 'service-account', 'auth', 'terraform'].some((name) => isSecretFile(`${name}${ending}`));
}

/**
 * @param element as written, between two pipe signs
 * @param before what came into it
 * @returns undefined where text comes out
 */
export function objectsAfter(element: string, before: PipedObjects | undefined): PipedObjects | undefined {
  const text = element.trim();
  if (/^("[^"$`]*"|'[^']*')$/.test(text)) return undefined;
  const name = /^[A-Za-z%?][\w.-]*(?=\s|$)/.exec(text)?.[0];
  if (name === undefined) return 'anything';
  const known = meanings(name.replace(/\.exe$/i, '')).find(isCmdlet);
  if (known === undefined) return undefined;
  if (listsFiles.test(known)) return namesHarmless(text) ? undefined : 'files';
  if (givesText.test(known) && !/[$(@{]/.test(text)) return undefined;
  return passesOn.test(known) && !text.includes('@') ? before : 'anything';
}
