import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FindLoss } from '../../../src/gate/loss/findLoss.ts';
import type { Permit } from '../../../src/core/gate.ts';
import type { Blobs, Files } from '../../../src/core/ports.ts';
import type { Proposal, Tool, ToolResult } from '../../../src/core/tool.ts';
import { createGate } from '../../../src/gate/gate.ts';
import { digestOf, sha256 } from '../../../src/gate/digest.ts';
import { createFiles } from '../../../src/process/files.ts';
import type { FileChange } from '../../../src/shared/events.ts';
import { createSeenFiles, type SeenFiles } from '../../../src/tools/target.ts';

/** A real workspace folder with real files, a real gate, and blobs in memory. */
export interface Bench {
  folder: string;
  files: Files;
  blobs: Blobs;
  seen: SeenFiles;
  changes: FileChange[];
  output: string[];
  put(path: string, content: string | Uint8Array): string;
  text(path: string): string;
  /** What the tool proposes; throws where it refuses. */
  propose(tool: Tool, input: unknown): Promise<Proposal>;
  /** Runs a proposal with a permit of the gate, as after an approval. */
  run(proposal: Proposal): Promise<ToolResult>;
  call(tool: Tool, input: unknown): Promise<ToolResult>;
  permit(): Permit;
  dispose(): void;
}

export function createBench(): Bench {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tools-')));
  const gate = createGate();
  const store = new Map<string, Uint8Array>();
  const signal = new AbortController().signal;
  const permit = (): Permit => gate.permit(gate.decide({
    effects: [{ kind: 'read', target: 'test', inWorkspace: true }], actor: { kind: 'host', name: 'test' }, direct: false, humanPresent: true, workspaceTrusted: true, digest: digestOf({}), allowedForSession: new Set(),
  }), undefined, digestOf({}));
  const bench: Bench = {
    folder,
    files: createFiles(gate),
    blobs: {
      put(bytes) {
        store.set(sha256(bytes), bytes);
        return sha256(bytes) as ReturnType<Blobs['put']>;
      },
      get: (id) => store.get(id),
    },
    seen: createSeenFiles(),
    changes: [],
    output: [],
    put(path, content) {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
      return full;
    },
    text: (path) => readFileSync(join(folder, path), 'utf8'),
    propose: async (tool, input) => tool.propose(tool.input.parse(input), {
      cwd: folder, actor: { kind: 'model', name: 'm' }, signal, infra: () => undefined, checking: () => undefined, authorize: async () => permit(),
    }),
    run: async (proposal) => proposal.run({ signal, permit: permit(), asked: false, output: (text) => bench.output.push(text), infra: () => undefined, changed: (change) => bench.changes.push(change) }),
    call: async (tool, input) => bench.run(await bench.propose(tool, input)),
    permit,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
  return bench;
}

/** For tools whose test is not about losses. */
export const findNoLoss: FindLoss = async () => ({ report: { headline: '', items: [], counts: {}, atLeast: false, warnings: [] }, complete: true, binding: {} });
