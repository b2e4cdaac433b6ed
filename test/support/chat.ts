import type { FrameLocator, Locator } from 'playwright-core';

/** Our chat, by the names that assistive technology reads. */
export class Chat {
  readonly frame: FrameLocator;

  constructor(frame: FrameLocator) {
    this.frame = frame;
  }

  get composer(): Locator { return this.frame.getByLabel('Message to Pilothouse'); }
  get log(): Locator { return this.frame.getByRole('log', { name: 'Conversation' }); }
  get sendButton(): Locator { return this.frame.getByRole('button', { name: 'Send', exact: true }); }
  get stopButton(): Locator { return this.frame.getByRole('button', { name: 'Stop', exact: true }); }
  /** Chips beside the composer. */
  get chips(): Locator { return this.frame.getByRole('list', { name: 'Context that goes with the message' }).getByRole('listitem'); }
  get answers(): Locator { return this.frame.locator('article.assistant'); }
  get lastAnswer(): Locator { return this.answers.last(); }
  /** Open confirmations. */
  get approvals(): Locator { return this.frame.locator('[role=group][data-approval]'); }
  get tree(): Locator { return this.frame.getByRole('tree').last(); }

  /** Waits until the chat has its state and can be typed into. */
  async ready(): Promise<void> {
    await this.frame.locator('textarea:not([disabled])').waitFor({ timeout: 60_000 });
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.sendButton.click();
    // gone from the field: on its way
    await this.frame.locator('.user-text', { hasText: text }).last().waitFor();
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    await this.sendButton.waitFor({ timeout: 120_000 });
  }

  /** The card of the newest call whose title begins so. */
  card(title: RegExp): Locator {
    return this.frame.locator('section.tool-card', { has: this.frame.locator('.tool-name', { hasText: title }) }).last();
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** Allows the open confirmation with the mouse, once the button takes clicks. */
  async allow(name: string | RegExp = 'Allow once'): Promise<void> {
    await this.approvals.first().getByRole('button', { name }).click({ timeout: 30_000 });
  }
}
