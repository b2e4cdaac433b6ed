import type { Deed, Touch, Word } from '../call.ts';
import { changesSystem, runsCode, takesRights, unknownHere } from '../effects.ts';

/** Drives that are no files: `HKLM:\…`, `Env:PATH`, `Function:prompt`. */
export type Provider = 'registry' | 'environment' | 'session' | 'certificates' | 'other';

/** Which drive a path starts with; undefined for files, also on a lettered drive. */
export function providerOf(text: string): Provider | undefined {
  const [, drive] = /^(?:microsoft\.\w+\.?\w*\\)?([a-z]\w+)::?/i.exec(text) ?? [];
  switch (drive?.toLowerCase()) {
    case undefined: case 'filesystem': case 'temp': return undefined;
    case 'hklm': case 'hkcu': case 'hkcr': case 'hku': case 'hkcc': case 'registry': return 'registry';
    case 'env': case 'environment': return 'environment';
    case 'function': case 'alias': case 'variable': return 'session';
    case 'cert': case 'certificate': return 'certificates';
    default: return /^[a-z]\w+:\/\//i.test(text) ? undefined : 'other';
  }
}

/** A change of what a path names, on whatever drive it lies. */
export function changeOf(word: Word, how: Touch['how']): Deed {
  switch (providerOf(word.text)) {
    case undefined: return { touches: [{ word, how }] };
    case 'registry': return { effects: [changesSystem(word.text, 'the registry')] };
    case 'environment': return { effects: [runsCode(word.text, 'the environment that later commands run in')] };
    case 'session': return { effects: [runsCode(word.text, 'what later commands mean')] };
    case 'certificates': return { effects: [takesRights(word.text, 'the certificate store')] };
    case 'other': return { effects: [changesSystem(word.text), unknownHere(word.text, 'a drive that is not known')] };
  }
}
