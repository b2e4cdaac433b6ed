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
  const calls = texts.map((text, index) => `printf '<%d>\\0' ${index}\neval ${quote(`show ${text}`)} 2>/dev/null`);
  const script = `show() { printf '%d\\0' $#; [ $# = 0 ] || printf '%s\\0' "$@"; }\n${calls.join('\n')}\nexit 0\n`;
  const output = execFileSync('bash', ['--noprofile', '--norc'], { cwd: folder, input: script, encoding: 'utf8', maxBuffer: 100_000_000, env: { PATH: process.env.PATH, HOME: bashHome, LC_ALL: 'C.UTF-8', x: 'a', y: 'b c', e: '' } });
  const fields = output.split('\0');
  return texts.map((_, index) => {
    const at = fields.indexOf(`<${index}>`) + 1;
    const count = Number(fields[at]);
    return Number.isInteger(count) && fields[at] !== '' ? fields.slice(at + 1, at + 1 + count) : undefined;
  });
}
