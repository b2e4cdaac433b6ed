import { basename } from 'node:path';
import type { Effect, Level } from '../../shared/effects.ts';
import { higher } from '../level.ts';
import { isSecretFile } from '../paths.ts';
import type { Touch } from './call.ts';
import type { GitFileState, Loss, ShellFacts } from './facts.ts';
import { MAX_NAMES } from './expand.ts';
import { findPlace, isDevice, isSocketName, isStreamDevice, protectedPlace, type Place } from './places.ts';
import { secretsBelow } from './secretsBelow.ts';

/** What touching files amounts to. */
export interface Touched {
  effects: Effect[];
  level: Level;
  losses: Loss[];
}

/** Where a command runs. */
export interface Where {
  /** Undefined where it is not known. */
  folders: readonly string[] | undefined;
  elsewhere: boolean;
  facts: ShellFacts;
}

/** Touches → effects, for every folder that the command may run in. */
export async function touchEffects(touches: readonly Touch[], where: Where): Promise<Touched> {
  const touched: Touched = { effects: [], level: 'SAFE', losses: [] };
  for (const touch of touches) {
    if (where.elsewhere) touched.effects.push(elsewhereEffect(touch));
    else await touchOne(touch, where, touched);
  }
  return touched;
}

async function touchOne(touch: Touch, where: Where, touched: Touched): Promise<void> {
  const { word } = touch;
  const names = word.exact ? (word.matches ?? [word.text]) : [];
  const { folders, facts } = where;
  if (!word.exact) {
    touched.effects.push(...await inexactEffects(touch, where));
    return;
  }
  const isAbsolutePath = (name: string): boolean => name.startsWith('/');
  if (folders === undefined && !names.every(isAbsolutePath)) {
    touched.effects.push(unknownPlace(touch));
    return;
  }
  const nameOnly = touch.how === 'delete';
  const places: Place[] = [];
  for (const name of names.slice(0, MAX_NAMES)) {
    if (name === '' || isStreamDevice(name)) continue;
    for (const folder of name.startsWith('/') ? [facts.cwd] : (folders ?? [])) places.push(await findPlace(folder, name, facts, nameOnly));
  }
  switch (touch.how) {
    case 'list':
      touched.effects.push(...places.map(listEffect));
      return;
    case 'read':
      for (const place of places) touched.effects.push(...await readEffects(place, touch, facts));
      return;
    case 'append':
    case 'change':
      for (const place of places) touched.effects.push(...await changeEffects(place, touch, facts));
      return;
    case 'write':
    case 'delete':
      await losingEffects(places, touch, facts, touched);
  }
}

/** A place outside the workspace that is named by a word which is not known to the letter. */
async function inexactEffects(touch: Touch, where: Where): Promise<Effect[]> {
  const { word, how } = touch;
  if (word.inside !== true) return [unknownPlace(touch)];
  const [root = where.facts.cwd] = where.facts.workspaceRoots;
  const detail = 'files of the workspace that are not known yet';
  switch (how) {
    case 'list': return [{ kind: 'read', target: word.text, inWorkspace: true, detail }];
    case 'read': return belowEffects(root, { ...touch, skipsHidden: false, followsLinks: true }, where.facts, word.text);
    case 'delete': return [{ kind: 'delete', target: word.text, inWorkspace: true, recoverable: touch.recursive === true ? 'none' : 'unknown', detail }];
    default: return [{ kind: 'overwrite', target: word.text, inWorkspace: true, recoverable: 'unknown', detail }];
  }
}

function unknownPlace({ word, how, recursive }: Touch): Effect {
  const base = { target: word.text, inWorkspace: false, detail: 'which place this is, is not known' } as const;
  switch (how) {
    case 'read': return { ...base, kind: isSecretFile(word.text) ? 'secret-read' : 'read' };
    case 'list': return { ...base, kind: 'read' };
    case 'delete': return { ...base, kind: 'delete', recoverable: recursive === true ? 'none' : 'unknown' };
    default: return { ...base, kind: 'write' };
  }
}

