import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.ts';

const LIMIT_MS = 60_000;

/**
 * Opens a workbench in a headless browser, opens our chat in it and waits for its input field, which the extension shows only
 * once it is active.
 * @returns the exit code: 0 where it answers
 * @throws Error where it does not within a minute
 */
export async function smoke(address: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(address);
    await page.locator('.activitybar .action-item a[aria-label*="Pilothouse"]').click();
    await page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').getByRole('textbox').first().waitFor();
    return 0;
  } finally {
    await browser.close();
  }
}
