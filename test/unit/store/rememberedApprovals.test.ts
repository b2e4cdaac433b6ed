import assert from 'node:assert/strict';
import type { RememberedApproval } from '../../../src/core/ports.ts';
import { openStore, type Store } from '../../../src/store/store.ts';

describe('remembered approvals', () => {
  let store: Store;
  beforeEach(() => { store = openStore(':memory:'); });
  afterEach(() => store.close());
  const approval = (key: string, more: Partial<RememberedApproval> = {}): RememberedApproval => ({ key, workspace: '/w', what: `run ${key}`, matches: 'exactly', grantedAt: 100, expiresAt: 200, ...more });

  it('hold from when they were given until they expire, and no other key does', () => {
    const { remembered } = store;
    remembered.save(approval('a'));
    assert.deepEqual([99, 100, 199, 200].map((now) => remembered.holds('a', now)), [false, true, true, false]);
    assert.equal(remembered.holds('b', 150), false);
    assert.equal(remembered.holds("' OR 1 --", 150), false);
  });

  it('are listed the newest first, of one workspace or of all, with their last use', () => {
    const { remembered } = store;
    remembered.save(approval('a'));
    remembered.save(approval('b', { grantedAt: 120, workspace: '/x' }));
    remembered.save(approval('c', { grantedAt: 110 }));
    remembered.used('c', 130);
    assert.deepEqual(remembered.list(150).map(({ key }) => key), ['b', 'c', 'a']);
    assert.deepEqual(remembered.list(150, '/w'), [approval('c', { grantedAt: 110, lastUsedAt: 130 }), approval('a')]);
    assert.deepEqual(remembered.list(200), []);
  });

  it('are revoked one by one, by workspace, or all', () => {
    const { remembered } = store;
    for (const key of ['a', 'b', 'c']) remembered.save(approval(key, { workspace: key === 'c' ? '/x' : '/w' }));
    assert.deepEqual([remembered.revoke('a'), remembered.revoke('a'), remembered.holds('a', 150)], [true, false, false]);
    assert.deepEqual([remembered.revokeAll('/w'), remembered.list(150).map(({ key }) => key)], [1, ['c']]);
    assert.deepEqual([remembered.revokeAll(), remembered.list(150)], [1, []]);
  });

  it('given again last anew, and saving one clears those that expired', () => {
    const { remembered } = store;
    remembered.save(approval('a'));
    remembered.save(approval('a', { grantedAt: 150, expiresAt: 300 }));
    assert.deepEqual([remembered.list(250).length, remembered.holds('a', 250)], [1, true]);
    remembered.save(approval('b', { grantedAt: 400, expiresAt: 500 }));
    assert.deepEqual(remembered.list(0).map(({ key }) => key), ['b']);
  });
});