/** On another machine, in a container: nothing here is touched, and nothing there can be looked up. */
function elsewhereEffect({ word, how }: Touch): Effect {
  const target = `${word.text} on another machine`;
  switch (how) {
    case 'read':
    case 'list': return isSecretFile(word.text) ? { kind: 'secret-read', target } : { kind: 'read', target, inWorkspace: true };
    case 'delete': return { kind: 'delete', target, recoverable: 'none' };
    default: return { kind: 'write', target, inWorkspace: false };
  }
}

/** Names and attributes only: secret files have no secret names. */
function listEffect({ real, inWorkspace }: Place): Effect {
  return isSecretFile(real) ? { kind: 'read', target: 'names and attributes', inWorkspace, detail: basename(real) } : { kind: 'read', target: real, inWorkspace };
}

async function readEffects(place: Place, touch: Touch, facts: ShellFacts): Promise<Effect[]> {
  const { path, real, inWorkspace, known } = place;
  if (isSocketName(path)) return [{ kind: 'network', target: path, access: 'write', detail: 'opens a connection' }];
  if (isDevice(real) && !isStreamDevice(real)) return [{ kind: 'secret-read', target: real, detail: 'a device' }];
  if (isSecretFile(real) || isSecretFile(path)) return [{ kind: 'secret-read', target: real, inWorkspace }];
  if (touch.recursive === true && inWorkspace) return belowEffects(real, touch, facts, real);
  return [{ kind: 'read', target: real, inWorkspace, ...(known ? {} : { detail: 'could not be looked up' }) }];
}

async function belowEffects(folder: string, touch: Touch, facts: ShellFacts, target: string): Promise<Effect[]> {
  const found = await secretsBelow(folder, touch, facts);
  if (found === 'none') return [{ kind: 'read', target, inWorkspace: true, below: true }];
  if (found === 'too-much') return [{ kind: 'unknown', target, inWorkspace: true, detail: 'too much lies below to know whether it holds secrets' }];
  if (found.secret === undefined) return [{ kind: 'read', target: found.outside ?? target, inWorkspace: false, detail: `is linked from below ${target}` }];
  return [{ kind: 'secret-read', target: found.secret, inWorkspace: true, detail: `lies below ${target}` }];
}

async function changeEffects({ path, real, inWorkspace }: Place, { how }: Touch, facts: ShellFacts): Promise<Effect[]> {
  if (isSocketName(path)) return [{ kind: 'network', target: path, detail: 'opens a connection' }];
  const isFolder = (await facts.stat(real).catch(() => undefined))?.kind === 'directory';
  const changed = isFolder ? 'files or folders in it are added or changed' : 'its name, rights or times change';
  return [{ kind: 'write', target: real, inWorkspace, detail: how === 'append' ? 'adds to its end' : changed }];
}

/** Writes and deletes: what is there now decides whether something is lost. */
async function losingEffects(places: readonly Place[], touch: Touch, facts: ShellFacts, touched: Touched): Promise<void> {
  const operation = touch.how === 'delete' ? 'delete' : 'overwrite';
  const found = await Promise.all(places.map(async (place) => ({ place, stat: place.known ? await facts.stat(place.real).catch(() => undefined) : undefined })));
  const files = found.filter(({ stat }) => stat?.kind === 'file').map(({ place }) => place.real);
  const states = await statesOf(files, facts);
  const lost: string[] = [];
  for (const { place, stat } of found) {
    const { path, real, inWorkspace } = place;
    if (isSocketName(path)) touched.effects.push({ kind: 'network', target: path, detail: 'opens a connection' });
    else if (isDevice(real)) touched.effects.push({ kind: 'delete', target: real, recoverable: 'none', detail: 'writes over a device' });
    else if (touch.how === 'delete') await deleteEffect(place, stat, states, touch, facts, touched);
    else if (stat?.kind === 'file') {
      touched.effects.push({ kind: 'overwrite', target: real, inWorkspace, ...recoverability(states?.get(real)) });
      if ((stat.links ?? 1) > 1) touched.effects.push({ kind: 'unknown', target: real, inWorkspace: false, detail: 'the file has other names, which change with it' });
    } else {
      touched.effects.push({ kind: 'write', target: real, inWorkspace, ...(place.known ? {} : { detail: 'could not be looked up' }) });
    }
    if (stat !== undefined && !(stat.kind === 'directory' && touch.how === 'write')) lost.push(real);
  }
  if (lost.length > 0) touched.losses.push({ kind: 'files', paths: lost, recursive: touch.recursive === true, operation });
}

