import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { JsonValue } from '../../shared/json.ts';

/** What the world file holds in place of a secret: enough to see that it changed, not enough to read it. */
export interface SecretMark {
  $secret: string;
}

const hash = (value: JsonValue, salt: Buffer): Buffer => scryptSync(JSON.stringify(value), salt, 32, { N: 4096 });

export function markSecret(value: JsonValue): { $secret: string } {
  const salt = randomBytes(16);
  return { $secret: `${salt.toString('base64')}:${hash(value, salt).toString('base64')}` };
}

export function isSecretMark(value: JsonValue | undefined): value is { $secret: string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value['$secret'] === 'string';
}

export function matchesMark(mark: SecretMark, value: JsonValue): boolean {
  const [salt = '', digest = ''] = mark.$secret.split(':');
  const expected = Buffer.from(digest, 'base64');
  const actual = hash(value, Buffer.from(salt, 'base64'));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
