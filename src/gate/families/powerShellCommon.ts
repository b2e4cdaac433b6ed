import type { Deed, Run, Stdin, Touch, Word } from '../analyse/call.ts';
import { destroys, fetches, unknownHere } from '../analyse/effects.ts';
import { mergeDeeds, plain, singly } from '../analyse/family.ts';
import type { OptionTable, Parsed } from '../analyse/options.ts';
import { changeOf, providerOf } from '../analyse/powerShell/provider.ts';

/** What all cmdlets share. */

/** Parameters of every cmdlet. Those that set a variable by name are not among them: they ask. */
export const common: OptionTable = {
  flags: '-Verbose -vb -Debug -db -WhatIf -wi -Confirm -cf -WhatIf:$false -Confirm:$false',
  values: '-ErrorAction -ea -WarningAction -wa -InformationAction -infa -ProgressAction -proga -OutBuffer -ob',
};

export const isDryRun = (parsed: Parsed): boolean => parsed.has('-WhatIf', '-wi') && !parsed.has('-WhatIf:$false');

/** A change that `-WhatIf` only describes. The description needs the cmdlet to keep its word, so it asks still. */
export function changing(parsed: Parsed, name: string, deed: Deed): Deed {
  return isDryRun(parsed) && parsed.unknown.length === 0 ? { effects: [unknownHere(name, 'says what it would do')] } : deed;
}

/** Changes of all places that these words name. */
export const changes = (words: readonly Word[], how: Touch['how']): Deed => mergeDeeds(singly(words).map((word) => changeOf(word, how)));

/** Deletes what these words name; without words, what comes through the pipe. */
export function deletes(words: readonly Word[], recursive: boolean, what: string): Deed {
  const each = singly(words);
  const target = each.map(({ text }) => text).join(', ') || what;
  if (each.length === 0) return { effects: [destroys(what, 'deletes whatever is handed to it')], target: what };
  const deeds = each.map((word): Deed => {
    const provider = providerOf(word.text);
    if (provider === undefined) return { touches: [{ word, how: 'delete', recursive }] };
    return provider === 'environment' || provider === 'session' ? { effects: [unknownHere(word.text, 'only this session')] } : { effects: [destroys(word.text, `deletes from the ${provider === 'other' ? 'drive' : provider}`)] };
  });
  return { ...mergeDeeds(deeds), target };
}

/** Reading what the pipe hands over, where no word names a file: objects say which, and only those of a listing lie where it looked. */
export function pipedFiles(program: string, stdin: Stdin): Deed {
  if (stdin.kind !== 'pipe' || stdin.objects === undefined) return {};
  const below: Touch = { word: plain('.'), how: 'read', recursive: true };
  return { touches: [below], ...(stdin.objects === 'files' ? {} : { effects: [{ kind: 'read', target: program, inWorkspace: false, detail: 'opens whatever files it is handed' }] }) };
}

/** Looking at another machine sends names there. */
export function remotely(parsed: Parsed): Deed | undefined {
  const [host] = parsed.values('-ComputerName', '-CimSession', '-Server', '-Session', '-HostName');
  return host === undefined ? undefined : { effects: [fetches(host.text)] };
}

/** A text that PowerShell runs. */
export const script = (word: Word, more: Partial<Extract<Run, { kind: 'script' }>> = {}): Run => ({ kind: 'script', text: word.text, dialect: 'powershell', exact: word.exact, ...more });
