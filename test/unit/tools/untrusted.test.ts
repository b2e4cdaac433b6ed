import assert from 'node:assert/strict';
import type { Infrastructure } from '../../../src/core/ports.ts';
import type { Tool } from '../../../src/core/tool.ts';
import { decide } from '../../../src/gate/decide.ts';
import type { Effect } from '../../../src/shared/effects.ts';
import { codeTools } from '../../../src/tools/index.ts';
import { infraTools } from '../../../src/tools/infra.ts';
import { undoTool } from '../../../src/tools/undo.ts';
import { sha256 } from '../../../src/gate/digest.ts';
import { realAnalyser } from '../gate/analyser.ts';
import { createBench, type Bench } from './bench.ts';

const analyser = realAnalyser();

/** Every tool there is, with what it is asked and what an untrusted workspace makes of it. */
const asked: Record<string, [input: (bench: Bench) => unknown, decision: 'allow' | 'deny']> = {
  read: [() => ({ path: 'a.txt' }), 'allow'],
  list: [() => ({}), 'allow'],
  search: [() => ({ pattern: 'x' }), 'allow'],
  edit: [() => ({ path: 'a.txt', edits: [{ old: 'one', new: 'two' }] }), 'deny'],
  write: [() => ({ path: 'new.txt', content: 'x' }), 'deny'],
  shell: [() => ({ command: 'touch x' }), 'deny'],
  infra_status: [() => ({}), 'allow'],
  infra_outputs: [() => ({}), 'allow'],
  infra_preview: [() => ({}), 'deny'],
  infra_deploy: [() => ({}), 'deny'],
  infra_destroy: [() => ({}), 'deny'],
  undo: [(bench) => ({ title: 'Edit', changes: [{ path: bench.put('u.txt', 'new'), after: sha256('new') }] }), 'deny'],
};

describe('in an untrusted workspace', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
    bench.put('a.txt', 'one');
  });
  afterEach(() => bench.dispose());
  const tools = (): Tool[] => [
    ...codeTools({
      files: bench.files, blobs: bench.blobs, seen: bench.seen, analyser, gitProbe: async () => [], shell: 'bash', isTracked: async () => true, sandbox: { confine: async () => undefined }, home: '/home/nobody', gitStates: async () => new Map(), saveOutput: async () => '',
      runner: { run: () => Promise.reject(new Error('nothing runs here')), dispose: async () => undefined }, searchFiles: () => Promise.reject(new Error('nothing is searched here')),
      shellSpec: (text, cwd) => ({ file: '/bin/bash', args: ['-c', text], cwd, env: { PATH: '/usr/bin' }, deadlineMs: 0, idleMs: 0, maxOutputBytes: 1_000 }),
    }),
    ...infraTools({} as Infrastructure, bench.files),
    undoTool({ files: bench.files, blobs: bench.blobs, maxBytes: 1_000 }),
  ];
  /** What the tool wants done first: a deployment previews before it can say what it would do. */
  const effectsOf = async (tool: Tool, input: unknown): Promise<Effect[]> => {
    let first: Effect[] | undefined;
    const context = {
      cwd: bench.folder, actor: { kind: 'model', name: 'm' } as const, signal: new AbortController().signal, infra: () => undefined,
      authorize: (step: { effects: Effect[] }) => {
        first = step.effects;
        return Promise.reject(new Error('seen'));
      },
    };
    try {
      return (await tool.propose(tool.input.parse(input), context)).effects;
    } catch (error) {
      if (first === undefined) throw error;
      return first;
    }
  };

  it('each tool is told whether it may do its work', () => {
    assert.deepEqual(tools().map(({ name }) => name).sort(), Object.keys(asked).sort());
  });

  for (const [name, [input, expected]] of Object.entries(asked)) {
    it(`${name} is ${expected === 'allow' ? 'allowed: it only looks' : 'denied, whatever the profile, also to a person who asks by name'}`, async () => {
      const tool = tools().find((one) => one.name === name);
      assert.ok(tool);
      const effects = await effectsOf(tool, input(bench));
      for (const profile of ['careful', 'standard', 'autonomous'] as const) {
        const verdict = decide({
          effects, actor: { kind: 'human', name: 'you' }, direct: true, humanPresent: true, workspaceTrusted: false, digest: 'd', allowedForSession: new Set(['d']), remembered: true,
          rules: { profile, role: 'admin', policy: [], workspace: bench.folder, exposure: [] }, subject: { names: [name] },
        });
        assert.equal(verdict.decision, expected);
        if (expected === 'deny') assert.equal(verdict.rule, 'workspace-untrusted');
      }
    });
  }
});