async function deleteEffect(place: Place, stat: { kind: string } | undefined, states: ReadonlyMap<string, GitFileState> | undefined, touch: Touch, facts: ShellFacts, touched: Touched): Promise<void> {
  const { real, inWorkspace } = place;
  const isProtected = protectedPlace(real, facts);
  if (isProtected !== undefined) {
    touched.effects.push({ kind: 'delete', target: real, inWorkspace, recoverable: 'none', detail: isProtected });
  } else if (touch.recursive === true) {
    if (stat?.kind === 'file') touched.effects.push({ kind: 'delete', target: real, inWorkspace, ...recoverability(states?.get(real)) });
    else if (stat?.kind === 'directory' && inWorkspace && await isWhollyClean(real, facts)) {
      touched.effects.push({ kind: 'delete', target: real, inWorkspace, below: true, tracked: true, recoverable: 'git', detail: 'the whole folder; git holds all of it' });
      touched.level = higher(touched.level, 'HIGH');
    } else touched.effects.push({ kind: 'delete', target: real, inWorkspace, below: true, recoverable: 'none', ...(stat === undefined ? { detail: 'nothing is there now' } : { detail: 'with everything below' }) });
  } else if (stat === undefined) {
    // Outside the workspace git brings nothing back, whatever it will be
    touched.effects.push({ kind: 'delete', target: real, inWorkspace, recoverable: inWorkspace ? 'unknown' : 'none', detail: 'nothing is there now' });
  } else {
    touched.effects.push({ kind: 'delete', target: real, inWorkspace, ...recoverability(states?.get(real)) });
  }
}

function recoverability(state: GitFileState | undefined): Pick<Effect, 'tracked' | 'recoverable' | 'detail'> {
  switch (state) {
    case 'clean': return { tracked: true, recoverable: 'git' };
    case 'modified': return { tracked: true, recoverable: 'none', detail: 'has changes that git does not hold' };
    case 'untracked': return { tracked: false, recoverable: 'none', detail: 'git does not hold it' };
    case 'ignored': return { tracked: false, recoverable: 'none', detail: 'git ignores it' };
    default: return { recoverable: 'none', detail: 'whether git holds it is not known' };
  }
}

async function statesOf(files: readonly string[], facts: ShellFacts): Promise<ReadonlyMap<string, GitFileState> | undefined> {
  if (files.length === 0) return undefined;
  const states = await facts.gitStates(files, facts.signal).catch(() => undefined);
  facts.signal.throwIfAborted();
  return states;
}

/** True where every file below is held by git as it is. */
async function isWhollyClean(folder: string, facts: ShellFacts): Promise<boolean> {
  const files: string[] = [];
  const folders = [folder];
  for (let at = 0; at < folders.length; at++) {
    const current = folders[at] ?? folder;
    const names = await facts.list(current).catch(() => undefined);
    if (names === undefined) return false;
    for (const { name, kind } of names) {
      if (files.length + folders.length > MAX_NAMES || kind === 'other') return false;
      if (kind === 'directory') folders.push(`${current}/${name}`);
      else files.push(`${current}/${name}`);
    }
  }
  const states = await statesOf(files, facts);
  return files.length > 0 && files.every((file) => states?.get(file) === 'clean');
}
