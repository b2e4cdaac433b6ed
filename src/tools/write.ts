import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import { defineTool, type Tool } from '../core/tool.ts';
import type { Effect } from '../shared/effects.ts';
import { overwriteLoss } from './changeLoss.ts';
import { MAX_EDIT_BYTES, proposeChange, type ChangePorts } from './fileChange.ts';
import { resolveTarget, shownPath, type Target } from './target.ts';
import { decodeText, encodeText } from './text.ts';

/** Whether git holds the file; undefined where that is not known. */
export type IsTracked = (realPath: string, signal: AbortSignal) => Promise<boolean | undefined>;

const input = z.strictObject({ path: z.string().min(1), content: z.string().describe('The whole file') });
type Input = z.infer<typeof input>;

/** Makes a file, or replaces one whole. */
export function writeTool(ports: ChangePorts & { isTracked: IsTracked }): Tool {
  return defineTool<Input>({
    name: 'write',
    description: 'Make a file, or replace a whole one that was read before. For changes in a file use edit.',
    input,
    title: ({ path }) => `Write ${shownPath(path)}`,
    async propose({ path, content }, context) {
      const target = await resolveTarget(ports.files, context.cwd, path);
      const stat = await ports.files.stat(target.real);
      if (stat === undefined) {
        const bytes = encodeText({ text: content, hasByteOrderMark: false });
        return proposeChange(ports, { action: 'write', target, effects: [{ kind: 'write', target: target.real, inWorkspace: target.inWorkspace, recoverable: 'checkpoint' }], after: { bytes, text: content } });
      }
      if (stat.kind !== 'file') throw new AppError('not-a-file', `${target.shown} is not a file, so it cannot be written.`);
      return replaceWhole(ports, target, content, context.signal);
    },
  });
}

async function replaceWhole(ports: ChangePorts & { isTracked: IsTracked }, target: Target, content: string, signal: AbortSignal): ReturnType<Tool['propose']> {
  const bytes = await ports.files.read(target.real, MAX_EDIT_BYTES);
  const seen = ports.seen.compare(target.real, bytes);
  if (seen === 'unseen') throw new AppError('not-read', `${target.shown} exists and was not read in this session; nothing was changed.\nRead it first, so that nothing in it is lost unseen.`);
  if (seen === 'changed') throw new AppError('file-changed', `${target.shown} was changed by someone else since it was read; nothing was changed.\nRead it again.`);
  const file = decodeText(bytes, target.shown);
  // A file that ends its lines the Windows way throughout goes on doing so
  const hasOnlyCrLf = file.text.includes('\r\n') && !/(^|[^\r])\n/.test(file.text);
  const text = hasOnlyCrLf ? content.replaceAll(/\r?\n/g, '\r\n') : content;
  if (text === file.text) throw new AppError('no-change', `${target.shown} already has this content.`);
  const tracked = await ports.isTracked(target.real, signal);
  const effect: Effect = { kind: 'overwrite', target: target.real, inWorkspace: target.inWorkspace, recoverable: 'checkpoint', ...(tracked === undefined ? {} : { tracked }) };
  const loss = overwriteLoss(target.shown, bytes.length, tracked);
  return proposeChange(ports, {
    action: 'write', target, effects: [effect], before: { bytes, text: file.text }, after: { bytes: encodeText({ ...file, text }), text }, ...(loss === undefined ? {} : { loss }),
  });
}
