import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SessionId } from '../../../src/shared/ids.ts';
import type { SessionEvent } from '../../../src/shared/events.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { event, session } from './samples.ts';

const writer = resolve(import.meta.dirname, '../../fixtures/programs/eventWriter.ts');

describe('the session store', () => {
  let folder: string;
  let stores: Store[];
  const open = (): Store => {
    const store = openStore(folder);
    stores.push(store);
    return store;
  };
  /** Changes the file behind the store's back. */
  const tamper = (sql: string) => {
    const database = new DatabaseSync(join(folder, 'pilothouse.db'));
    database.exec(sql);
    database.close();
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store '));
    stores = [];
  });
  afterEach(() => {
    for (const store of stores) store.close();
    rmSync(folder, { recursive: true });
  });

  it('gives back what was appended, in order, also after it was closed', () => {
    const first = open();
    first.sessions.create(session, '/w', 'Title', 5);
    first.sessions.append([event(1, { type: 'session-created', title: 'Title', cwd: '/w' }), event(2)]);
    first.sessions.append([event(3, { type: 'notice', level: 'info', text: 'grüße \ud83d\ude00 \ud800 \0' })]);
    const events = first.sessions.events(session);
    assert.deepEqual(events.map(({ seq, type }) => [seq, type]), [[1, 'session-created'], [2, 'text-delta'], [3, 'notice']]);
    first.close();
    assert.deepEqual(open().sessions.events(session), events);
  });

  it('lists sessions, newest change first, and by folder', () => {
    const { sessions } = open();
    sessions.create('a' as SessionId, '/one', 'A', 10);
    sessions.create('b' as SessionId, '/two', 'B', 20);
    sessions.append([{ ...event(1), sessionId: 'a' as SessionId, at: 30.4 }]);
    sessions.setTitle('b' as SessionId, 'Bee');
    assert.deepEqual(sessions.list(), [
      { id: 'a', title: 'A', cwd: '/one', createdAt: 10, updatedAt: 30 }, { id: 'b', title: 'Bee', cwd: '/two', createdAt: 20, updatedAt: 20 },
    ]);
    assert.deepEqual(sessions.list('/two').map(({ id }) => id), ['b']);
  });

  it('refuses gaps, repeats and unknown sessions, and keeps nothing of a refused batch', () => {
    const { sessions } = open();
    sessions.create(session, '/w', '', 1);
    sessions.append([event(1)]);
    for (const batch of [[event(1)], [event(3)], [event(2), event(2)], [event(2), event(4)]]) assert.throws(() => sessions.append(batch), { code: 'seq-conflict' });
    assert.deepEqual(sessions.events(session).map(({ seq }) => seq), [1]);
    assert.throws(() => sessions.append([{ ...event(1), sessionId: 'no' as SessionId }]), { code: 'session-unknown' });
    assert.throws(() => sessions.events('no' as SessionId), { code: 'session-unknown' });
    assert.throws(() => sessions.setTitle('no' as SessionId, ''), { code: 'session-unknown' });
    assert.throws(() => sessions.create(session, '/w', '', 1), { code: 'session-exists' });
  });

  it('refuses an event that could not be read back', () => {
    const { sessions } = open();
    sessions.create(session, '/w', '', 1);
    assert.throws(() => sessions.append([{ ...event(1), at: NaN }]), { code: 'event-invalid' });
    assert.deepEqual(sessions.events(session), []);
  });

  it('keeps events of a later version unchanged', () => {
    const store = open();
    store.sessions.create(session, '/w', '', 1);
    store.sessions.append([event(1)]);
    const later = { sessionId: session, seq: 1, at: 1, actor: { kind: 'alien', name: 'x' }, type: 'hologram', beam: [1, { deep: null }] };
    tamper(`UPDATE events SET event = '${JSON.stringify(later)}'`);
    const [read] = store.sessions.events(session);
    assert.ok(read?.type === 'unknown');
    assert.deepEqual(read.original, later);
  });

  it('skips damaged rows, reports each and gives the rest', () => {
    const { sessions } = open();
    sessions.create(session, '/w', '', 1);
    sessions.append(Array.from({ length: 7 }, (_, index) => event(index + 1)));
    tamper(`UPDATE events SET event = '{"half' WHERE seq = 2`);
    tamper(`UPDATE events SET event = '{"type":"text-delta","sessionId":"session-1","seq":3,"at":1,"actor":{"kind":"human","name":"x"}}' WHERE seq = 3`);
    tamper(`UPDATE events SET event = replace(event, '"seq":4', '"seq":40') WHERE seq = 4`);
    tamper('DELETE FROM events WHERE seq = 5 OR seq = 7');
    const damaged: [number, string][] = [];
    const events = sessions.events(session, (seq, error) => damaged.push([seq, error.message]));
    assert.deepEqual(events.map(({ seq }) => seq), [1, 6]);
    assert.deepEqual(damaged.map(([seq]) => seq), [2, 3, 4, 5, 7]);
    assert.match(damaged[1]?.[1] ?? '', /messageId/);
    assert.match(damaged[4]?.[1] ?? '', /missing/);
    sessions.append([event(8)]);
  });

  it('gives what lies on whole pages when a page of the file is broken', () => {
    const first = open();
    first.sessions.create(session, '/w', '', 1);
    for (let seq = 1; seq <= 60; seq++) first.sessions.append([event(seq, { type: 'notice', level: 'info', text: `${seq} ${'x'.repeat(1_000)}` })]);
    first.close();
    const file = join(folder, 'pilothouse.db');
    const bytes = readFileSync(file);
    const place = bytes.indexOf('"text":"30 x');
    const page = place - (place % 4096);
    writeFileSync(file, bytes.fill(0xff, page, page + 100));
    const damaged: number[] = [];
    const events = open().sessions.events(session, (seq) => damaged.push(seq));
    assert.ok(damaged.includes(30) && damaged.length < 10, `damaged: ${damaged.join()}`);
    assert.equal(events.length + damaged.length, 60);
    assert.ok(events.some(({ seq }) => seq === 1) && events.some(({ seq }) => seq === 60));
  });

  it('has everything that was acknowledged when its process is killed', async () => {
    const child = spawn(process.execPath, ['--no-warnings', writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const acknowledged = await killWhen(child, 200);
    const { sessions } = open();
    assert.equal(sessions.acquire(session), true, 'the lock of the dead is taken over');
    const damaged: number[] = [];
    const events = sessions.events(session, (seq) => damaged.push(seq));
    assert.ok(acknowledged >= 200);
    assert.ok(events.length >= acknowledged, `${events.length} of ${acknowledged}`);
    assert.equal(events.length % 2, 0, 'a batch is there whole or not at all');
    assert.deepEqual([events.map(({ seq }) => seq), damaged], [events.map((_, index) => index + 1), []]);
    sessions.append([event(events.length + 1)]);
  });

  it('refuses a second writer as long as the first one lives, in another process', async () => {
    const child = spawn(process.execPath, ['--no-warnings', writer, folder, '2'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const { sessions } = open();
    assert.equal(sessions.acquire(session), false);
    assert.throws(() => sessions.append([event(3)]), { code: 'store-locked' });
    assert.deepEqual(sessions.events(session).map(({ seq }) => seq), [1, 2], 'reading goes on');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(sessions.acquire(session), true);
    sessions.append([event(3)]);
  });

  it('refuses a second writer in the same process, until the first gives the session back or closes', () => {
    const [one, two, three] = [open(), open(), open()];
    one.sessions.create(session, '/w', '', 1);
    assert.deepEqual([one.sessions.acquire(session), one.sessions.acquire(session), two.sessions.acquire(session)], [true, true, false]);
    two.sessions.release(session);
    assert.equal(two.sessions.acquire(session), false, 'only the holder gives back');
    one.sessions.release(session);
    assert.deepEqual([two.sessions.acquire(session), one.sessions.acquire(session)], [true, false]);
    two.close();
    assert.equal(three.sessions.acquire(session), true);
    assert.throws(() => one.sessions.append([event(1)]), { code: 'store-locked' });
  });

  it('sweeps the lock files of the dead, and never those of the living', async () => {
    const child = spawn(process.execPath, ['--no-warnings', writer, folder, '2'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const owners = join(folder, 'owners');
    const [its] = readdirSync(owners);
    const longAgo = new Date(0);
    utimesSync(join(owners, its ?? ''), longAgo, longAgo);
    open();
    assert.equal(readdirSync(owners).includes(its ?? ''), true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    utimesSync(join(owners, its ?? ''), longAgo, longAgo);
    open();
    assert.equal(readdirSync(owners).includes(its ?? ''), false);
  });

  it('works in memory for tests', () => {
    const store = openStore(':memory:');
    store.sessions.create(session, '/w', '', 1);
    assert.equal(store.sessions.acquire(session), true);
    const events: SessionEvent[] = [event(1), event(2)];
    store.sessions.append(events);
    assert.deepEqual(store.sessions.events(session), events);
    store.close();
    store.close();
  });
});

/** Kills a process without mercy when it has acknowledged a number; gives the last one it acknowledged. */
async function killWhen(child: ChildProcess, count: number): Promise<number> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (lastNumber(text) >= count) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return lastNumber(text);
}

const lastNumber = (text: string): number => Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1));
