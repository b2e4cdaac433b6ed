import { execFileSync } from 'node:child_process';

/** False, with the reason printed, where this machine has no bash whose answers can be compared with ours. */
export const hasBash = ((): boolean => {
  try {
    const major = Number(execFileSync('bash', ['-c', 'printf %s "${BASH_VERSINFO[0]}"'], { encoding: 'utf8' }));
    if (process.platform !== 'win32' && major >= 5) return true;
    process.stdout.write(`      (not compared with a real bash: this one is ${String(major)} on ${process.platform}, 5 on a Unix is needed)\n`);
  } catch {
    process.stdout.write('      (not compared with a real bash: there is none on this machine)\n');
  }
  return false;
})();

export const bashHome = '/home/me';

/** The words that bash gives a program, for each of these texts; undefined where bash cannot parse it. */
export function wordsByBash(texts: readonly string[], folder: string): (string[] | undefined)[] {
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const calls = texts.map((text) => `r='E\\0'; eval ${quote(`r= ; show ${text}`)} 2>/dev/null; printf '%b' "$r"`);
  const script = `show() { printf '%d\\0' $#; [ $# = 0 ] || printf '%s\\0' "$@"; }\n${calls.join('\n')}\n`;
  const output = execFileSync('bash', ['--noprofile', '--norc'], { cwd: folder, input: script, encoding: 'utf8', maxBuffer: 100_000_000, env: { PATH: process.env.PATH, HOME: bashHome, LC_ALL: 'C.UTF-8', x: 'a', y: 'b c', e: '' } });
  const fields = output.split('\0');
  let at = 0;
  return texts.map(() => {
    const count = fields[at++];
    if (count === 'E' || count === undefined) return undefined;
    const words = fields.slice(at, at + Number(count));
    at += Number(count);
    return words;
  });
}
