import type { Blobs, Files } from '../core/ports.ts';
import type { Proposal, RunContext } from '../core/tool.ts';
import type { Effect } from '../shared/effects.ts';
import type { JsonObject } from '../shared/json.ts';
import { sha256 } from '../gate/digest.ts';
import { isHarmlessManifestChange } from '../gate/packageManifest.ts';
import { redact } from '../gate/redact.ts';
import type { SeenFiles, Target } from './target.ts';
import { unifiedDiff } from './unifiedDiff.ts';

export interface ChangePorts {
  files: Files;
  blobs: Blobs;
  seen: SeenFiles;
}

/** A computed change of one file; `before` is absent where the file is new. */
export interface PlannedFileChange {
  action: 'edit' | 'write';
  target: Target;
  effects: Effect[];
  before?: { bytes: Uint8Array; text: string };
  after: { bytes: Uint8Array; text: string };
}

/** Milliseconds that a write under way may take after an abort: what changed a file must say so. */
export const WRITE_SETTLE_MS = 5_000;
export const MAX_EDIT_BYTES = 10 * 1024 * 1024;

/** The proposal of writing exactly these bytes over exactly those: shown as a diff, bound to both. */
export function proposeChange(ports: ChangePorts, change: PlannedFileChange): Proposal {
  const { action, target, before, after } = change;
  const harmless = isHarmlessManifestChange(target.real, before?.text, after.text);
  const effects = harmless ? change.effects.map((effect): Effect => ({ ...effect, grantsPower: false })) : change.effects;
  const diff = unifiedDiff(target.shown, before?.text ?? '', after.text);
  const bindingFor = (path: string, current: Uint8Array | undefined): JsonObject => ({ tool: action, path, before: current === undefined ? null : sha256(current), after: sha256(after.bytes) });
  return {
    action,
    title: `${before === undefined ? 'Create' : action === 'edit' ? 'Edit' : 'Overwrite'} ${target.shown} (+${diff.added} −${diff.removed})`,
    effects,
    binding: bindingFor(target.real, before?.bytes),
    diff: { path: target.shown, text: diff.text },
    rememberable: false,
    settleMs: WRITE_SETTLE_MS,
    async rebind() {
      const exists = (await ports.files.stat(target.real)) !== undefined;
      return bindingFor(await ports.files.realpath(target.real), exists ? await ports.files.read(target.real, MAX_EDIT_BYTES) : undefined);
    },
    async run(context: RunContext) {
      const saved = { ...(before === undefined ? {} : { before: ports.blobs.put(before.bytes) }), after: ports.blobs.put(after.bytes) };
      context.signal.throwIfAborted();
      await ports.files.write(target.real, after.bytes, context.permit);
      ports.seen.note(target.real, after.bytes);
      context.changed({ path: target.real, ...saved });
      return {
        forModel: `${before === undefined ? 'Created' : 'Changed'} ${target.shown}: ${diff.added} lines added, ${diff.removed} removed.`,
        view: { kind: 'edit', path: target.shown, added: diff.added, removed: diff.removed, created: before === undefined, diff: redact(diff.text) },
      };
    },
  };
}
