import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, newContext, screenshot, watchNetwork } from '../support/browser.ts';
import { Chat } from '../support/chat.ts';
import { serverLog, startTestEditor, type TestEditor } from '../support/editorServer.ts';
import { root, tempDir } from '../support/paths.ts';
import { Workbench } from '../support/workbench.ts';
import { startModelServer, type ModelServer } from '../fixtures/modelServer/modelServer.ts';

/** A real editor on a folder, our chat in it, and a scripted model behind it. */
export interface Scene {
  editor: TestEditor;
  page: Page;
  workbench: Workbench;
  chat: Chat;
  model: ModelServer;
  /** Folder that the editor is open on. */
  folder: string;
  /** Addresses outside this machine that anything in the page asked; always to be empty. */
  outside: string[];
  /** Text of a file of the folder. */
  read(name: string): string;
  /** Loads the window anew, as "Developer: Reload Window" does. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface SceneOptions {
  files?: Record<string, string>;
  /** A copy of the practice project instead of files. */
  practice?: boolean;
  settings?: Record<string, unknown>;
  env?: NodeJS.ProcessEnv;
}

export const SHOP_FILES = {
  'cart.ts': 'export function total(prices: number[]): number {\n  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;\n}\n',
  'broken.json': '{\n  "name": "shop",\n  "port": \n}\n',
  'README.md': '# Shop\n',
};

/** Opens the editor and the chat. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const workspace = tempDir(options.practice === true ? {} : options.files ?? SHOP_FILES, 'pilothouse-e2e-');
  const folder = options.practice === true ? join(workspace.path, 'shop') : workspace.path;
  if (options.practice === true) execFileSync(process.execPath, [join(root, 'dist', 'cli.js'), 'practice', '--dir', folder], { stdio: 'pipe' });
  const model = await startModelServer();
  const editor = await startTestEditor({
    env: options.env,
    settings: {
      'pilothouse.model.provider': 'custom', 'pilothouse.model.name': 'scripted-model', 'pilothouse.model.baseUrl': `${model.baseUrl}/v1`, ...options.settings,
    },
  });
  const browser: Browser = await launchBrowser();
  const context: BrowserContext = await newContext(browser);
  const outside = watchNetwork(context);
  const page = await context.newPage();
  const workbench = new Workbench(page);
  const chat = new Chat(workbench.chat());
  const scene: Scene = {
    editor, page, workbench, chat, model, folder, outside,
    read: (name) => readFileSync(join(folder, ...name.split('/')), 'utf8'),
    reload: async () => {
      await page.reload();
      await workbench.ready();
    },
    close: async () => {
      await browser.close();
      await editor.close();
      await model.close();
      workspace.remove();
    },
  };
  await workbench.open(editor.url(folder));
  return scene;
}

/** Opens the chat by its icon. */
export async function openChat(scene: Scene): Promise<void> {
  await scene.workbench.activityIcon().click();
  await scene.chat.ready();
}

/** Keeps a picture and the server's log of each failed test. */
export function keepFailures(scene: () => Scene | undefined): void {
  afterEach(async function () {
    const current = scene();
    if (this.currentTest?.state !== 'failed' || current === undefined) return;
    await screenshot(current.page, `failed-${this.currentTest.fullTitle().replaceAll(/\W+/g, '-').slice(0, 100)}`);
    process.stdout.write(`${serverLog(current.editor).slice(-3000)}\n`);
  });
}

const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern', contrast: 'Default High Contrast' };
const WIDTHS = [300, 600];

/** Pictures to look at: with PILOTHOUSE_SCREENS in every theme and width, else one. */
export async function pictures(scene: Scene, name: string): Promise<void> {
  if (process.env.PILOTHOUSE_SCREENS === undefined) {
    await screenshot(scene.page, name);
    return;
  }
  for (const [theme, title] of Object.entries(THEMES)) {
    scene.editor.setSettings({ 'workbench.colorTheme': title });
    for (const width of WIDTHS) {
      await scene.workbench.setSideBarWidth(width);
      await scene.page.mouse.move(900, 400);
      // a picture, not a check: the theme's colours fade in
      await scene.page.waitForTimeout(700);
      await screenshot(scene.page, `${name}-${theme}-${width}`);
    }
  }
}
