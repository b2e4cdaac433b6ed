import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Secrets } from '../core/ports.ts';
import { tryLock } from '../util/lockFile.ts';
import { AUDIT_KEY_BYTES } from './auditSeal.ts';

const NAME = 'pilothouse.auditKey';
/** Two windows that start at once must not make two keys; keychains may ask the person before they answer. */
const LEFTOVER_AFTER_MS = 120_000;
const LOOK_AGAIN_MS = 50;

/**
 * The key that seals the audit; made on first use.
 * @param storageDir where windows that share the audit find each other; made if missing
 * @throws what the secrets port throws
 */
export async function loadAuditKey(secrets: Secrets, storageDir: string): Promise<Uint8Array> {
  for (;;) {
    const known = parseKey(await secrets.get(NAME));
    if (known !== undefined) return known;
    mkdirSync(storageDir, { recursive: true, mode: 0o700 });
    const release = tryLock(join(storageDir, 'audit-key.lock'), LEFTOVER_AFTER_MS);
    if (release === undefined) {
      await delay(LOOK_AGAIN_MS);
      continue;
    }
    try {
      const made = parseKey(await secrets.get(NAME)) ?? randomBytes(AUDIT_KEY_BYTES);
      await secrets.set(NAME, Buffer.from(made).toString('hex'));
      return made;
    } finally {
      release();
    }
  }
}

function parseKey(text: string | undefined): Uint8Array | undefined {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}
