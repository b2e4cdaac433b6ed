import type { JsonObject } from '../shared/json.ts';

/**
 * What can go wrong inside an answer of status 200:
 * - `ended-early`: the body ended without the dialect's terminal event
 * - `malformed`: an event that is no JSON, or events that contradict each other
 * - `page`: an HTML page instead of a stream
 * - `not-a-stream`: another kind of body
 * - `error-event`: the provider's own error; `report` holds it
 * - `first-byte`, `idle`: one of our clocks ran out
 */
export type FaultKind = 'ended-early' | 'malformed' | 'page' | 'not-a-stream' | 'error-event' | 'first-byte' | 'idle';

const brand = Symbol.for('pilothouse.WireFault');

/** Thrown inside one attempt; never leaves `models/`. */
export class WireFault extends Error {
  override readonly name = 'WireFault';
  readonly kind: FaultKind;
  /** The provider's error object, or `{ title }` of a page. */
  readonly report: JsonObject;

  constructor(kind: FaultKind, message: string, report: JsonObject = {}, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.report = report;
    Object.defineProperty(this, brand, { value: true });
  }

  /** By brand: each dialect's bundle has its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
