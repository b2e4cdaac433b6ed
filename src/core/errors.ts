import type { ErrorAction, ErrorCard } from '../shared/events.ts';

/** Who an error is for: `user` errors are shown with their actions, `log` errors go to the output channel. */
export type Audience = 'user' | 'log';

const brand = Symbol.for('pilothouse.AppError');

/** An error of the catalogue: the message says what happened and what to do. Never steer by its text, use `code`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly audience: Audience;
  readonly actions: ErrorAction[];

  constructor(code: string, message: string, options: ErrorOptions & { audience?: Audience; actions?: ErrorAction[] } = {}) {
    super(message, options);
    this.code = code;
    this.audience = options.audience ?? 'user';
    this.actions = options.actions ?? [];
    Object.defineProperty(this, brand, { value: true });
  }

  /** By brand, not by prototype: each lazily loaded bundle has its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value;
  }
}

/** True for the errors that an aborted signal makes; they are never shown. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'APIUserAbortError');
}

/** Turns anything thrown into what an error card shows. */
export function toErrorCard(error: unknown): ErrorCard {
  if (error instanceof AppError) return { code: error.code, title: firstLine(error.message), detail: restOf(error.message), actions: error.actions };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', title: 'Something went wrong inside Pilothouse', detail: message, actions: ['show-log', 'retry'] };
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
const restOf = (text: string): string => text.slice(firstLine(text).length).trim();

/** The message of anything thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
