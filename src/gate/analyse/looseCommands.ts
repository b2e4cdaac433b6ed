/**
 * A deliberately generous reading of a command line, used only to raise a level: it finds every place where a command
 * might start, also inside substitutions, quoted code and behind wrappers. It proves nothing.
 */

const MAX_DEPTH = 4;
const MAX_CANDIDATES = 400;
const MAX_TAILS = 40;

/** Programs that run another command named by their arguments. */
const wrappers = new Set(('sudo doas su env xargs timeout gtimeout nohup nice ionice time command exec builtin eval watch setsid stdbuf busybox toybox chroot unshare nsenter '
  + 'ssh script caffeinate parallel coproc bash sh zsh dash ksh fish ash rbash pwsh powershell cmd start flock strace ltrace gdb runuser pkexec sg dbus-run-session systemd-run '
  + 'firejail bwrap proot fakeroot faketime torify proxychains proxychains4 tsocks unbuffer expect tmux screen at batch entr direnv mise asdf nix-shell nix npx pnpx bunx pnpm yarn npm uv uvx poetry pipenv '
  + 'docker podman nerdctl kubectl oc docker-compose vagrant lxc multipass wsl aws-vault op doppler dotenv dotenvx sops chamber teller infisical envchain rtk trap find fd fdfind then do else if while until elif ! { cd').split(' '));
/** Programs whose arguments are a command of its own: an approval of one is never remembered. */
const pureWrappers = new Set('sudo doas su env xargs timeout gtimeout nohup nice ionice time command exec builtin eval watch setsid stdbuf busybox toybox chroot ssh script parallel npx pnpx bunx uvx find fd trap source .'.split(' '));
const keywords = new Set(['then', 'do', 'else', 'elif', 'if', 'while', 'until', '!', '{', 'time', 'coproc', '&']);
const interpreters = /^(ba|z|da|k|fi|a)?sh$|^(python|perl|ruby|node|deno|bun|php|lua|osascript|pwsh|powershell|tclsh|Rscript|awk|gawk|mawk|tsx|ts-node)[\d.]*$/;

export interface LooseCommand {
  words: string[];
  /** Its input comes from another command. */
  piped: boolean;
}

/** The program's bare name: no folder, no `.exe`, no leading backslash. */
export function programName(word: string): string {
  return (word.split(/[\\/]/).at(-1) ?? word).replace(/\.(exe|cmd|bat|ps1)$/i, '');
}

export const isInterpreter = (word: string): boolean => interpreters.test(programName(word));

export const isWrapper = (word: string): boolean => pureWrappers.has(programName(word));

/** All commands that the text may hold. */
export function looseCommands(source: string): LooseCommand[] {
  const found: LooseCommand[] = [];
  collect(source, 0, found);
  return found;
}

/** Commands that a command of known words may start besides itself. */
export function wrappedCommands(words: readonly string[]): LooseCommand[] {
  const found: LooseCommand[] = [];
  addTails(words, 0, found);
  return found;
}

function collect(source: string, depth: number, found: LooseCommand[]): void {
  if (depth > MAX_DEPTH) return;
  const segments = split(source);
  const feedsInterpreter = segments.some(({ piped, words }) => piped && words.some((word) => isInterpreter(word) || wrappers.has(word)));
  for (const { words: all, piped } of segments) {
    const words = withoutPrefix(all);
    if (found.length > MAX_CANDIDATES) return;
    if (words.length > 0) {
      found.push({ words, piped });
      addTails(words, depth, found);
    }
    for (const word of all) {
      if (/\$\(|`|<\(|>\(/.test(word)) collect(word.replaceAll(/[$<>]?\(|`/g, '\n'), depth + 1, found);
      else if (feedsInterpreter && /\s/.test(word)) collect(word, depth + 1, found);
    }
  }
}

function addTails(words: readonly string[], depth: number, found: LooseCommand[]): void {
  const name = programName(words[0] ?? '');
  if (!wrappers.has(name) && !isInterpreter(name)) return;
  // `find` and `fd` start a command only after an option that says so
  const first = /^(g?find|fd|fdfind)$/.test(name) ? words.findIndex((word) => /^(-(exec|execdir|ok|okdir|x|X)|--exec(-batch)?)$/.test(word)) + 1 : 1;
  if (first === 0) return;
  for (let at = first; at < Math.min(words.length, MAX_TAILS) && found.length < MAX_CANDIDATES; at++) {
    const word = words[at] ?? '';
    if (/[\s;|&]/.test(word)) collect(word, depth + 1, found);
    else if (!word.startsWith('-') && word !== '.') found.push({ words: withoutPrefix(words.slice(at)), piped: false });
  }
}

function withoutPrefix(words: readonly string[]): string[] {
  let at = 0;
  while (at < words.length && (keywords.has(words[at] ?? '') || /^[A-Za-z_]\w*\+?=/.test(words[at] ?? '') || words[at] === '')) at++;
  return words.slice(at);
}

/** Splits at everything that may end a command, and removes quotes. */
function split(source: string): LooseCommand[] {
  const segments: LooseCommand[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let piped = false;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endSegment = (nextPiped: boolean): void => {
    endWord();
    if (words.length > 0) segments.push({ words, piped });
    words = [];
    piped = nextPiped;
  };
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') {
      const next = source.charAt(++at);
      if (next !== '\n') word = (word ?? '') + next;
    } else if (character === "'" || character === '"') {
      const ansi = character === "'" && word?.endsWith('$') === true;
      const { text, end } = quoted(source, at, character, ansi);
      word = (ansi ? (word ?? '').slice(0, -1) : (word ?? '')) + text;
      at = end;
    } else if (/[ \t]/.test(character)) {
      endWord();
    } else if (character === '|' || /[;&\n(){}`]/.test(character) && !(character === '{' && source.charAt(at + 1) === '}') && !(character === '}' && source.charAt(at - 1) === '{')) {
      endSegment(character === '|' && source.charAt(at + 1) !== '|' && source.charAt(at - 1) !== '|');
    } else if (character === '>' || character === '<') {
      endWord();
    } else {
      word = (word ?? '') + character;
    }
  }
  endSegment(false);
  return segments;
}

function quoted(source: string, start: number, quote: string, ansi: boolean): { text: string; end: number } {
  let text = '';
  for (let at = start + 1; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === quote) return { text, end: at };
    if (character === '\\' && ansi) {
      const escape = /^\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|[0-7]{1,3}|.)/s.exec(source.slice(at, at + 6))?.[1] ?? '';
      text += decodeEscape(escape);
      at += escape.length;
    } else if (character === '\\' && quote === '"' && /["\\$`\n]/.test(source.charAt(at + 1))) {
      text += source.charAt(++at);
    } else {
      text += character;
    }
  }
  return { text, end: source.length };
}

function decodeEscape(escape: string): string {
  if (/^[xu]/.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16) || 32);
  if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) || 32);
  return ({ n: '\n', t: '\t', r: '\n' } as Record<string, string>)[escape] ?? escape;
}
