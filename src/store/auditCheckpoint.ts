import type { Secrets } from '../core/ports.ts';
import type { AuditHead } from './auditSeal.ts';

const NAME = 'pilothouse.auditCheckpoint';
/** Seals between two checkpoints, where none of them must be kept at once. */
const EVERY = 16;

/**
 * Keeps the head of the chain apart from the audit, so that cutting off its end or writing it anew is seen: every few
 * seals, after whatever cannot be undone, and at the end.
 */
export interface AuditCheckpoint {
  note(head: AuditHead, durable: boolean): void;
  read(): Promise<AuditHead | undefined>;
  /** Resolves when what was noted is kept. */
  flush(): Promise<void>;
}

/** @param sync brings what was sealed to the disk: a checkpoint must never be ahead of what a power cut leaves */
export function createAuditCheckpoint(secrets: Secrets, sync: () => void, log: (line: string) => void): AuditCheckpoint {
  let newest: AuditHead | undefined;
  let kept = 0;
  let writing = Promise.resolve();
  const read = async (): Promise<AuditHead | undefined> => parseHead(await secrets.get(NAME));
  const write = (): void => {
    const head = newest;
    if (head === undefined || head.count <= kept) return;
    kept = head.count;
    writing = writing.then(async () => {
      sync();
      // another window may have come further
      const stored = await read();
      if ((stored?.count ?? 0) < head.count) await secrets.set(NAME, JSON.stringify(head));
    }).catch((error: unknown) => log(`The checkpoint of the audit could not be kept: ${String(error)}`));
  };
  return {
    note(head, durable) {
      newest = head;
      if (durable || head.count - kept >= EVERY) write();
    },
    read,
    async flush() {
      write();
      await writing;
    },
  };
}

function parseHead(text: string | undefined): AuditHead | undefined {
  const [, count, mac] = /^\{"count":(\d{1,15}),"mac":"([0-9a-f]{64})"\}$/.exec(text ?? '') ?? [];
  return count === undefined || mac === undefined ? undefined : { count: Number(count), mac };
}
