import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/chromium.ts';
import { screensDir } from './paths.ts';

/** Headless Chromium that asks nobody outside for anything. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    // a container has no user namespaces for the sandbox, and the only pages shown are our own
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const REFUSE_PAGE_WORKER = `{
  const workers = navigator.serviceWorker;
  if (workers !== undefined) {
    const register = workers.register.bind(workers);
    workers.register = (url, options) =>
      /_static\\/out\\/browser\\/serviceWorker/.test(String(url)) ? Promise.reject(new Error('not in tests')) : register(url, options);
  }
}`;

/**
 * A context with a browser profile of its own (SecretStorage lives there). code-server's page wants to register a worker that
 * delays the first webview by six seconds: that one registration is refused.
 */
export async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.addInitScript({ content: REFUSE_PAGE_WORKER });
  return context;
}

/** Requests that left this machine; those that the webview's own service worker answered do not count. */
export function watchNetwork(context: BrowserContext): string[] {
  const outside: string[] = [];
  context.on('requestfinished', (request) => {
    const url = new URL(request.url());
    if (!/^(https?|wss?):$/.test(url.protocol) || /^(127\.0\.0\.1|localhost)$/.test(url.hostname)) return;
    void request.response().then((response) => {
      if (response?.fromServiceWorker() !== true) outside.push(request.url());
    }, () => undefined);
  });
  return outside;
}

/** Saves what the page shows, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screensDir, { recursive: true });
  await page.screenshot({ path: join(screensDir, `${name}.png`) });
}
