import type { Actor, Channel, JudgedEffect, Level, LossItem, LossReport } from './effects.ts';
import type { ApprovalRequest } from './events.ts';
import { visibleText } from './visible.ts';

/** What a confirmation says, for the card, the native dialog and the terminal alike. */

/** What is confirmed; outside a session nobody but the person asked, and nothing expires. */
export type Confirmable = Pick<ApprovalRequest, 'level' | 'title' | 'effects' | 'reasons'> & Partial<Omit<ApprovalRequest, 'level' | 'title' | 'effects' | 'reasons'>>;

export const LEVEL_WORDS: Record<Level, string> = { SAFE: 'Safe', MODERATE: 'Moderate', HIGH: 'High', DESTRUCTIVE: 'Destructive' };

/** One sentence: what is lost, where something is; else the host's title, unless that only repeats the whole command. */
export function headingOf({ level, title, command, loss }: Pick<Confirmable, 'level' | 'title' | 'command' | 'loss'>): string {
  if (loss !== undefined && (loss.items.length > 0 || (level === 'DESTRUCTIVE' && loss.headline !== ''))) return loss.headline;
  return command !== undefined && title.endsWith(command.text) ? 'Run this command?' : title;
}

const actors: Record<Actor['kind'], string> = {
  human: 'you', model: 'model', 'sub-agent': 'sub-agent', 'delegated-cli': 'command-line agent', bridge: 'bridge client', mcp: 'MCP client', host: 'Pilothouse itself',
};
const channels: Record<Channel, string> = {
  chat: 'in the chat', 'plain-words': 'in plain words', 'slash-command': 'with a slash command', 'code-action': 'with a code action', button: 'with a button',
  'command-line': 'on the command line', bridge: 'over the bridge', mcp: 'over MCP', 'editor-tool': 'through the editor’s own chat', 'delegated-cli': 'through a command-line agent',
};

export interface Asker {
  /** `model`, `bridge client`; `you` where the person asked. */
  kind: string;
  /** Absent for the person and for Pilothouse itself. */
  name?: string;
  /** `in the chat`, `for your message in the chat`. */
  how?: string;
}

export function askerOf({ askedBy, channel }: Pick<Confirmable, 'askedBy' | 'channel'>): Asker {
  if (askedBy === undefined) return { kind: 'you' };
  const way = channel === undefined ? undefined : channels[channel];
  const isOwn = askedBy.kind === 'human' || askedBy.kind === 'host';
  const how = way === undefined ? undefined : isOwn || askedBy.kind === 'bridge' || askedBy.kind === 'mcp' ? way : `for your message ${way}`;
  return { kind: actors[askedBy.kind], ...(isOwn ? {} : { name: askedBy.name }), ...(how === undefined ? {} : { how }) };
}

/** Minutes, for a text that need not change each second. @param ms milliseconds left */
export function expiryText(ms: number): string {
  if (ms <= 0) return 'expired';
  const minutes = Math.floor(ms / 60_000);
  return minutes === 0 ? 'expires in less than a minute' : `expires in ${minutes} minute${minutes === 1 ? '' : 's'}`;
}

const kinds: Partial<Record<JudgedEffect['kind'], string>> = { 'power-config': 'changes configuration', 'secret-read': 'reads secrets', infra: 'infrastructure', unknown: 'not known' };

/** What an effect is called: the gate's words, or its kind. */
export const effectWords = ({ words, kind }: JudgedEffect): string => words ?? kinds[kind] ?? kind;

/** What stands behind an effect's target. */
export function effectNotes({ inWorkspace, detail, words }: JudgedEffect): string[] {
  return [...(inWorkspace === false && words?.includes('outside the workspace') !== true ? ['outside the workspace'] : []), ...(detail === undefined ? [] : [detail])];
}

export const LOSS_WORDS: Record<LossItem['operation'], string> = { delete: 'delete', replace: 'replace', untrack: 'forget', overwrite: 'overwrite' };

/** Everything below the heading as lines of plain text, groups apart by empty lines, with hidden characters drawn as escapes. @param now milliseconds since the epoch */
export function factLines(request: Confirmable, now: number): string[] {
  const { command, loss, parts, effects, expiresAt } = request;
  const groups = [
    command === undefined ? [] : [`In ${command.cwd}:`, ...command.text.split('\n').map((line) => `    ${line}`), ...(command.decoded ?? []).map(({ encoded, text }) => `${encoded} means: ${text}`)],
    request.diff === undefined ? [] : request.diff.text.split('\n'),
    loss === undefined ? [] : lossLines(loss, headingOf(request) === loss.headline),
    parts === undefined ? effects.map((effect) => `• ${effectLine(effect)}`) : parts.flatMap(({ text, effects: own }) => [text, ...own.map((effect) => `  • ${effectLine(effect)}`)]),
    [...request.reasons, ...(request.taint === undefined ? [] : [`Caution: ${request.taint}`])],
    [...(request.recoverability === undefined ? [] : [request.recoverability]), ...(request.dryRun === undefined ? [] : [`Dry run: ${request.dryRun}`]), ...(request.alternative === undefined ? [] : [`Safer: ${request.alternative}`])],
    [...(request.askedBy === undefined ? [] : [askedLine(request)]), ...(expiresAt === undefined ? [] : [`This question ${expiryText(expiresAt - now)}.`])],
  ];
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : ['', ...group])).map(visibleText);
}

function askedLine(request: Confirmable): string {
  const { kind, name, how } = askerOf(request);
  return `Asked by ${[kind, name].filter((word) => word !== undefined).join(' ')}${how === undefined ? '' : `, ${how}`}.`;
}

function effectLine(effect: JudgedEffect): string {
  const notes = effectNotes(effect);
  return `${effectWords(effect)}: ${effect.target}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

function lossLines({ headline, items, atLeast, warnings }: LossReport, headed: boolean): string[] {
  return [
    ...(headed ? [] : [headline]),
    ...items.map((item) => `• ${LOSS_WORDS[item.operation]} ${item.name} (${[item.detail, ...(item.stateful ? ['holds data'] : []), ...(item.protectDropped === true ? ['protection dropped'] : []), ...item.because].join('; ')})`),
    ...warnings, ...(atLeast ? ['At least that: there may be more.'] : []),
  ];
}
