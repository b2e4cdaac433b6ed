import type { ProvenRead, ReadRule } from './readRule.ts';

/** `find` has a language of its own: every word of the expression has to be a known test or a plain print. */
const bare = new Set('( ) ! -not -a -and -o -or , -print -print0 -prune -empty -ls -depth -mount -xdev -readable -writable -executable -quit -true -false -daystart -noleaf -nouser -nogroup'.split(' '));
const withValue = new Set('-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -maxdepth -mindepth -size -mtime -mmin -atime -amin -ctime -cmin -newermt -user -group -uid -gid -perm -links -inum -printf -lname -ilname -fstype -newer -anewer -cnewer -samefile'.split(' '));

export const findRules: readonly ReadRule[] = [{
  name: 'find', operands: 'paths',
  matches: ["find . -name '*.ts'", "find src \\( -name a -o -name b \\) -print", 'find', 'find . ! -name a', 'find . -type f -maxdepth 2'],
  not: ['find . -delete', 'find . -exec touch x \\;', 'find . -ok rm {} \\;', 'find . -fprint out', 'find . -fprintf out x', 'find . -fls out', 'find . -execdir a {} +', 'find -L . -name a', 'find . -files0-from x', 'find . -newer a -delete'],
}];

export function proveFind(words: readonly string[]): ProvenRead | undefined {
  const start = words.findIndex((word) => word.startsWith('-') || word === '(' || word === '!');
  const paths = start < 0 ? [...words] : words.slice(0, start);
  for (let at = start < 0 ? words.length : start; at < words.length; at++) {
    const word = words[at] ?? '';
    if (withValue.has(word)) {
      if (words[++at] === undefined) return undefined;
    } else if (!bare.has(word)) {
      return undefined;
    }
  }
  return { paths: paths.length === 0 ? ['.'] : paths };
}
