import assert from 'node:assert/strict';
import type { AuditId } from '../../../src/core/ports.ts';
import { FILTER_CHOICES, filterText, isShown, NO_FILTER, recordText } from '../../../src/editor/auditRecords.ts';
import type { SessionId } from '../../../src/shared/ids.ts';
import type { AuditEntry } from '../../../src/store/audit.ts';

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 3 as AuditId, sessionId: 's1' as SessionId, at: 0, actor: { kind: 'model', name: 'gpt' }, action: 'shell', title: 'Run rm -rf build', digest: 'ab', level: 'DESTRUCTIVE', rule: 'destructive-asks',
  effects: [{ kind: 'delete', target: 'build', detail: '12 files' }], decision: 'allowed', decidedBy: 'person', outcome: { at: 60_000, outcome: 'ok', detail: 'exit 0' }, ...more,
});
const { outcome: _, ...withoutEnd } = entry();

describe('records of the audit', () => {
  it('say what was done, how grave it was, who let it through and how it ended', () => {
    const { label, description, spoken, icon, facts } = recordText(entry(), 3 * 60_000);
    assert.equal(label, 'Run rm -rf build');
    assert.equal(description, 'DESTRUCTIVE · allowed by a person, done · 3 min ago');
    assert.equal(spoken, 'Run rm -rf build. DESTRUCTIVE, allowed by a person, done, asked by gpt, 3 min ago.');
    assert.equal(icon, 'pass');
    assert.ok(facts.includes('delete: build (12 files)') && facts.some((fact) => fact.includes('destructive-asks')));
  });

  it('tell what a rule denied from what a person rejected and what nobody answered', () => {
    const text = (decidedBy: AuditEntry['decidedBy']): string => recordText({ ...withoutEnd, decision: 'denied', decidedBy }, 0).description;
    assert.deepEqual((['rule', 'person', 'expiry', 'abort'] as const).map(text), [
      'DESTRUCTIVE · denied by rule · just now', 'DESTRUCTIVE · denied by a person · just now', 'DESTRUCTIVE · denied because nobody answered · just now', 'DESTRUCTIVE · denied because the run ended · just now',
    ]);
  });

  it('admit where no end is recorded', () => {
    const { description, icon } = recordText(withoutEnd, 0);
    assert.match(description, /no end recorded/);
    assert.equal(icon, 'question');
  });

  it('of an older version without a title are named by their action', () => {
    assert.equal(recordText(entry({ title: '' }), 0).label, 'shell');
  });

  it('are all shown without a filter', () => {
    assert.ok(isShown(entry(), NO_FILTER));
    assert.equal(filterText(NO_FILTER), '');
  });

  for (const { label, change, isSet } of FILTER_CHOICES) {
    it(`are told apart by “${label}”`, () => {
      const filter = change(NO_FILTER);
      assert.ok(isSet(filter));
      assert.equal(filterText(filter), label);
      const all: AuditEntry[] = (['SAFE', 'MODERATE', 'HIGH', 'DESTRUCTIVE'] as const).flatMap((level) => (['rule', 'person', 'expiry', 'abort'] as const).flatMap((decidedBy) => [
        entry({ level, decidedBy }), { ...withoutEnd, level, decidedBy }, { ...withoutEnd, level, decidedBy, decision: 'denied' as const },
      ]));
      const shown = all.filter((one) => isShown(one, filter));
      assert.ok(shown.length > 0 && shown.length < all.length);
    });
  }

  it('pass a filter of two kinds only where both let them through', () => {
    const [level, decision] = [FILTER_CHOICES.find(({ label }) => label === 'HIGH'), FILTER_CHOICES.find(({ label }) => label === 'Denied')];
    const filter = [level, decision].reduce((one, choice) => choice?.change(one) ?? one, NO_FILTER);
    assert.ok(!isShown(entry({ level: 'HIGH' }), filter) && isShown({ ...withoutEnd, level: 'HIGH', decision: 'denied' }, filter));
  });
});
