import assert from 'node:assert/strict';
import { confinementOf } from '../../../src/tools/confinement.ts';
import type { Effect } from '../../../src/shared/effects.ts';

const read: Effect = { kind: 'read', target: 'a', inWorkspace: true };
const write: Effect = { kind: 'write', target: 'a', inWorkspace: true };

describe('how far a command is confined', () => {
  it('follows what was proven: reading only, or writing in the workspace', () => {
    assert.equal(confinementOf([read], 'SAFE', false), 'read-only');
    assert.equal(confinementOf([read, write], 'SAFE', false), 'workspace');
    assert.equal(confinementOf([{ kind: 'exec', target: 'npm test', inWorkspace: true }], 'SAFE', false), 'workspace');
    assert.equal(confinementOf([{ kind: 'git', target: '.', access: 'read' }], 'SAFE', false), 'read-only');
  });

  it('is not at all where a person confirmed exactly this', () => {
    assert.equal(confinementOf([read], 'SAFE', true), undefined);
  });

  it('is not at all where the command is for what a sandbox closes', () => {
    for (const effect of [{ kind: 'infra', target: 'pods', access: 'read' }, { kind: 'network', target: 'example.com', access: 'read' }, { kind: 'git', target: '.', access: 'write', recoverable: 'git' }] satisfies Effect[]) {
      assert.equal(confinementOf([read, effect], 'SAFE', false), undefined, effect.kind);
    }
  });
});
