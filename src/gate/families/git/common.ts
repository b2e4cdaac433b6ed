import type { Call, Deed, LossHint, Touch, Word } from '../../analyse/call.ts';
import { changesGit, changesRemote, looksAtGit, losesGit, printsSecrets, unknownHere } from '../../analyse/effects.ts';
import { listed, type OptionTable, type Parsed } from '../../analyse/options.ts';
import { isSecretFile } from '../../paths.ts';

/** What the rules of git's verbs share. */

/** Options of git itself; they stand before the verb. */
export const gitGlobals: OptionTable = {
  flags: '-P --no-pager -p --paginate --no-optional-locks --no-replace-objects --no-lazy-fetch --no-advice --literal-pathspecs --glob-pathspecs --noglob-pathspecs --icase-pathspecs --bare --exec-path= --html-path --man-path --info-path -v --version -h --help',
  values: '-C -c --git-dir --work-tree --namespace --config-env --attr-source --list-cmds --super-prefix',
};

/** The folder that `-C` names: the repository that the command is about. */
export function folderOf(call: Call): Word | undefined {
  const valued = listed(gitGlobals.values);
  for (let at = 0; at < call.words.length; at++) {
    const text = call.words[at]?.text ?? '';
    if (text === '-C') return call.words[at + 1];
    if (!text.startsWith('-')) return undefined;
    if (valued.includes(text)) at++;
  }
  return undefined;
}

/** One of git's reading commands: silent where the repository's configuration runs nothing. */
export function reads(call: Call): Deed {
  const folder = folderOf(call);
  return { effects: [looksAtGit('git')], gitRead: folder === undefined ? {} : { folder } };
}

/** A reading command that shows content: of the repository, of secrets in it, of files outside. */
export function shows({ operands }: Parsed, call: Call): Deed {
  const deed = reads(call);
  const secrets = operands.filter(({ text }) => namesSecret(text));
  const unsure = operands.filter(({ exact, inside }) => !exact && inside !== true);
  return {
    ...deed,
    effects: [...(deed.effects ?? []), ...secrets.map(({ text }) => printsSecrets(text)), ...unsure.map(({ text }) => unknownHere(text, 'what this names is not known'))],
    touches: operands.filter(({ text }) => leadsOutside(text)).map((word): Touch => ({ word, how: 'read' })),
  };
}

/** `HEAD:.env`, `:(top)config/.env`, `-- .env`. */
export const namesSecret = (text: string): boolean => isSecretFile((text.split(':').at(-1) ?? '').replace(/^(\([^)]*\)|[!^/])+/, ''));

/** Outside the repository git compares plain files; `a..b` is no path. */
const leadsOutside = (text: string): boolean => /^[/~]|(^|\/)\.\.(\/|$)/.test(text) && !text.includes(':');

/** A change that git can bring back. */
export function changes(call: Call, what: string): Deed {
  return { effects: [changesGit(what)], touches: elsewhere(call) };
}

/** A change that is seen by others or hard to bring back. */
export function changesForGood(call: Call, what: string, detail: string): Deed {
  return { effects: [changesRemote(what, detail)], touches: elsewhere(call) };
}

/** A change that throws work or history away. */
export function loses(call: Call, { what, detail, operation, words, target, alternative }: { what: string; detail: string; operation: (LossHint & { kind: 'git' })['operation']; words: readonly string[]; target?: string; alternative?: string }): Deed {
  return {
    effects: [losesGit(what, detail)], touches: elsewhere(call),
    losses: [{ kind: 'git', operation, words }],
    ...(target === undefined ? {} : { target }), ...(alternative === undefined ? {} : { alternative }),
  };
}

/** Where the words leave open what happens, a verb that can lose work is judged by what it can do. */
export const isOpen = ({ unknown, unsure }: Parsed): boolean => unknown.length + unsure.length > 0;

/** A repository that `-C` names is changed where it lies. */
export function elsewhere(call: Call): Touch[] {
  const folder = folderOf(call);
  return folder === undefined ? [] : [{ word: folder, how: 'change' }];
}

/** `ext::sh -c …`, `fd::…` and helpers of other schemes start programs. */
export const runsTransport = (words: readonly Word[]): boolean => words.some(({ text }) => /^[\w+.-]+::/.test(text));
