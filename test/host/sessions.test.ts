import assert from 'node:assert/strict';
import { PERSON } from '../../src/editor/person.ts';
import { activate, openHost } from './support.ts';

describe('sessions in the editor', () => {
  it('are there again, with all that was shown, when the store is opened again', async () => {
    const host = await openHost('reopened');
    const session = host.openSession();
    assert.equal(await session.send({ text: '/help', context: [] }, PERSON), 'done');
    const shown = session.state;
    assert.ok(shown.items.length >= 2);
    await host.dispose();

    const again = await openHost('reopened');
    try {
      assert.deepEqual(again.sessions().map((summary) => summary.id), [session.id]);
      assert.deepEqual(again.openSession(session.id).state.items, shown.items);
    } finally {
      await again.dispose();
    }
  });

  it('go on in the folder’s newest one, and begin anew on demand', async () => {
    const api = await activate();
    const first = await api.sessions.current();
    await first.send({ text: '/help', context: [] }, PERSON);
    const second = await api.sessions.startNew();
    assert.notEqual(second.id, first.id);
    assert.equal(second.state.items.length, 0);
    const back = await api.sessions.open(first.id);
    assert.ok(back.state.items.length >= 2);
  });
});
