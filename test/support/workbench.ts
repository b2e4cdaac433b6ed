import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The VS Code workbench in a page, as a person uses it. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens an address and waits until the workbench shows our icon. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.activityIcon().waitFor({ timeout: 60_000 });
  }

  activityIcon(): Locator {
    return this.page.locator('.activitybar .action-item a[aria-label*="Pilothouse"]');
  }

  /** Runs a command of the palette by its title. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Answers the input box or the list that a command opened. */
  async quickInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file of the workspace by name and waits until its text is there. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.line(1).waitFor();
  }

  /** A line of the active editor, counted from 1. */
  line(number: number): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-line').nth(number - 1);
  }

  /** Selects whole lines of the active editor, as a person does with the keyboard. */
  async selectLines(first: number, last: number): Promise<void> {
    await this.line(first).click();
    await this.page.keyboard.press('Home');
    for (let line = first; line < last; line += 1) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
  }

  /** The document of our chat's webview: frames main > pre/index.html > the content. */
  chat(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** A modal dialog of the editor. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The buttons of a modal dialog of the editor. */
  dialogButton(name: string): Locator {
    return this.page.locator('.monaco-dialog-box .monaco-button', { hasText: name });
  }

  /**
   * Opens the light-bulb menu at the cursor and picks an entry. The menu can fail to open while the editor is busy, and Escape
   * drops the selection: so the whole gesture is made again.
   * @param select puts the cursor or the selection where the menu is wanted
   */
  async codeAction(title: string, select: () => Promise<void>): Promise<void> {
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: title });
    for (let attempt = 1; ; attempt += 1) {
      await select();
      await this.page.keyboard.press('Control+.');
      try {
        await entry.first().waitFor({ timeout: 5000 });
        break;
      } catch (error) {
        if (attempt === 5) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    const box = await entry.first().boundingBox();
    // an invisible layer swallows clicks until the mouse has moved over the menu
    if (box !== null) {
      await this.page.mouse.move(box.x + 5, box.y + 5);
      await this.page.mouse.move(box.x + 9, box.y + 6);
    }
    await entry.first().click();
  }

  /** Makes the side bar this wide by dragging its edge. */
  async setSideBarWidth(width: number): Promise<void> {
    const bar = this.page.locator('.part.sidebar');
    const box = await bar.boundingBox();
    if (box === null) throw new Error('the side bar is not shown');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 8 });
    await this.page.mouse.up();
  }
}
