import { existsSync } from 'node:fs';
import { apt, hasApt } from './lib/apt.ts';
import { which } from './lib/processes.ts';
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
  if (!await hasApt()) {
    throw new Error('The browser tests need Chromium, Chrome or Edge, and none was found. Install one (Debian: sudo apt-get install --no-install-recommends chromium) or set PILOTHOUSE_CHROMIUM to its path.');
  }
  await apt('chromium', report);
  const installed = findChromium();
  if (installed === undefined) throw new Error('apt-get installed chromium, but no such program is on PATH. Set PILOTHOUSE_CHROMIUM to its path.');
  return installed;
}

function findChromium(): string | undefined {
  return NAMES.map(which).find((file) => file !== undefined) ?? PLACES.find((place) => existsSync(place));
}
