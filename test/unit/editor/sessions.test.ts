import assert from 'node:assert/strict';
import { createHostHandle, type HostHandle } from '../../../src/editor/hostHandle.ts';
import { createSessions, type Sessions } from '../../../src/editor/sessions.ts';
import type { RunId } from '../../../src/shared/ids.ts';
import { FakeHost } from './fakeHost.ts';

describe('the sessions of a window', () => {
  let host: FakeHost;
  let handle: HostHandle;
  let sessions: Sessions;
  let logged: string[];
  beforeEach(() => {
    host = new FakeHost();
    handle = createHostHandle(() => Promise.resolve(host));
    logged = [];
    sessions = createSessions(handle, (what) => logged.push(what));
  });

  it('goes on with the newest conversation of the folder', async () => {
    host.remember('old', 1);
    host.remember('newest', 3);
    assert.equal((await sessions.current()).id, 'newest');
  });

  it('begins a new one where the folder has none', async () => {
    assert.equal((await sessions.current()).id, 'new-1');
  });

  it('begins a new one where another window holds the newest', async () => {
    host.remember('held', 1);
    host.locked.add('held');
    assert.equal((await sessions.current()).id, 'new-1');
    assert.deepEqual(logged, ['Opening the newest session']);
  });

  it('opens one session for many who ask at once', async () => {
    const all = await Promise.all([sessions.current(), sessions.current(), sessions.current()]);
    assert.equal(new Set(all).size, 1);
    assert.equal(host.opened.length, 1);
  });

  it('tells who listens when another session is shown', async () => {
    const seen: string[] = [];
    sessions.onShown((session) => seen.push(session.id));
    const first = await sessions.current();
    host.opened[0]?.fill(1);
    await sessions.startNew();
    await sessions.open(first.id);
    assert.deepEqual(seen, ['new-1', 'new-2', 'new-1']);
  });

  it('takes an empty conversation for a new one', async () => {
    const first = await sessions.current();
    assert.equal(await sessions.startNew(), first);
  });

  it('gives an idle session back when another is shown', async () => {
    await sessions.current();
    host.opened[0]?.fill(1);
    await sessions.startNew();
    assert.equal(host.opened[0]?.disposed, 1);
    assert.equal(host.opened[1]?.disposed, 0);
  });

  it('lets a run end before it gives its session back', async () => {
    await sessions.current();
    const [busy] = host.opened;
    assert.ok(busy);
    busy.tell({ type: 'run-start', runId: 'r' as RunId });
    busy.fill(1);
    await sessions.startNew();
    busy.tell({ type: 'notice', level: 'info', text: 'still at work' });
    assert.equal(busy.disposed, 0);
    busy.tell({ type: 'run-end', runId: 'r' as RunId, outcome: 'done' });
    assert.equal(busy.disposed, 1);
  });

  it('gives a session back once, however often it was left in mid-run', async () => {
    await sessions.current();
    const [busy] = host.opened;
    assert.ok(busy);
    busy.tell({ type: 'run-start', runId: 'r' as RunId });
    busy.fill(1);
    const other = await sessions.startNew();
    await sessions.open(busy.id);
    await sessions.open(other.id);
    busy.tell({ type: 'run-end', runId: 'r' as RunId, outcome: 'done' });
    assert.equal(busy.disposed, 1);
  });

  it('shows a session again that still runs, and then keeps it', async () => {
    await sessions.current();
    const [busy] = host.opened;
    assert.ok(busy);
    busy.tell({ type: 'run-start', runId: 'r' as RunId });
    busy.fill(1);
    await sessions.startNew();
    assert.equal(await sessions.open(busy.id), busy);
    busy.tell({ type: 'run-end', runId: 'r' as RunId, outcome: 'done' });
    assert.equal(busy.disposed, 0);
    assert.equal(sessions.shown, busy);
  });
});

describe('the handle of the host', () => {
  it('loads the host once, on first use', async () => {
    let loads = 0;
    const handle = createHostHandle(() => {
      loads += 1;
      return Promise.resolve(new FakeHost());
    });
    assert.equal(loads, 0);
    await Promise.all([handle.get(), handle.get()]);
    assert.equal(loads, 1);
  });

  it('tries again after a failure', async () => {
    let loads = 0;
    const handle = createHostHandle(() => {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve(new FakeHost());
    });
    await assert.rejects(handle.get(), /disk full/);
    assert.ok(await handle.get());
  });

  it('ends a host that is still loading when the window closes, and loads none afterwards', async () => {
    const host = new FakeHost();
    const handle = createHostHandle(() => new Promise((resolve) => setImmediate(() => resolve(host))));
    void handle.get();
    await handle.dispose();
    assert.equal(host.disposed, 1);
    await assert.rejects(handle.get(), { code: 'closing' });
  });

  it('loads nothing only to end it', async () => {
    let loads = 0;
    const handle = createHostHandle(() => {
      loads += 1;
      return Promise.resolve(new FakeHost());
    });
    await handle.dispose();
    assert.equal(loads, 0);
  });
});
