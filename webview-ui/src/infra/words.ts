import type { ResourceRow, StepOp } from '../../../src/shared/infra.ts';

/** Pulumi's glyphs and words for steps, as its own command line shows them. */

interface Wording {
  glyph: string;
  /** `create`, `creating`, `created`. */
  plan: string;
  doing: string;
  done: string;
  tone: 'add' | 'remove' | 'change' | 'replace' | 'quiet';
  /** Worst first. */
  rank: number;
}

const create: Wording = { glyph: '+', plan: 'create', doing: 'creating', done: 'created', tone: 'add', rank: 4 };
const remove: Wording = { glyph: '-', plan: 'delete', doing: 'deleting', done: 'deleted', tone: 'remove', rank: 1 };
const replace: Wording = { glyph: '+-', plan: 'replace', doing: 'replacing', done: 'replaced', tone: 'replace', rank: 2 };
const read: Wording = { glyph: '>', plan: 'read', doing: 'reading', done: 'read', tone: 'quiet', rank: 6 };
const bring: Wording = { glyph: '=', plan: 'import', doing: 'importing', done: 'imported', tone: 'add', rank: 5 };
const discard: Wording = { glyph: '<', plan: 'discard', doing: 'discarding', done: 'discarded', tone: 'quiet', rank: 6 };

const wordings: Record<StepOp, Wording> = {
  same: { glyph: ' ', plan: 'unchanged', doing: 'checking', done: 'unchanged', tone: 'quiet', rank: 9 },
  create,
  update: { glyph: '~', plan: 'update', doing: 'updating', done: 'updated', tone: 'change', rank: 3 },
  delete: remove,
  replace,
  'create-replacement': { ...replace, glyph: '++', doing: 'creating replacement', done: 'created replacement' },
  'delete-replaced': { ...replace, glyph: '--', doing: 'deleting original', done: 'deleted original' },
  read,
  'read-replacement': { ...read, glyph: '>>' },
  refresh: { ...read, glyph: '~', plan: 'refresh', doing: 'refreshing', done: 'refreshed' },
  discard,
  'discard-replaced': { ...discard, glyph: '<<' },
  'remove-pending-replace': { ...remove, plan: 'remove from state', doing: 'removing from state', done: 'removed from state' },
  import: bring,
  'import-replacement': { ...bring, glyph: '=>', plan: 'import replacement' },
};

export const wordingOf = (op: StepOp): Wording => wordings[op];

/** The word for a row's state without its seconds: `create`, `creating`, `created`, `creating failed`. */
export function stateWord(row: Pick<ResourceRow, 'op' | 'state'>): string {
  const wording = wordings[row.op];
  switch (row.state) {
    case 'planned': return wording.plan;
    case 'running': return wording.doing;
    case 'done': return wording.done;
    case 'failed': return `${wording.doing} failed`;
    case 'interrupted': return `${wording.doing} interrupted`;
  }
}

const countOrder: [keys: StepOp[], planned: string, done: string][] = [
  [['delete'], 'to delete', 'deleted'],
  [['replace', 'create-replacement', 'delete-replaced'], 'to replace', 'replaced'],
  [['update'], 'to update', 'updated'],
  [['create'], 'to create', 'created'],
  [['import', 'import-replacement'], 'to import', 'imported'],
  [['read', 'read-replacement'], 'to read', 'read'],
  [['same'], 'unchanged', 'unchanged'],
];

/** Counts in words, worst first: `1 to delete`, `2 to replace`, `12 unchanged`. Steps of one replacement count once. */
export function countWords(counts: Record<string, number>, planned: boolean): string[] {
  return countOrder.flatMap(([keys, plan, done]) => {
    const number = Math.max(...keys.map((key) => counts[key] ?? 0));
    return number === 0 ? [] : [`${number} ${planned ? plan : done}`];
  });
}

/** A type without the file of its module, as the Pulumi command prints it: `aws:ec2/instance:Instance` → `aws:ec2:Instance`. */
export const shortType = (type: string): string => type.replace(/^([^:]+:[^:/]+)\/[^:]+:/, '$1:');
