import type { ChatMessage } from './chatView.ts';
import type { Host } from '../host.ts';
import type { ContextItem } from '../shared/events.ts';
import type { ModelConfig } from '../core/model.ts';
import type { Secrets } from '../core/ports.ts';
import type { FileChange } from '../shared/events.ts';
import type { Sessions } from './sessions.ts';

/** What `activate` returns to tests inside the editor, and to nobody else. */
export interface TestApi {
  chips(): ContextItem[];
  /** Reads the chips as sending a message would. */
  takeChips(): Promise<ContextItem[]>;
  isChatVisible(): boolean;
  /** Handles a message as if the webview had sent it. */
  fromChat(message: ChatMessage): void;
  secrets: Secrets;
  sessions: Sessions;
  isHostLoaded(): boolean;
  host(): Promise<Host>;
  modelConfig(): Promise<ModelConfig>;
  openDiff(change: FileChange): Promise<void>;
}
