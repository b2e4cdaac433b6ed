import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionEvent } from '../../src/shared/events.ts';
import type { MessageId, SessionId } from '../../src/shared/ids.ts';
import { AUDIT_KEY_BYTES } from '../../src/store/auditSeal.ts';
import { openStore } from '../../src/store/store.ts';

export interface StoreCost {
  /** Milliseconds to open a store that exists. */
  openMs: number;
  /** Microseconds for each append of one text delta, median and 99th percentile. */
  appendMedianUs: number;
  appendP99Us: number;
  /** Microseconds for each event where 50 are appended at once. */
  batchedUs: number;
  /** Microseconds for an audit intent and its outcome, below HIGH and from HIGH on (durable against a power cut). */
  auditUs: number;
  durableAuditUs: number;
  /** Milliseconds to read a session of 10,000 events back. */
  read10kMs: number;
}

/** What saving costs, on a real file. */
export function measureStore(): StoreCost {
  const folder = mkdtempSync(join(tmpdir(), 'store-bench-'));
  try {
    const audit = { key: new Uint8Array(AUDIT_KEY_BYTES) };
    openStore(folder, audit).close();
    const openedAt = performance.now();
    const store = openStore(folder, audit);
    const openMs = performance.now() - openedAt;
    const sessionId = 'bench' as SessionId;
    store.sessions.create(sessionId, '/w', '', 1);
    store.sessions.acquire(sessionId);
    const event = (seq: number): SessionEvent => ({ sessionId, seq, at: seq, actor: { kind: 'model', name: 'bench' }, type: 'text-delta', messageId: 'm' as MessageId, text: ' some words of an answer' });

    const singles = Array.from({ length: 5_000 }, (_, index) => timed(() => store.sessions.append([event(index + 1)]))).sort((a, b) => a - b);
    const batches = Array.from({ length: 100 }, (_, batch) => timed(() => store.sessions.append(Array.from({ length: 50 }, (_, index) => event(5_001 + 50 * batch + index)))));
    const auditCost = (level: 'MODERATE' | 'HIGH') => timed(() => {
      const id = store.audit.intent({ sessionId, at: 1, actor: { kind: 'model', name: 'bench' }, action: 'shell', title: 'Run x', digest: 'd', level, rule: 'r', effects: [], decidedBy: 'rule' });
      store.audit.outcome(id, 2, 'ok', '');
    });
    const result: StoreCost = {
      openMs,
      appendMedianUs: singles[2_500] ?? NaN,
      appendP99Us: singles[4_950] ?? NaN,
      batchedUs: mean(batches) / 50,
      auditUs: mean(Array.from({ length: 200 }, () => auditCost('MODERATE'))),
      durableAuditUs: mean(Array.from({ length: 50 }, () => auditCost('HIGH'))),
      read10kMs: timed(() => store.sessions.events(sessionId)) / 1_000,
    };
    store.close();
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Microseconds. */
function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1_000;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
