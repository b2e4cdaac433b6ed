import assert from 'node:assert/strict';
import type { RememberedApproval } from '../../../src/core/ports.ts';
import { approvalItem } from '../../../src/editor/approvalItems.ts';
import { approvalSettings } from '../../../src/editor/approvalSettings.ts';

const HOUR_MS = 3_600_000;

describe('settings of approvals', () => {
  it('are taken as they are, with days within bounds', () => {
    assert.deepEqual(approvalSettings({ profile: 'autonomous', role: 'operator', rememberDays: 30, production: 'live' }), { profile: 'autonomous', role: 'operator', rememberDays: 30, production: 'live' });
    assert.equal(approvalSettings({ profile: 'standard', role: 'admin', rememberDays: 4_000, production: '' }).rememberDays, 90);
  });

  it('count as the strictest where they are not known', () => {
    for (const value of ['yolo', '', 7, null, undefined, {}]) {
      assert.deepEqual(approvalSettings({ profile: value, role: value, rememberDays: 'x', production: undefined }), { profile: 'careful', role: 'viewer', rememberDays: 1, production: '.' });
    }
  });
});

describe('an approval in the list', () => {
  const approval: RememberedApproval = { key: 'k', workspace: '/w', what: 'npm test', matches: 'Exactly `npm test` in /w', grantedAt: 0, expiresAt: 7 * 24 * HOUR_MS };

  it('says what, when, last used and until when, in words', () => {
    assert.deepEqual(approvalItem(approval, 2 * HOUR_MS, false), { label: 'npm test', description: 'allowed 2 hours ago, never used, expires in 7 days', detail: 'Exactly `npm test` in /w', approval });
    assert.equal(approvalItem({ ...approval, lastUsedAt: 2 * HOUR_MS }, 6.5 * 24 * HOUR_MS, true).description, '/w, allowed 6 days ago, last used 6 days ago, expires in 1 day');
  });

  it('draws no icon and hides no character of a command', () => {
    const { label } = approvalItem({ ...approval, what: 'echo $(check)\n\u202Ex' }, 0, false);
    assert.doesNotMatch(label, /\$\(/);
    assert.match(label, /⟨U\+000A⟩⟨U\+202E⟩x$/);
  });
});
