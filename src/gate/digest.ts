import { createHash } from 'node:crypto';
import type { JsonObject } from '../shared/json.ts';
import { canonicalJson } from '../shared/canonicalJson.ts';

/** SHA-256 in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** SHA-256 of the canonical JSON, in lower-case hex: what an approval is bound to (invariant 3). */
export function digestOf(binding: JsonObject): string {
  return sha256(canonicalJson(binding));
}
