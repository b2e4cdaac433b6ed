import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import { defineTool, type Tool } from '../core/tool.ts';
import { isSecretFile } from '../gate/paths.ts';
import { applyEdits } from './applyEdits.ts';
import { MAX_EDIT_BYTES, proposeChange, type ChangePorts } from './fileChange.ts';
import { resolveTarget, shownPath } from './target.ts';
import { decodeText, encodeText } from './text.ts';

const input = z.strictObject({
  path: z.string().min(1),
  edits: z.array(z.strictObject({
    old: z.string().min(1).describe('Text as it is in the file, unique; without line numbers'),
    new: z.string(),
    all: z.boolean().optional().describe('Replace every occurrence'),
  })).min(1).max(50),
});
type Input = z.infer<typeof input>;

/** Replaces text in a file: all edits of a call, or none. */
export function editTool(ports: ChangePorts): Tool {
  return defineTool<Input>({
    name: 'edit',
    description: 'Replace text in a file. Read it first. Several edits of one file go in one call; all are applied, or none.',
    input,
    title: ({ path, edits }) => `Edit ${shownPath(path)}${edits.length > 1 ? ` (${edits.length} edits)` : ''}`,
    async propose({ path, edits }, context) {
      const target = await resolveTarget(ports.files, context.cwd, path);
      if ((await ports.files.stat(target.real)) === undefined) throw new AppError('file-missing', `${target.shown} does not exist.\nUse write to make it.`);
      const bytes = await ports.files.read(target.real, MAX_EDIT_BYTES);
      const seen = ports.seen.compare(target.real, bytes);
      // whether a text fits, and what is like it, says what is in the file: that is for the gate of reading to allow
      if (seen === 'unseen' && (isSecretFile(target.real) || !target.inWorkspace)) {
        throw new AppError('not-read', `${target.shown} was not read in this session; nothing was changed.\nRead it first.`);
      }
      if (seen === 'changed') throw new AppError('file-changed', `${target.shown} was changed by someone else since it was read; nothing was changed.\nRead it again, then edit.`);
      const file = decodeText(bytes, target.shown);
      const text = applyEdits(file.text, edits, target.shown);
      return proposeChange(ports, {
        action: 'edit',
        target,
        effects: [{ kind: 'write', target: target.real, inWorkspace: target.inWorkspace, recoverable: 'checkpoint' }],
        before: { bytes, text: file.text },
        after: { bytes: encodeText({ ...file, text }), text },
      });
    },
  });
}
