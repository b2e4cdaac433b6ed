import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import type { Blobs, Files } from '../core/ports.ts';
import { defineTool, type Tool } from '../core/tool.ts';
import type { Effect } from '../shared/effects.ts';
import type { BlobId } from '../shared/ids.ts';
import type { JsonObject } from '../shared/json.ts';
import { sha256 } from '../gate/digest.ts';
import { undoLoss } from './changeLoss.ts';
import { WRITE_SETTLE_MS } from './fileChange.ts';
import { resolveTarget } from './target.ts';

const input = z.strictObject({
  title: z.string(),
  changes: z.array(z.strictObject({ path: z.string(), before: z.optional(z.string()), after: z.string() })).min(1),
});

export interface UndoPorts {
  files: Files;
  blobs: Blobs;
  maxBytes: number;
}

/** Puts the files of an earlier call back. Never offered to a model: a person asks for it by a button. */
export function undoTool(ports: UndoPorts): Tool {
  const current = async (path: string): Promise<string | undefined> =>
    (await ports.files.stat(path)) === undefined ? undefined : sha256(await ports.files.read(path, ports.maxBytes));
  const saved = (path: string, id: string): Uint8Array => {
    const bytes = ports.blobs.get(id as BlobId);
    if (bytes === undefined) throw new AppError('checkpoint-missing', `The earlier content of ${path} is not in the store any more. Nothing was undone.`);
    return bytes;
  };
  return defineTool({
    name: 'undo',
    description: 'Puts the files of an earlier call back.',
    input,
    title: (value) => `Undo: ${value.title}`,
    async propose(value, context) {
      const targets = await Promise.all(value.changes.map(async (change) => ({ ...change, target: await resolveTarget(ports.files, context.cwd, change.path) })));
      for (const { path, before, after } of targets) {
        if ((await current(path)) !== after) {
          throw new AppError('changed-since', `${path} was changed after this edit, so undoing would lose that change. Nothing was undone. Use the diff view to take back single lines.`);
        }
        // looked for in all files before the first is touched: all of it is undone, or nothing
        if (before !== undefined) saved(path, before);
      }
      const binding = async (): Promise<JsonObject> => ({
        files: await Promise.all(value.changes.map(async ({ path, before }) => ({ path, real: await ports.files.realpath(path), now: (await current(path)) ?? '', before: before ?? '' }))),
      });
      const loss = undoLoss(targets.filter(({ before }) => before === undefined).map(({ target, after }) => ({ name: target.shown, kept: ports.blobs.get(after as BlobId) !== undefined })));
      return {
        action: 'undo',
        title: `Undo: ${value.title}`,
        effects: targets.map(({ target, before, after }): Effect => ({
          kind: before === undefined ? 'delete' : 'write', target: target.real, inWorkspace: target.inWorkspace,
          recoverable: ports.blobs.get(after as BlobId) === undefined ? 'none' : 'checkpoint', detail: 'puts back what was there before the edit',
        })),
        binding: await binding(),
        ...(loss === undefined ? {} : { loss }),
        rememberable: false,
        settleMs: WRITE_SETTLE_MS,
        rebind: binding,
        async run({ permit }) {
          for (const { before, target } of targets) {
            if (before === undefined) await ports.files.remove(target.real, permit);
            else await ports.files.write(target.real, saved(target.real, before), permit);
          }
          return { forModel: `Put back: ${value.changes.map((change) => change.path).join(', ')}.` };
        },
      };
    },
  });
}
