import { unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run, Touch, Word } from '../analyse/call.ts';
import { plain } from '../analyse/family.ts';
import { listed } from '../analyse/options.ts';
import { isSecretFile } from '../paths.ts';
import { isWide, leavesFolder, touching } from './common.ts';

/** `find` has a language of its own, of GNU and BSD alike: every word of the expression has to be a known test or action. */

const leading = /^-([HLPEXdsx]+|O\d?|D)$/;
const bare = new Set(listed('( ) ! -not -a -and -o -or , -print -print0 -printx -prune -empty -ls -d -depth -mount -xdev -x -follow -readable -writable -executable -quit -true -false -daystart -noleaf -nouser -nogroup -ignore_readdir_race -noignore_readdir_race -warn -nowarn -help -version --help --version -acl -xattr -sparse'));
const valued = new Set(listed('-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -maxdepth -mindepth -size -mtime -mmin -atime -amin -ctime -cmin -Btime -Bmin -user -group -uid -gid -perm -links -inum -printf -lname -ilname -fstype -newer -anewer -cnewer -mnewer -samefile -used -context -flags -xattrname -since -asince -csince -depth'));
const newer = /^-newer[aBcm][aBcmt]$/;
const writing = new Set(listed('-fprint -fprint0 -fls'));
const running = new Set(listed('-exec -execdir -ok -okdir'));

/** What a find command does, word by word. */
export function findDoes({ words, program }: Call): Deed {
  return new Expression(words, program).read();
}

class Expression {
  readonly #words: readonly Word[];
  readonly #program: string;
  readonly #starts: Word[] = [];
  readonly #touches: Touch[] = [];
  readonly #runs: Run[] = [];
  readonly #strange: string[] = [];
  #deletes = false;
  #secret = false;
  #at = 0;

  constructor(words: readonly Word[], program: string) {
    this.#words = words;
    this.#program = program;
  }

  read(): Deed {
    this.#begin();
    while (this.#at < this.#words.length) this.#primary();
    const starts = this.#starts.length === 0 ? [plain('.')] : this.#starts;
    const inside = this.#inside();
    const wide = starts.find((word) => isWide(word) || leavesFolder(word)) ?? starts[0];
    return {
      touches: [...touching('list', starts, true), ...this.#touches, ...(this.#deletes ? touching('delete', starts, true) : [])],
      runs: this.#runs,
      effects: this.#strange.map((text) => unknownHere(this.#program, `${text} is not known to be harmless`)),
      ...(this.#deletes ? { level: 'DESTRUCTIVE', target: wide?.text, reasons: ['Deletes everything that it finds.'], alternative: 'Look first: the same command with -print in place of -delete.' } : {}),
      ...(inside && !this.#deletes && this.#runs.length === 0 ? { prints: 'names' } : {}),
    };
  }

  /** What it finds lies below the folder it runs in, and is not looked for as a secret. */
  #inside(): boolean {
    return !this.#secret && this.#starts.every((word) => word.exact && !leavesFolder(word) && !isSecretFile(word.text));
  }

  #next(): Word | undefined {
    return this.#words[this.#at++];
  }

  /** Options and start points, up to the first word of the expression. */
  #begin(): void {
    for (let word = this.#words[this.#at]; word !== undefined; word = this.#words[this.#at]) {
      if (leading.test(word.text) && this.#starts.length === 0) {
        this.#at += word.text === '-D' ? 2 : 1;
      } else if (word.text === '-f') {
        this.#at++;
        const start = this.#next();
        if (start !== undefined) this.#starts.push(start);
      } else if (!word.exact && word.inside !== true && (word.prefix ?? '').replace(/^[-(!]/, '') === '') {
        this.#strange.push(word.text);
        this.#starts.push(word);
        this.#at++;
      } else if (/^(-|\(|!$|\)$|,$)/.test(word.text) && word.text !== '--') {
        return;
      } else {
        if (word.text !== '--') this.#starts.push(word);
        this.#at++;
      }
    }
  }

  #primary(): void {
    const word = this.#next();
    if (word === undefined) return;
    const { text } = word;
    if (!word.exact) this.#strange.push(text);
    else if (text === '-delete') this.#deletes = true;
    else if (running.has(text)) this.#run(text);
    else if (writing.has(text)) this.#value(text, (value) => this.#write(value));
    else if (text === '-fprintf') this.#value(text, (value) => (this.#write(value), this.#at++));
    else if (text === '-files0-from') this.#value(text, (value) => (this.#touches.push({ word: value, how: 'read' }), this.#strange.push(text)));
    else if (text === '-depth' && !/^[-+]?\d+$/.test(this.#words[this.#at]?.text ?? '')) return;
    else if (valued.has(text) || newer.test(text)) this.#value(text, (value) => this.#test(text, value));
    else if (!bare.has(text)) this.#strange.push(text);
  }

  #value(name: string, use: (value: Word) => void): void {
    const value = this.#next();
    if (value === undefined) this.#strange.push(name);
    else use(value);
  }

  #write(word: Word): void {
    if (!/^\/dev\/(stdout|stderr|null)$/.test(word.text)) this.#touches.push({ word, how: 'write' });
  }

  #test(name: string, { text, exact }: Word): void {
    if (/name$|path$|regex$/.test(name) && (!exact || isSecretFile(text.replaceAll('*', '')) || isSecretFile(text))) this.#secret = true;
  }

  #run(name: string): void {
    const [start, another] = this.#starts;
    const prefix = another === undefined && start?.exact !== false && !name.endsWith('dir') ? { prefix: start?.text ?? '.' } : {};
    const found: Word = { text: '{}', exact: false, ...prefix, ...(this.#inside() ? { inside: true } : {}) };
    const command: Word[] = [];
    for (let word = this.#next(); word !== undefined; word = this.#next()) {
      if (word.text === ';' || (word.text === '+' && command.at(-1)?.text === '{}')) {
        this.#runs.push({ kind: 'words', words: command });
        return;
      }
      command.push(word.text === '{}' ? found : word.text.includes('{}') ? { text: word.text, exact: false } : word);
    }
    this.#strange.push(name);
    if (command.length > 0) this.#runs.push({ kind: 'words', words: command });
  }
}
