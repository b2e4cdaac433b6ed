import { unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run, Word } from '../analyse/call.ts';
import { plain, type Family } from '../analyse/family.ts';
import { parseOptions, type OptionTable, type Parsed } from '../analyse/options.ts';
import { isSecretFile } from '../paths.ts';
import { leavesFolder, touching } from './common.ts';
import { findDoes } from './findExpression.ts';

const fdTable: OptionTable = {
  flags: '-H -I -s -i -g -F -a -l -L -p -0 -q -1 -u -h -V --hidden --no-hidden --no-ignore --ignore --no-ignore-vcs --ignore-vcs --no-ignore-parent --no-global-ignore-file --no-require-git --unrestricted --case-sensitive --ignore-case --glob --regex --fixed-strings --absolute-path --relative-path --list-details --follow --no-follow --full-path --print0 --quiet --has-results --max-one-result --show-errors --one-file-system --mount --xdev --prune --strip-cwd-prefix= --hyperlink= --help --version',
  values: '-d -t -e -E -S -o -c -j -C --max-depth --min-depth --exact-depth --type --extension --exclude --size --owner --color --threads --max-results --changed-within --changed-before --change-newer-than --change-older-than --newer --older --and --format --path-separator --batch-size --max-buffer-time --gen-completions --base-directory --search-path',
  reads: '--ignore-file',
};

/** Programs that find files, and choose among what they are handed. */
export const finding: Family = {
  name: 'finding',
  rules: [
    {
      command: 'find|gfind|bfs', level: 'SAFE', insensitive: true, does: (_, call) => findDoes(call),
      matches: ["find . -name '*.ts'", "find src \\( -name a -o -name b \\) -print", 'find', 'find . ! -name a', 'find . -maxdepth 2 -type f', 'find -L . -name a', 'find -E . -regex x', 'find . -d', "find . -newerct '2024-01-01'", "find . -name 'delete*'"],
      not: ['find . -delete', 'find . -exec touch x \\;', 'find . -ok rm {} \\;', 'find . -fprint out', 'find . -fprintf out x', 'find . -fls out', 'find . -execdir a {} +', 'find . -files0-from x', 'find . -newer a -delete', 'find . -strange', 'find . -name', 'find /'],
    },
    {
      command: 'fd|fdfind', level: 'SAFE', insensitive: true, does: (_, call) => fdDoes(call),
      matches: ['fd', 'fd -e ts pattern src', 'fd --hidden pattern', 'fd -S +1m x', 'fd -tx'], not: ['fd -x rm', 'fd pattern -X rm', 'fd -Hx rm', 'fd --exec=rm', 'fd --strange', 'fd x /etc'],
    },
    {
      command: 'fzf|sk|fzy', level: 'SAFE', operands: 'text', anyOption: true, does: fzfDoes, values: '-c --cmd -q -f --query --filter --header --prompt --preview --bind --with-shell --walker-root --info-command', writes: '--history', flags: '--listen-unsafe= --help --version',
      matches: ['fzf --exact', 'fzf --query=execute', 'fzf --bind=ctrl-a:select-all', "fzf --bind='ctrl-e:preview-down'", 'fzf +s -m'],
      not: ['fzf --listen-unsafe=localhost:6266', "sk -c 'touch x'", "fzf --bind='ctrl-e:execute(code {})'", 'fzf --bind=enter:become:vim', "fzf --preview 'rm {}'", 'fzf --history=x', 'fzf --with-shell=x'],
    },
  ],
};

const inside = (words: readonly Word[]): boolean => words.every((word) => word.exact && !leavesFolder(word) && !isSecretFile(word.text));

function fdDoes({ words }: Call): Deed {
  const at = words.findIndex(({ text }) => /^(--exec(-batch)?(=.*)?|-[HIsigFaLp0q1u]*[xX].*)$/s.test(text));
  const before = at < 0 ? words : words.slice(0, at);
  const parsed = parseOptions(before, { table: fdTable, style: 'gnu' });
  const places = [...parsed.operands.slice(1), ...parsed.values('--search-path', '-C', '--base-directory')];
  const hidden = parsed.has('-H', '-u', '-I', '--hidden', '--unrestricted', '--no-ignore');
  const strange = [...parsed.unknown, ...parsed.unsure.map(({ text }) => text)];
  return {
    touches: [...touching('list', places.length === 0 ? [plain('.')] : places, true), ...touching('read', parsed.values('--ignore-file'))],
    effects: strange.map((text) => unknownHere('fd', `${text} is not known to be harmless`)),
    runs: at < 0 ? [] : [fdRun(words.slice(at), inside(places))],
    ...(at < 0 && !hidden && inside(places) && !isSecretFile(parsed.texts[0] ?? '') ? { prints: 'names' } : {}),
  };
}

function fdRun([option, ...rest]: readonly Word[], isInside: boolean): Run {
  const attached = /^(?:--exec(?:-batch)?=|-[^-]*?[xX])(.+)$/s.exec(option?.text ?? '')?.[1];
  const end = rest.findIndex(({ text }) => text === ';');
  const command = [...(attached === undefined ? [] : [plain(attached)]), ...(end < 0 ? rest : rest.slice(0, end))];
  const found: Word = { text: '{}', exact: false, ...(isInside ? { inside: true } : {}) };
  const filled = command.map((word) => (/\{(|\/|\/\/|\.|\/\.)\}/.test(word.text) ? { ...found, text: word.text } : word));
  return { kind: 'words', words: filled.some((word) => !word.exact) ? filled : [...filled, found] };
}

/** Actions of `--bind` that start programs: `execute(…)`, `reload:…`, `transform-header(…)`. */
const action = /\b(execute(?:-silent|-multi)?|become|reload(?:-sync)?|(?:bg-)?transform(?:-[a-z]+)*|preview|change-preview)([([{<~!@#$%^&*;/|:])([\s\S]*)$/;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>', ':': '' };

function fzfDoes(parsed: Parsed): Deed | undefined {
  if (parsed.has('--listen-unsafe', '--with-shell')) return { level: 'HIGH', effects: [{ kind: 'exec', target: 'fzf', inWorkspace: false, detail: 'runs what others tell it, or with a shell of its own' }] };
  const texts = [...parsed.values('--preview', '--info-command', '-c', '--cmd').map((word) => ({ word, scripts: [word.text] })), ...parsed.values('--bind').map((word) => ({ word, scripts: boundScripts(word.text) }))];
  return { runs: texts.flatMap(({ word, scripts }) => scripts.map((text): Run => ({ kind: 'script', text, dialect: 'bash', exact: word.exact && !/\{[^}]*r/.test(text) }))) };
}

function boundScripts(text: string): string[] {
  const [, , opening = '', rest = ''] = action.exec(text) ?? [];
  if (opening === '') return [];
  const close = closing[opening] ?? opening;
  const end = close === '' ? rest.length : rest.search(new RegExp(`\\${close}([,+]|$)`));
  return [end < 0 ? rest : rest.slice(0, end), ...(end < 0 ? [] : boundScripts(rest.slice(end + 1)))];
}
