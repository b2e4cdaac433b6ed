import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, newContext } from '../support/browser.ts';
import { startTestEditor } from '../support/editorServer.ts';
import { tempDir } from '../support/paths.ts';
import { spread, type Spread } from './statistics.ts';

const HOSTS = 9;

/** Milliseconds in a fresh extension host to load our first bundle and to run `activate`, by the host's own marks. */
export async function activation(): Promise<{ loadMs: Spread; activateMs: Spread }> {
  const workspace = tempDir({ 'README.md': '# Shop\n' });
  const file = join(workspace.path, 'marks.jsonl');
  const editor = await startTestEditor({
    extensions: [join(import.meta.dirname, 'marks')],
    env: { MARKS_ID: 'pilothouse.pilothouse', MARKS_FILE: file },
  });
  const browser = await launchBrowser();
  const rows = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as { load: number; activate: number }) : []);
  try {
    for (let host = 1; host <= HOSTS; host += 1) {
      const context = await newContext(browser);
      const page = await context.newPage();
      await page.goto(editor.url(workspace.path));
      const until = Date.now() + 60_000;
      while (rows().length < host) {
        if (Date.now() > until) throw new Error('the extension was not activated within a minute');
        await page.waitForTimeout(50);
      }
      await context.close();
    }
    return { loadMs: spread(rows().map(({ load }) => load)), activateMs: spread(rows().map(({ activate }) => activate)) };
  } finally {
    await browser.close();
    await editor.close();
    workspace.remove();
  }
}
