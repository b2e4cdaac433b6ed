import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { HostMessage, WebviewMessage } from '../../src/shared/messages.ts';
import { parseWebviewMessage } from '../../src/shared/messages.ts';

/** Serves dist/webview as VS Code would: production CSP, a theme's variables, and an `acquireVsCodeApi` that records. */

const root = resolve(import.meta.dirname, '../..');
const themes = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/themes.json'), 'utf8')) as Record<string, { bodyClass: string; variables: Record<string, string> }>;
export type Theme = 'light' | 'dark' | 'hc' | 'hc-light';
export const THEMES: readonly Theme[] = ['light', 'dark', 'hc', 'hc-light'];
export const outputDir = join(root, 'test/.output');

const csp = (nonce: string): string =>
  `default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'nonce-${nonce}'; require-trusted-types-for 'script'`;

const fakeApi = `
  const kept = sessionStorage.getItem('state');
  globalThis.__sent = [];
  globalThis.__violations = [];
  document.addEventListener('securitypolicyviolation', (event) => __violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => { __sent.push(JSON.parse(JSON.stringify(message))); },
    getState: () => (kept === null ? undefined : JSON.parse(kept)),
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });`;

function html(theme: Theme): string {
  const nonce = 'harness';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Pilothouse</title>
<meta http-equiv="Content-Security-Policy" content="${csp(nonce)}"><link rel="stylesheet" href="/theme-${theme}.css"><link rel="stylesheet" href="/main.css"></head>
<body class="${themes[theme]?.bodyClass ?? ''}"><div id="root"></div><script nonce="${nonce}">${fakeApi}</script><script type="module" nonce="${nonce}" src="/main.js"></script></body></html>`;
}

function content(path: string): { type: string; body: string | Buffer } | undefined {
  const theme = /^\/theme-([\w-]+)\.css$/.exec(path)?.[1];
  if (theme !== undefined) {
    const lines = Object.entries(themes[theme]?.variables ?? {}).map(([name, value]) => `${name}: ${value};`);
    return { type: 'text/css', body: `:root {\n${lines.join('\n')}\n}` };
  }
  if (path === '/page' || /^\/page-/.test(path)) return { type: 'text/html', body: html(path.slice('/page-'.length) as Theme) };
  const file = join(root, 'dist/webview', path);
  if (!/^\/[\w.-]+\.(js|css)$/.test(path) || !existsSync(file)) return undefined;
  return { type: path.endsWith('.css') ? 'text/css' : 'text/javascript', body: readFileSync(file) };
}

/** One page that shows the webview. */
export class View {
  readonly problems: string[] = [];
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => { if (message.type() === 'error') this.problems.push(message.text()); });
    page.on('pageerror', (error) => this.problems.push(error.message));
  }

  async post(...messages: HostMessage[]): Promise<void> {
    await this.page.evaluate((all) => { for (const message of all) (globalThis as unknown as { postMessage(data: unknown, target: string): void }).postMessage(message, '*'); }, messages as unknown[]);
  }

  /** What the webview sent, each checked against the host's own schema. */
  async sent(): Promise<WebviewMessage[]> {
    const raw = await this.page.evaluate(() => (globalThis as unknown as { __sent: unknown[] }).__sent);
    return raw.map((one) => {
      const message = parseWebviewMessage(one);
      if (message === undefined) throw new Error(`The host would refuse ${JSON.stringify(one)}`);
      return message;
    });
  }

  /** Console errors, page errors and CSP violations so far. */
  async faults(): Promise<string[]> {
    return [...this.problems, ...await this.page.evaluate(() => (globalThis as unknown as { __violations: string[] }).__violations)];
  }

  /** Waits until an expression is true in the page; the page's own policy forbids evaluating it there by itself. */
  async until(expression: string): Promise<void> {
    const end = performance.now() + 10_000;
    while (!(await this.page.evaluate<boolean>(`Boolean(${expression})`))) {
      if (performance.now() > end) throw new Error(`Never became true: ${expression}`);
      await this.page.waitForTimeout(20);
    }
  }

  /** Moves a paused page clock on until the allow button counts. */
  async arm(button: string): Promise<void> {
    await this.tick(() => this.page.getByRole('button', { name: button, exact: true }).getAttribute('aria-disabled').then((disabled) => disabled === 'false'));
  }

  /** Moves a paused page clock on until no button waits any more to count. */
  async armed(): Promise<void> {
    await this.tick(async () => await this.page.locator('button[data-allow][aria-disabled=true]').count() === 0);
  }

  /** That a button is in view is noticed in real frames, however the page's clock runs: a busy machine may need many. */
  private async tick(isDone: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + 20_000;
    do {
      await this.page.clock.runFor(400);
      if (await isDone()) return;
      await this.page.waitForTimeout(20);
    } while (performance.now() < end);
    throw new Error('A button never came to count');
  }

  async frames(count = 2): Promise<void> {
    for (let index = 0; index < count; index += 1) await this.page.evaluate('new Promise((done) => requestAnimationFrame(() => done()))');
  }
}

/** Opens a page and shows a message of the host in it. */
export async function show(harness: Harness, story: HostMessage, options: Parameters<Harness['open']>[0] = {}): Promise<View> {
  const view = await harness.open(options);
  await view.post(story);
  await view.page.locator('.top-bar').waitFor();
  if (options.clock === undefined) await view.frames(3);
  else await view.page.clock.runFor(100);
  return view;
}

export interface Harness {
  /** @param clock a fixed time in milliseconds for the page, which then moves only by `page.clock` */
  open(options?: { theme?: Theme; width?: number; height?: number; clock?: number }): Promise<View>;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  if (!existsSync(join(root, 'dist/webview/main.js'))) throw new Error('dist/webview is missing: run `npm run build` first.');
  const server = createServer((request, response) => {
    const found = content(new URL(request.url ?? '/', 'http://localhost').pathname);
    response.writeHead(found === undefined ? 404 : 200, found === undefined ? {} : { 'content-type': found.type });
    response.end(found?.body);
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({
    executablePath: process.env.PILOTHOUSE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--js-flags=--expose-gc'],
  });
  return {
    browser,
    async open({ theme = 'dark', width = 420, height = 900, clock } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const view = new View(await context.newPage());
      if (clock !== undefined) await view.page.clock.install({ time: clock - 600_000 });
      await view.page.goto(`${base}/page-${theme}`);
      await view.until('globalThis.__sent?.some((message) => message.type === "ready")');
      if (clock !== undefined) await view.page.clock.pauseAt(clock);
      return view;
    },
    async close() {
      await browser.close();
      await new Promise<void>((done) => { server.close(() => { done(); }); });
    },
  };
}
