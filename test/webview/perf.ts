import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CDPSession } from 'playwright-core';
import type { EventBody, SessionEvent } from '../../src/shared/events.ts';
import type { HostMessage } from '../../src/shared/messages.ts';
import { emptySession, reduceSession, type Item, type SessionState } from '../../src/shared/sessionState.ts';
import { call, deployOf, eventsOf, manyRows, message, readyHost, snapshotOf } from './stories.ts';
import { startHarness, type Harness, type View } from './harness.ts';

/** CPU is script time of the page's main thread (milliseconds), without what the measuring itself costs, which is given too. */
export interface WebviewFigures {
  /** Initial script and style, gzip level 9, bytes. */
  jsGzip: number;
  cssGzip: number;
  /** 5,000 streamed chunks, ten a frame, into one answer behind 2,000 messages. */
  streamScriptMs: number;
  streamHarnessMs: number;
  /** Heap after garbage collection (bytes) and DOM nodes when that stream is over. */
  streamHeapBytes: number;
  streamNodes: number;
  /** 2,000 messages that came as the host sends them: a snapshot of 60, then live events. */
  heapBytes: number;
  nodes: number;
  /** The same session opened anew, and paged back to its first message. */
  pagedHeapBytes: number;
  pagedNodes: number;
  /** 2,400 updates of single rows, ten a frame, in a tree of 500 resources. */
  treeScriptMs: number;
  treeNodes: number;
}

const MESSAGES = 2_000;
const CHUNKS = 5_000;
const PER_FRAME = 10;
const RESOURCES = 500;
const ROW_UPDATES = 2_400;
const SNAPSHOT_ITEMS = 60;
const dist = resolve(import.meta.dirname, '../../dist/webview');
const gzip = (file: string): number => gzipSync(readFileSync(resolve(dist, file)), { level: 9 }).length;

/** Measures the built webview in Chromium (DESIGN 10). CPU time, so that a busy machine changes little. */
export async function measureWebview(): Promise<WebviewFigures> {
  const harness = await startHarness();
  try {
    return { jsGzip: gzip('main.js'), cssGzip: gzip('main.css'), ...await stream(harness), ...await live(harness), ...await paged(harness), ...await tree(harness) };
  } finally {
    await harness.close();
  }
}

async function stream(harness: Harness): Promise<Pick<WebviewFigures, 'streamScriptMs' | 'streamHarnessMs' | 'streamHeapBytes' | 'streamNodes'>> {
  const page = await measured(harness);
  const history = conversation(MESSAGES);
  await page.view.post(snapshotOf([...history, { type: 'assistant-start', runId: 'r' as never, messageId: message('m1') }]));
  await page.view.frames(3);
  const words = 'The cart keeps **its lines** in `state`, and sums them.\n\n'.split(/(?<= )/);
  const chunks = eventsOf(Array.from({ length: CHUNKS }, (_, index) => ({ type: 'text-delta' as const, messageId: message('m1'), text: words[index % words.length] ?? '' })), history.length + 2);
  const streamHarnessMs = await page.cost(chunks, 99);
  const streamScriptMs = await page.cost(chunks, 1) - streamHarnessMs;
  await page.view.until("document.querySelector('.streaming .markdown')?.textContent.length > 20_000");
  return { streamScriptMs, streamHarnessMs, ...named('stream', await page.memory()) };
}

async function live(harness: Harness): Promise<Pick<WebviewFigures, 'heapBytes' | 'nodes'>> {
  const page = await measured(harness);
  const events = eventsOf(conversation(MESSAGES));
  await page.view.post(snapshotOf([]));
  await page.view.frames(2);
  await page.cost(events, 1);
  await page.view.until(`document.querySelector('.log article:last-of-type h3')?.textContent === 'Line ${MESSAGES - 2}'`);
  return page.memory();
}

async function paged(harness: Harness): Promise<Pick<WebviewFigures, 'pagedHeapBytes' | 'pagedNodes'>> {
  const page = await measured(harness);
  const state = eventsOf(conversation(MESSAGES)).reduce(reduceSession, emptySession());
  await page.view.post(pageOf(state));
  await page.view.frames(3);
  const earlier = page.view.page.getByRole('button', { name: /^Show \d+ earlier/ });
  for (let start = MESSAGES - SNAPSHOT_ITEMS; await earlier.count() > 0;) {
    await page.view.page.evaluate('__sent.length = 0');
    await earlier.click();
    if ((await page.view.sent()).some(({ type }) => type === 'load-earlier')) {
      const from = Math.max(0, start - 100);
      await page.view.post({ type: 'earlier', epoch: 1, items: state.items.slice(from, start), earlier: from });
      start = from;
    }
    await page.view.frames(3);
  }
  await page.view.until("document.querySelector('.log article')?.dataset.key === 'user:u0'");
  return named('paged', await page.memory());
}

