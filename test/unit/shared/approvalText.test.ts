import assert from 'node:assert/strict';
import { askerOf, expiryText, factLines, headingOf, type Confirmable } from '../../../src/shared/approvalText.ts';
import type { LossReport } from '../../../src/shared/effects.ts';
import { parseWebviewMessage } from '../../../src/shared/messages.ts';

const loss: LossReport = {
  headline: 'Deletes notes.txt (1.2 kB), which is not in git and cannot be recovered.', counts: { delete: 1 }, atLeast: true, warnings: ['Could not look into b.'],
  items: [{ kind: 'file', name: 'notes.txt', detail: '1.2 kB', operation: 'delete', because: ['git does not hold it'], stateful: true }],
};
const request: Confirmable = {
  level: 'DESTRUCTIVE', title: 'Run rm notes.txt\u202e', command: { text: 'rm notes.txt\u202e', cwd: '/shop', decoded: [{ encoded: '\\x72', text: 'r' }] }, loss,
  effects: [{ kind: 'delete', target: '/shop/notes.txt', words: 'Deletes for good', inWorkspace: false }], reasons: ['A reason.'], recoverability: 'Cannot be undone.', dryRun: 'Listed.',
  alternative: 'Move it.', taint: 'A page was read.', askedBy: { kind: 'bridge', name: 'robot' }, channel: 'bridge', expiresAt: 61_000,
};

describe('the text of a confirmation', () => {
  it('says everything once, with hidden characters as escapes', () => {
    assert.deepEqual(factLines(request, 0), [
      'In /shop:', '    rm notes.txt⟨U+202E⟩', '\\x72 means: r', '', '• delete notes.txt (1.2 kB; holds data; git does not hold it)', 'Could not look into b.', 'At least that: there may be more.', '',
      '• Deletes for good: /shop/notes.txt (outside the workspace)', '', 'A reason.', 'Caution: A page was read.', '', 'Cannot be undone.', 'Dry run: Listed.', 'Safer: Move it.', '',
      'Asked by bridge client robot, over the bridge.', 'This question expires in 1 minute.',
    ]);
    const { effects, ...rest } = request;
    const parts = [{ text: 'a', effects }, { text: 'b', effects: [] }];
    assert.deepEqual(factLines({ ...rest, effects, parts }, 0).filter((line) => line.includes('Deletes for good')), ['  • Deletes for good: /shop/notes.txt (outside the workspace)']);
  });

  it('begins with what is lost, else with the title, and repeats no command', () => {
    assert.equal(headingOf(request), loss.headline);
    assert.equal(headingOf({ level: 'HIGH', title: 'Run git push', command: { text: 'git push', cwd: '/' } }), 'Run this command?');
    assert.equal(headingOf({ level: 'HIGH', title: 'Deploy shop/dev', loss: { ...loss, items: [], headline: 'Nothing is lost.' } }), 'Deploy shop/dev');
    assert.equal(headingOf({ level: 'DESTRUCTIVE', title: 'Run git reflog expire', loss: { ...loss, items: [], headline: 'Takes away the way back.' } }), 'Takes away the way back.');
  });

  it('says who asks, and how', () => {
    assert.deepEqual(askerOf({ askedBy: { kind: 'model', name: 'm' }, channel: 'chat' }), { kind: 'model', name: 'm', how: 'for your message in the chat' });
    assert.deepEqual(askerOf({ askedBy: { kind: 'human', name: 'you' }, channel: 'slash-command' }), { kind: 'you', how: 'with a slash command' });
    assert.deepEqual(askerOf({ askedBy: { kind: 'sub-agent', name: 's' } }), { kind: 'sub-agent', name: 's' });
  });

  it('counts whole minutes', () => {
    assert.deepEqual([-1, 0, 1, 59_999, 60_000, 599_000].map(expiryText), ['expired', 'expired', 'expires in less than a minute', 'expires in less than a minute', 'expires in 1 minute', 'expires in 9 minutes']);
  });
});

describe('a message of the chat', () => {
  it('cannot carry what was typed or a token', () => {
    const answer = { type: 'answer-approval', approvalId: 'a', outcome: 'allow-once' };
    assert.deepEqual(parseWebviewMessage(answer), answer);
    for (const more of [{ typed: 'dev' }, { token: 't' }]) assert.equal(parseWebviewMessage({ ...answer, ...more }), undefined);
    assert.deepEqual(parseWebviewMessage({ type: 'open-confirmation', approvalId: 'a' }), { type: 'open-confirmation', approvalId: 'a' });
  });
});
