import { basename, dirname, join, relative, sep } from 'node:path';
import type { LossPorts, WalkedFile } from '../../core/loss.ts';
import { orLeft } from '../../core/settle.ts';
import type { LossItem } from '../../shared/effects.ts';
import type { Loss } from '../analyse/facts.ts';
import { isSecretFile } from '../paths.ts';
import { heldStates, type HeldState } from './gitStates.ts';
import { bounded, counted, listed, number, size, type Piece } from './piece.ts';

type FileLoss = Extract<Loss, { kind: 'files' }>;

const because: Record<HeldState, string> = {
  clean: 'git can bring it back', modified: 'has changes that are not committed', untracked: 'git does not hold it', ignored: 'git ignores it', nested: 'belongs to a git repository that goes with it',
};
/** What is named first: what nobody can make anew. */
const order: readonly HeldState[] = ['untracked', 'modified', 'nested', 'ignored'];

/** @param cwd folder that names are shown relative to */
export async function fileLoss(ports: LossPorts, loss: FileLoss, cwd: string, signal: AbortSignal): Promise<Piece> {
  const roots = await Promise.all(loss.paths.map(async (path) => join(await ports.realpath(dirname(path)), basename(path))));
  const walk = await ports.walk(roots, loss.recursive, signal);
  const verb = loss.operation === 'delete' ? 'Deletes' : 'Overwrites';
  const name = (path: string): string => relative(cwd, path) || '.';
  const places = placesOf(roots, walk.files, name);
  if (walk.files.length === 0 && walk.cut === undefined && walk.unreadable.length === 0) return nothing(walk.folders, loss, places);

  const states = walk.cut === 'time' ? undefined : await orLeft(heldStates(ports, roots, walk.files.map(({ path }) => path), signal), signal, { settleMs: 0 }).catch(() => undefined);
  const lost = states === undefined ? [] : order.flatMap((state) => sortedBySecret(walk.files.filter(({ path }) => states.get(path) === state)).map((file) => ({ file, state })));
  const unheld = lost.filter(({ state }) => state !== 'modified').length;
  const modified = lost.length - unheld;
  const { shown, more } = bounded(lost, 'that git cannot bring back');
  const bytes = walk.files.reduce((sum, file) => sum + file.bytes, 0);
  const atLeast = walk.cut !== undefined || walk.unreadable.length > 0;
  const what = walk.files.length === 1 && walk.folders === 0 && !atLeast ? `${listed(places)} (${size(bytes)})` : `${atLeast ? 'at least ' : ''}${counted(walk.files.length, 'file')} (${size(bytes)}) in ${listed(places)}`;
  return {
    headline: `${verb} ${what}${held(walk.files.length, unheld, modified, states !== undefined)}`,
    items: shown.map(({ file, state }): LossItem => ({
      kind: 'file', name: name(file.path), detail: file.kind === 'link' ? 'link' : size(file.bytes), operation: loss.operation, because: [because[state]], stateful: false,
    })),
    counts: { [loss.operation]: walk.files.length },
    atLeast,
    warnings: [...more, ...remarks(walk, name), ...(states === undefined ? ['Which of them git holds could not be found out.'] : [])],
    ...(atLeast || states === undefined ? {} : { facts: walk.files.map(({ path }) => `${states.get(path) ?? ''} ${path}`) }),
    dryRun: `Listed without touching anything: ${counted(walk.files.length, 'file')} in ${counted(walk.folders, 'folder')}.`,
    ...(loss.operation === 'delete' ? { alternative: 'Move it to the trash or to another folder instead of deleting it.' } : {}),
  };
}

function nothing(folders: number, loss: FileLoss, places: readonly string[]): Piece {
  const headline = folders === 0 ? `Finds nothing to ${loss.operation} at ${listed(places)}` : `${loss.recursive ? 'Deletes' : 'Names'} ${counted(folders, 'empty folder')}: ${listed(places)}`;
  return { headline, items: [], counts: { [loss.operation]: 0 }, atLeast: false, warnings: [], facts: [`${folders} folders`] };
}

/** `; 17 of them are not in git and cannot be recovered`. */
function held(all: number, unheld: number, modified: number, known: boolean): string {
  if (!known) return '';
  if (unheld === 0 && modified === 0) return '; git can bring back all of it';
  const parts = [
    ...(unheld === 0 ? [] : [all === 1 ? 'which is not in git and cannot be recovered' : `${number(unheld)} of them ${unheld === 1 ? 'is' : 'are'} not in git and cannot be recovered`]),
    ...(modified === 0 ? [] : [all === 1 ? 'which has changes that are not committed' : `${number(modified)} ${unheld === 0 ? 'of them ' : ''}${modified === 1 ? 'has' : 'have'} changes that are not committed`]),
  ];
  return `${all === 1 ? ', ' : '; '}${parts.join(', ')}`;
}

function remarks(walk: { files: readonly WalkedFile[]; unreadable: readonly string[]; cut?: 'entries' | 'time' }, name: (path: string) => string): string[] {
  const links = walk.files.filter(({ kind }) => kind === 'link').length;
  const repository = walk.files.find(({ path }) => path.includes(`${sep}.git${sep}`));
  return [
    ...(repository === undefined ? [] : [`A git repository goes too, with its history: ${name(repository.path.slice(0, repository.path.indexOf(`${sep}.git${sep}`) + 5))}.`]),
    ...(links === 0 ? [] : [`${counted(links, 'link')} among them; what ${links === 1 ? 'it points' : 'they point'} to stays.`]),
    ...(walk.unreadable.length === 0 ? [] : [`Could not look into ${listed(walk.unreadable.map(name))}.`]),
    ...(walk.cut === undefined ? [] : [walk.cut === 'time' ? 'The listing was ended because it took too long.' : 'The listing was ended because there are so many.']),
  ];
}

/** `build/` and `notes.txt` where there are few, else the folders that they lie in. */
function placesOf(roots: readonly string[], files: readonly WalkedFile[], name: (path: string) => string): string[] {
  const isFile = new Set(files.map(({ path }) => path));
  const shown = (path: string): string => (isFile.has(path) ? name(path) : `${name(path)}${sep}`);
  if (roots.length <= 3) return roots.map(shown);
  const folders = [...new Set(roots.map((root) => (isFile.has(root) ? dirname(root) : root)))];
  return folders.map((folder) => `${name(folder)}${sep}`);
}

const sortedBySecret = (files: WalkedFile[]): WalkedFile[] => files.toSorted((one, other) => Number(isSecretFile(other.path)) - Number(isSecretFile(one.path)));
