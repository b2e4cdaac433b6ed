import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { JsonObject } from '../shared/json.ts';
import { canonicalJson } from '../shared/canonicalJson.ts';

/**
 * The chain over the audit (facts: HMAC-SHA-256 over the previous seal and the record's canonical JSON). It detects later
 * edits and, with a checkpoint kept elsewhere, truncation, by anyone without the key; code that runs as the same user can use the key.
 */

/** Bytes of a key. */
export const AUDIT_KEY_BYTES = 32;

/** Where the chain stands: the number of seals and the newest. */
export interface AuditHead {
  count: number;
  mac: string;
}

/** What stands before the first seal. */
export const FIRST_LINK = '0'.repeat(64);

/** Names a key without telling it. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

/** @returns the seal in lower-case hex */
export function sealOf(key: Uint8Array, previous: string, record: JsonObject): string {
  return createHmac('sha256', key).update(`${previous}\n${canonicalJson(record)}`).digest('hex');
}

export function isSeal(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
