import type { AuditEntry } from '../store/audit.ts';
import { LEVELS, type Level } from '../shared/effects.ts';
import { age } from './age.ts';

/** What the audit view shows, as plain data: texts of a record, and which records a filter lets through. */

export type DecidedBy = AuditEntry['decidedBy'];

export interface AuditFilter {
  /** Empty lets all through; so does each of the other lists. */
  levels: readonly Level[];
  decisions: readonly AuditEntry['decision'][];
  decidedBy: readonly DecidedBy[];
  /** Only actions without an end: they run, or nobody knows what became of them. */
  openOnly: boolean;
}

export const NO_FILTER: AuditFilter = { levels: [], decisions: [], decidedBy: [], openOnly: false };

const lets = <Value>(wanted: readonly Value[], value: Value): boolean => wanted.length === 0 || wanted.includes(value);

export function isShown(entry: AuditEntry, { levels, decisions, decidedBy, openOnly }: AuditFilter): boolean {
  return lets(levels, entry.level) && lets(decisions, entry.decision) && lets(decidedBy, entry.decidedBy) && (!openOnly || isOpen(entry));
}

const isOpen = ({ decision, outcome }: AuditEntry): boolean => decision === 'allowed' && outcome === undefined;

/** Every choice of the filter, in the order of the list. */
export const FILTER_CHOICES: readonly { label: string; group: string; change: (filter: AuditFilter) => AuditFilter; isSet: (filter: AuditFilter) => boolean }[] = [
  ...LEVELS.toReversed().map((level) => choice('Level', level, 'levels', level)),
  choice('Decision', 'Allowed', 'decisions', 'allowed'),
  choice('Decision', 'Denied', 'decisions', 'denied'),
  choice('Decided by', 'A rule', 'decidedBy', 'rule'),
  choice('Decided by', 'A person', 'decidedBy', 'person'),
  choice('Decided by', 'Expiry: nobody answered', 'decidedBy', 'expiry'),
  choice('Decided by', 'The end of the run', 'decidedBy', 'abort'),
  { label: 'Without an end', group: 'Outcome', change: (filter) => ({ ...filter, openOnly: true }), isSet: ({ openOnly }) => openOnly },
];

function choice<Key extends 'levels' | 'decisions' | 'decidedBy'>(group: string, label: string, key: Key, value: AuditFilter[Key][number]): (typeof FILTER_CHOICES)[number] {
  const values = (filter: AuditFilter): readonly string[] => filter[key];
  return { label, group, change: (filter) => ({ ...filter, [key]: [...values(filter), value] }), isSet: (filter) => values(filter).includes(value) };
}

/** Beside the view's title; empty without a filter. */
export function filterText(filter: AuditFilter): string {
  return FILTER_CHOICES.filter(({ isSet }) => isSet(filter)).map(({ label }) => label).join(', ');
}

const BY: Record<DecidedBy, string> = { rule: 'by rule', person: 'by a person', expiry: 'because nobody answered', abort: 'because the run ended' };
const ENDS: Record<NonNullable<AuditEntry['outcome']>['outcome'], string> = { ok: 'done', error: 'failed', cancelled: 'stopped', refused: 'not started: it had changed' };

export interface RecordText {
  label: string;
  description: string;
  /** For a screen reader: a whole sentence. */
  spoken: string;
  /** Name of a codicon. */
  icon: 'circle-slash' | 'question' | 'error' | 'pass' | 'debug-stop';
  /** Facts, one a line. */
  facts: string[];
}

/** @param now milliseconds since the epoch */
export function recordText(entry: AuditEntry, now: number): RecordText {
  const { level, decision, decidedBy, outcome, actor, effects } = entry;
  const label = entry.title === '' ? entry.action : entry.title.split('\n', 1)[0] ?? '';
  const end = decision === 'denied' ? `denied ${BY[decidedBy]}` : `allowed ${BY[decidedBy]}, ${outcome === undefined ? 'no end recorded' : ENDS[outcome.outcome]}`;
  const when = age(now - entry.at);
  return {
    label,
    description: `${level} · ${end} · ${when}`,
    spoken: `${label}. ${level}, ${end}, asked by ${actor.name}, ${when}.`,
    icon: decision === 'denied' ? 'circle-slash' : outcome === undefined ? 'question' : outcome.outcome === 'ok' ? 'pass' : outcome.outcome === 'cancelled' ? 'debug-stop' : 'error',
    facts: [
      `${new Date(entry.at).toISOString()}, asked by ${actor.name} (${actor.kind})`,
      `${level}, ${end}; rule ${entry.rule}`,
      ...effects.map(({ kind, target, detail }) => `${kind}: ${target}${detail === undefined ? '' : ` (${detail})`}`),
      ...(outcome === undefined || outcome.detail === '' ? [] : [`Ended ${new Date(outcome.at).toISOString()}: ${outcome.detail.split('\n', 1)[0] ?? ''}`]),
      `Digest ${entry.digest}`,
      `Record ${entry.id} of session ${entry.sessionId}`,
    ],
  };
}
