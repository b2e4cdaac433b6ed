import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseEvent, serializeEvent } from '../../../src/shared/eventSchema.ts';
import type { AnyEvent } from '../../../src/shared/events.ts';
import { EVENT_TYPES, eventOf } from './eventArbitrary.ts';

const base = { sessionId: 's', seq: 1, at: 1, actor: { kind: 'human', name: 'a' } };

function parsed(value: unknown): AnyEvent {
  const result = parseEvent(value);
  if (!result.ok) throw result.error;
  return result.event;
}

describe('the event schema', () => {
  for (const type of EVENT_TYPES) {
    it(`gives back every ${type} as it was written`, () => {
      fc.assert(fc.property(eventOf(type), (event) => {
        const written = JSON.stringify(serializeEvent(event));
        const read = parsed(JSON.parse(written));
        assert.equal(read.type, type);
        assert.equal(JSON.stringify(serializeEvent(read)), written);
      }), { numRuns: 50 });
    });

    it(`refuses a ${type} with a required field missing`, () => {
      const event = JSON.parse(JSON.stringify(fc.sample(eventOf(type), { numRuns: 1, seed: 1 })[0])) as Record<string, unknown>;
      for (const field of ['sessionId', 'seq', 'at', 'actor']) {
        const { [field]: _, ...rest } = event;
        const result = parseEvent(rest);
        assert.ok(!result.ok && result.error.message.includes(field), field);
      }
    });
  }

  it('keeps fields that a later version added, also deep inside', () => {
    const value = { ...base, type: 'user-message', messageId: 'm', text: '', context: [{ id: 'c', kind: 'file', label: 'l', text: '', weight: { deep: [1] } }], mood: 'good' };
    assert.deepEqual(serializeEvent(parsed(value)), value);
  });

  it('keeps every event of an unknown kind byte for byte', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
      const text = JSON.stringify({ ...fields, ...base, actor: fields['actor'] ?? base.actor, type: 'hologram' });
      const event = parsed(JSON.parse(text));
      assert.equal(event.type, 'unknown');
      assert.equal(JSON.stringify(serializeEvent(event)), text);
    }));
  });

  it('gives an unknown kind the place it has, and an actor where its own is not understood', () => {
    const event = parsed({ ...base, seq: 7, actor: { kind: 'alien', name: 'x' }, type: 'hologram' });
    assert.deepEqual([event.sessionId, event.seq, event.at, event.actor], ['s', 7, 1, { kind: 'host', name: 'unknown' }]);
  });

  const broken: [what: string, value: unknown][] = [
    ['nothing', undefined], ['null', null], ['text', 'event'], ['a list', []], ['no kind', base], ['a kind that is no text', { ...base, type: 3 }],
    ['sequence number zero', { ...base, seq: 0, type: 'title-changed', title: '' }], ['a broken sequence number', { ...base, seq: 1.5, type: 'hologram' }],
    ['an unknown level', { ...base, type: 'tool-start', callId: 'c', level: 'LOW', rule: '', reasons: [] }],
    ['a number for text', { ...base, type: 'text-delta', messageId: 'm', text: 3 }],
    ['input that JSON cannot hold', { ...base, type: 'tool-call', runId: 'r', callId: 'c', name: '', title: '', input: new Date() }],
    ['an unknown kind with what JSON cannot hold', { ...base, type: 'hologram', beam: () => 1 }],
  ];
  for (const [what, value] of broken) {
    it(`refuses ${what} with a reason`, () => {
      const result = parseEvent(value);
      assert.ok(!result.ok && result.error.message.length > 10);
    });
  }
});
