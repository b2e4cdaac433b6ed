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
/** A keychain that waits for a person must not keep everything else from working. */
const PATIENCE_MS = 30_000;

/**
 * The key that seals the audit; made on first use.
 * @param storageDir where windows that share the audit find each other; made if missing
 * @param patienceMs milliseconds after which a keychain that does not answer counts as locked
 * @throws what the secrets port throws; Error where it does not answer
 */
export async function loadAuditKey(secrets: Secrets, storageDir: string, patienceMs = PATIENCE_MS): Promise<Uint8Array> {
  const waited = new AbortController();
  const tooLong = delay(patienceMs, undefined, { ref: false, signal: waited.signal }).then(() => Promise.reject(new Error('the keychain does not answer')));
  try {
    return await Promise.race([findOrMake(secrets, storageDir), tooLong]);
  } finally {
    tooLong.catch(() => undefined);
    waited.abort();
  }
}

async function findOrMake(secrets: Secrets, storageDir: string): Promise<Uint8Array> {
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
