import { basename, join } from 'node:path';
import type { LossPorts } from '../../core/loss.ts';
import type { LossItem } from '../../shared/effects.ts';
import type { Loss } from '../analyse/facts.ts';
import { ask, changedFiles, commits, currentBranch, pushRemote, records, resolve, type Commits, type Repository } from './gitQuestions.ts';
import { status, topFolder, type StatusEntry } from './gitStates.ts';
import { bounded, counted, listed, number, size, type Piece } from './piece.ts';

export type GitLoss = Extract<Loss, { kind: 'git' }>;

const isPattern = (path: string): boolean => /[*?[]|^:/.test(path);
/** Branches that others work from. */
const isProtected = (branch: string): boolean => /^(main|master|trunk|develop|production|prod|release(s|[/-].*)?|stable)$/.test(branch);

/**
 * What a git command would throw away, read from the local repository alone.
 * @throws where git cannot be asked or does not answer whole
 */
export async function gitLoss(ports: LossPorts, loss: GitLoss, signal: AbortSignal): Promise<Piece> {
  const { words } = loss;
  const second = /^(stash|reflog)/.test(loss.operation) ? /^(drop|clear|pop|expire|delete)$/ : undefined;
  const operands = words.filter((word) => !word.startsWith('-') && second?.test(word) !== true);
  const repository: Repository = { ports, folder: loss.folder, signal, words, operands };
  switch (loss.operation) {
    case 'reset-hard': return resetHard(repository);
    case 'discard': return discard(repository);
    case 'clean': return clean(repository);
    case 'branch-delete': return refsDelete(repository, 'branch');
    case 'tag-delete': return refsDelete(repository, 'tag');
    case 'stash-drop': return stash(repository, /^(?:stash@\{)?(\d+)\}?$/.exec(operands[0] ?? '0')?.[1]);
    case 'stash-clear': return stash(repository);
    case 'force-push': return remoteBranches(repository, 'overwrites');
    case 'remote-delete': return remoteBranches(repository, 'deletes');
    case 'reflog-expire': return reflog(repository);
    case 'rewrite': return rewrite(repository);
  }
}

async function resetHard(repository: Repository): Promise<Piece> {
  const changed = await changedFiles(repository, []);
  const target = await resolve(repository, repository.operands[0] ?? 'HEAD');
  const branch = await currentBranch(repository);
  const lost = target === undefined ? { lines: [], cut: true } : await commits(repository, ['HEAD'], [target], branch === undefined ? [] : [branch]);
  const parts = [
    ...(changed.length === 0 ? [] : [`the uncommitted changes of ${counted(changed.length, 'file')}`]),
    ...(lost.lines.length === 0 ? [] : [`${commitCount(lost)} that no other branch or tag holds`]),
  ];
  return {
    ...joined(changedItems(changed), commitItems(lost)),
    headline: parts.length === 0 ? 'Throws away no commit and no uncommitted change' : `Throws away ${parts.join(' and ')}`,
    counts: { files: changed.length, commits: lost.lines.length }, atLeast: lost.cut,
    ...(changed.length === 0 ? {} : { alternative: 'Stash first: git stash push --include-untracked.' }),
  };
}

async function discard(repository: Repository): Promise<Piece> {
  const { words, operands } = repository;
  const end = words.indexOf('--');
  const named = end === -1 ? (await Promise.all(operands.map(async (word) => ({ word, isCommit: (await resolve(repository, word)) !== undefined })))).filter(({ isCommit }) => !isCommit).map(({ word }) => word) : words.slice(end + 1);
  const changed = await otherTree(repository, operands.at(-1)) ?? await changedFiles(repository, named.some(isPattern) ? [] : named);
  return {
    ...joined(changedItems(changed)),
    headline: changed.length === 0 ? 'Throws away no uncommitted change' : `Throws away the uncommitted changes of ${changed.length === 1 ? (changed[0]?.path ?? '') : counted(changed.length, 'file')}`,
    counts: { files: changed.length }, atLeast: false,
    alternative: 'Stash first: git stash push.',
  };
}

/** What is changed or untracked in a folder that is a work tree of its own, such as a submodule; undefined where it is none. */
async function otherTree({ ports, folder, signal }: Repository, name: string | undefined): Promise<StatusEntry[] | undefined> {
  if (name === undefined) return undefined;
  const place = join(folder, name);
  const top = await topFolder(ports, place, signal).catch(() => undefined);
  if (top === undefined || top !== await ports.realpath(place) || top === await topFolder(ports, folder, signal)) return undefined;
  return (await status(ports, top, [], signal)).filter(({ state }) => state !== 'ignored');
}

/** Chooses as `git clean` does: without `-d` no untracked folders, with `-x` also what is ignored, with `-X` only that. */
async function clean(repository: Repository): Promise<Piece> {
  const { ports, folder, signal, words, operands } = repository;
  const flags = words.filter((word) => /^-[a-zA-Z]+$/.test(word)).join('');
  const excluded = words.flatMap((word, index) => (word === '-e' || word === '--exclude' ? [`--exclude=${words[index + 1] ?? ''}`] : word.startsWith('--exclude=') ? [word] : []));
  const choice = flags.includes('X') ? ['--ignored', '--exclude-standard'] : flags.includes('x') ? [] : ['--exclude-standard'];
  const folders = flags.includes('d') ? [] : ['--directory'];
  const paths = excluded.length > 0 || operands.some(isPattern) ? [] : operands;
  const answer = await ports.git(['ls-files', '--others', '-z', ...choice, ...folders, ...excluded, '--', ...paths], folder, signal);
  if (answer.exitCode !== 0 || answer.truncated) throw new Error('git ls-files did not answer whole');
  const names = answer.stdout.split('\0').filter((name) => name !== '' && !name.endsWith('/'));
  const walk = await ports.walk(names.map((name) => join(folder, name)), false, signal);
  const bytes = walk.files.reduce((sum, file) => sum + file.bytes, 0);
  const { shown, more } = bounded(names, 'that git does not hold');
  const sizes = new Map(walk.files.map((file) => [file.path, file.bytes]));
  return {
    headline: names.length === 0 ? 'Deletes nothing: there is no such file that git does not hold' : `Deletes ${counted(names.length, 'file')} (${size(bytes)}) that ${names.length === 1 ? 'is' : 'are'} not in git and cannot be recovered`,
    items: shown.map((name): LossItem => ({ kind: 'file', name, detail: size(sizes.get(join(folder, name)) ?? 0), operation: 'delete', because: ['git does not hold it'], stateful: false })),
    counts: { delete: names.length }, atLeast: walk.cut !== undefined, warnings: more, facts: names,
    dryRun: `Listed as git clean would choose: ${counted(names.length, 'file')}.`,
    alternative: 'git stash push --include-untracked keeps what it takes away.',
  };
}

async function refsDelete(repository: Repository, kind: 'branch' | 'tag'): Promise<Piece> {
  const { operands } = repository;
  const shas = await Promise.all(operands.map((name) => resolve(repository, name.startsWith('refs/') ? name : `refs/${kind === 'branch' ? 'heads' : 'tags'}/${name}`)));
  const known = shas.filter((sha) => sha !== undefined);
  const lost = known.length === 0 ? { lines: [], cut: false } : await commits(repository, known, kind === 'branch' ? ['HEAD'] : [], operands.map((name) => name.replace(/^refs\/(heads|tags)\//, '')), kind);
  const refs = operands.map((name, index): LossItem => ({ kind: 'ref', name, detail: kind, operation: 'delete', because: [shas[index] === undefined ? 'it is not there' : `points to ${(shas[index] ?? '').slice(0, 10)}`], stateful: false }));
  const base = joined({ items: refs, facts: operands.map((name, index) => `${name} ${shas[index] ?? ''}`) }, commitItems(lost));
  return {
    ...base,
    headline: `Deletes the ${kind}${operands.length === 1 ? '' : kind === 'branch' ? 'es' : 's'} ${listed(operands)}; ${lost.lines.length === 0 ? 'every commit stays on another branch or tag' : `${commitCount(lost)} ${lost.lines.length === 1 ? 'is' : 'are'} on no other branch or tag`}`,
    counts: { refs: known.length, commits: lost.lines.length }, atLeast: lost.cut,
    ...(kind === 'branch' && lost.lines.length > 0 ? { alternative: 'git branch -d refuses where commits would be lost; or tag them first.' } : {}),
  };
}

/** @param entry number of the one entry that goes; all without it */
async function stash(repository: Repository, entry?: string): Promise<Piece> {
  const answer = await ask(repository, ['log', '--walk-reflogs', '--no-show-signature', '--no-color', '--format=%gd %gs', 'refs/stash', '--']);
  const all = answer === undefined ? [] : records(answer).map((line) => line.replace(/^refs\//, ''));
  const lost = entry === undefined ? all : all.filter((line) => line.startsWith(`stash@{${entry}}`));
  const { shown, more } = bounded(lost, 'entries');
  return {
    headline: lost.length === 0 ? 'Finds no such stash entry' : `Throws away ${counted(lost.length, 'stash entry', 'stash entries')} with the changes in ${lost.length === 1 ? 'it' : 'them'}`,
    items: shown.map((line): LossItem => ({ kind: 'ref', name: line.slice(0, line.indexOf(' ')), detail: line.slice(line.indexOf(' ') + 1), operation: 'delete', because: ['no branch holds it'], stateful: false })),
    counts: { stashes: lost.length }, atLeast: false, warnings: more, facts: lost,
    alternative: 'git stash branch NAME keeps an entry as a branch.',
  };
}

/** What a push takes from branches of a remote, as this machine saw them last: the remote itself is not asked. */
async function remoteBranches(repository: Repository, how: 'overwrites' | 'deletes'): Promise<Piece> {
  const [remote = await pushRemote(repository), ...specs] = repository.operands;
  const current = await currentBranch(repository);
  const named = specs.length > 0 ? specs : current === undefined ? [] : [current];
  const found = await Promise.all(named.map(async (spec) => {
    const [source = '', target = source] = spec.replace(/^\+/, '').split(':');
    const branch = target.replace(/^refs\/heads\//, '');
    const seen = await resolve(repository, `refs/remotes/${remote}/${branch}`);
    const next = how === 'deletes' || source === '' ? undefined : await resolve(repository, source);
    const lost = seen === undefined ? undefined : await commits(repository, [seen], next === undefined ? [] : [next], [`${remote}/${branch}`], 'remote');
    return { branch, lost, seen };
  }));
  const lines = found.flatMap(({ lost }) => lost?.lines ?? []);
  const isGuarded = found.filter(({ branch }) => isProtected(branch)).map(({ branch }) => branch);
  const base = joined({ items: [], facts: found.map(({ branch, seen }) => `${branch} ${seen ?? ''}`) }, commitItems({ lines, cut: found.some(({ lost }) => lost?.cut === true) }));
  return {
    ...base,
    headline: `${how === 'deletes' ? 'Deletes' : 'Overwrites'} ${listed(found.map(({ branch }) => `${remote}/${branch}`)) || remote}; ${lines.length === 0 ? 'as far as this machine knows no commit goes' : `${counted(lines.length, 'commit')} there ${lines.length === 1 ? 'is' : 'are'} lost`}`,
    counts: { commits: lines.length }, atLeast: true,
    warnings: [
      ...base.warnings,
      ...(isGuarded.length === 0 ? [] : [`${listed(isGuarded)} ${isGuarded.length === 1 ? 'is a branch' : 'are branches'} that others work from.`]),
      'The remote was not asked: it may hold newer commits of others, which would go too.',
    ],
    ...(how === 'overwrites' ? { alternative: 'git push --force-with-lease refuses where the remote holds commits that you have not seen.' } : {}),
  };
}

async function reflog(repository: Repository): Promise<Piece> {
  const answer = await ask(repository, ['rev-list', '--count', '--walk-reflogs', '--all', '--']);
  const entries = Number(answer?.trim() ?? '0');
  return {
    headline: `Takes away the way back to commits that no branch or tag holds; the reflog has ${counted(entries, 'entry', 'entries')}`,
    items: [], counts: { entries }, atLeast: false, warnings: [], facts: [`${entries} entries`],
  };
}

async function rewrite(repository: Repository): Promise<Piece> {
  const all = await ask(repository, ['rev-list', '--count', 'HEAD', '--']);
  const branch = await currentBranch(repository);
  return {
    headline: `Rewrites the history of ${branch ?? 'HEAD'}, which has ${counted(Number(all?.trim() ?? '0'), 'commit')}`,
    items: [], counts: {}, atLeast: false, warnings: ['The old commits stay in the reflog for some weeks.'], facts: [`${branch ?? ''} ${(await resolve(repository, 'HEAD')) ?? ''}`],
    alternative: 'Keep the old history first: git branch backup.',
  };
}

const commitCount = ({ lines, cut }: Commits): string => (cut ? `at least ${counted(lines.length, 'commit')}` : counted(lines.length, 'commit'));

interface Named { items: LossItem[]; facts: string[]; more?: string[] }

function changedItems(changed: readonly StatusEntry[]): Named {
  const { shown, more } = bounded(changed, 'with uncommitted changes');
  return {
    items: shown.map(({ path }): LossItem => ({ kind: 'file', name: path, detail: basename(path) === path ? 'changed' : 'changed file', operation: 'overwrite', because: ['has changes that are not committed'], stateful: false })),
    facts: changed.map(({ path }) => path), more,
  };
}

function commitItems({ lines }: Commits): Named {
  const { shown, more } = bounded(lines, 'commits');
  return {
    items: shown.map((line): LossItem => ({ kind: 'commit', name: line.slice(0, line.indexOf(' ')), detail: line.slice(line.indexOf(' ') + 1), operation: 'delete', because: ['no other branch or tag holds it'], stateful: false })),
    facts: lines, more: [...more, ...(lines.length === 0 ? [] : [`Until git tidies up, after some weeks, the reflog of this machine still finds ${lines.length === 1 ? 'it' : `the ${number(lines.length)}`}.`])],
  };
}

function joined(...all: readonly Named[]): Pick<Piece, 'items' | 'facts' | 'warnings'> {
  return { items: all.flatMap(({ items }) => items), facts: all.flatMap(({ facts }) => facts), warnings: all.flatMap(({ more = [] }) => more) };
}
