import { existsSync } from 'node:fs';
import { run, which } from './lib/processes.ts';
import { progress, type Progress } from './lib/progress.ts';

/** Chromium for tests and screenshots; the extension itself needs none. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Returns the path of Chromium, Chrome or Edge; on Debian, where this user may, installs `chromium` first.
 * @throws Error that says what to install or set
 */
export async function ensureChromium(report: Progress = progress('chromium')): Promise<string> {
  const named = process.env.PILOTHOUSE_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`PILOTHOUSE_CHROMIUM names ${named}, which does not exist.`);
  }
  const found = findChromium();
  if (found !== undefined) return found;
  const apt = await aptCommand();
  if (apt === undefined) {
    throw new Error('The browser tests need Chromium, Chrome or Edge, and none was found. Install one (Debian: sudo apt-get install --no-install-recommends chromium) or set PILOTHOUSE_CHROMIUM to its path.');
  }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    await report.step(`apt-get ${args.join(' ')}`, async () => {
      const [file = '', ...first] = apt;
      const { code, output } = await run(file, [...first, ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
      if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed (exit code ${code}). Install chromium by hand, or set PILOTHOUSE_CHROMIUM.\n${output.slice(-4000)}`);
    });
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error('apt-get installed chromium, but no such program is on PATH. Set PILOTHOUSE_CHROMIUM to its path.');
  return installed;
}

function findChromium(): string | undefined {
  return NAMES.map(which).find((file) => file !== undefined) ?? PLACES.find((place) => existsSync(place));
}

/** `apt-get` as this user may run it without being asked for a password. */
async function aptCommand(): Promise<string[] | undefined> {
  if (process.platform !== 'linux' || which('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  if (which('sudo') === undefined) return undefined;
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}