async function tree(harness: Harness): Promise<Pick<WebviewFigures, 'treeScriptMs' | 'treeNodes'>> {
  const page = await measured(harness);
  const rows = manyRows(RESOURCES);
  const begin: EventBody[] = [
    { type: 'run-start', runId: 'r' as never }, { type: 'tool-call', runId: 'r' as never, callId: call('c1'), name: 'infra_deploy', title: 'Deploy dev', input: {} },
    { type: 'tool-start', callId: call('c1'), level: 'HIGH', rule: 'r', reasons: [] }, deployOf(rows),
  ];
  await page.view.post(snapshotOf(begin));
  await page.view.frames(3);
  const updates = eventsOf(Array.from({ length: ROW_UPDATES }, (_, index) => {
    const row = rows[1 + (index * 7) % RESOURCES] ?? rows[0];
    return deployOf(row === undefined ? [] : [{ ...row, state: index % 2 === 0 ? 'running' : 'done', endedAt: row.startedAt }]);
  }), begin.length + 1);
  const harnessMs = await page.cost(updates, 99);
  const treeScriptMs = await page.cost(updates, 1) - harnessMs;
  await page.view.until(`document.querySelectorAll('[role=treeitem]').length === ${RESOURCES}`);
  return { treeScriptMs, treeNodes: (await page.memory()).nodes };
}

/** Questions and answers as they are: most short, some with a list, a table or code. */
function conversation(messages: number): EventBody[] {
  const bodies: EventBody[] = [];
  for (let index = 0; index < messages; index += 2) {
    const id = message(`m${index}`);
    bodies.push(
      { type: 'user-message', messageId: message(`u${index}`), text: `Question ${index}: what does the cart do with line ${index}?`, context: [] },
      { type: 'assistant-start', runId: 'h' as never, messageId: id },
      { type: 'text-delta', messageId: id, text: `## Line ${index}\n\nThe cart keeps **its lines** in \`state\`, see [the reducer](src/cart.ts:${index}).\n\n- it adds a line\n- it sums the prices\n${index % 6 === 0 ? `\n\`\`\`ts\n${'export const total = (lines) => lines.reduce((sum, line) => sum + line.price, 0);\n'.repeat(8)}\`\`\`\n` : ''}` },
      { type: 'assistant-end', messageId: id, reason: 'end' },
    );
  }
  return bodies;
}

/** The snapshot as the host cuts it. */
function pageOf(state: SessionState): HostMessage {
  const items: Item[] = state.items.slice(-SNAPSHOT_ITEMS);
  return { type: 'snapshot', epoch: 1, state: { ...state, items, earlier: state.items.length - items.length }, host: readyHost };
}

interface Measured {
  view: View;
  /** Script milliseconds while the page itself posts the events, ten a frame; under another epoch than the shown one they are ignored. */
  cost(events: SessionEvent[], epoch: number): Promise<number>;
  memory(): Promise<{ heapBytes: number; nodes: number }>;
}

async function measured(harness: Harness): Promise<Measured> {
  const view = await harness.open();
  const session: CDPSession = await view.page.context().newCDPSession(view.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const metric = async (name: string): Promise<number> => (await session.send('Performance.getMetrics')).metrics.find((one) => one.name === name)?.value ?? 0;
  return {
    view,
    async cost(events, epoch) {
      await view.page.evaluate((all) => { (globalThis as unknown as { __events: unknown[] }).__events = all; }, events as unknown[]);
      const before = await metric('ScriptDuration');
      await view.page.evaluate(`new Promise((done) => {
        let from = 0;
        const next = () => {
          if (from >= __events.length) return done();
          postMessage({ type: 'events', epoch: ${epoch}, events: __events.slice(from, from += ${PER_FRAME}) }, '*');
          requestAnimationFrame(next);
        };
        next();
      })`);
      await view.frames(2);
      const spent = Math.round((await metric('ScriptDuration') - before) * 1_000);
      await view.page.evaluate('delete globalThis.__events');
      return spent;
    },
    async memory() {
      await session.send('HeapProfiler.collectGarbage');
      return { heapBytes: await metric('JSHeapUsedSize'), nodes: await metric('Nodes') };
    },
  };
}

function named<Name extends string>(name: Name, { heapBytes, nodes }: { heapBytes: number; nodes: number }): { [Key in `${Name}HeapBytes` | `${Name}Nodes`]: number } {
  return { [`${name}HeapBytes`]: heapBytes, [`${name}Nodes`]: nodes } as { [Key in `${Name}HeapBytes` | `${Name}Nodes`]: number };
}
