import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parseEngineEvent } from '../../../src/infra/engineEvents.ts';
import { lossReport } from '../../../src/infra/lossReport.ts';
import { PlannedSteps } from '../../../src/infra/plannedSteps.ts';
import { ResourceTree } from '../../../src/infra/resourceTree.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const corpora = process.env.PILOTHOUSE_CORPORA ?? resolve(root, '../shared/corpora');
const corpus = join(corpora, 'engine-streams-dev.json.gz');

interface Stream { name: string; lines: unknown[] }

function recorded(): Stream[] {
  const all = JSON.parse(gunzipSync(readFileSync(corpus)).toString('utf8')) as Record<string, { events: string }>;
  return Object.entries(all).map(([name, { events }]) => ({ name, lines: linesOf(events) }));
}

function fixtures(): Stream[] {
  const folder = join(root, 'test/fixtures/streams');
  return readdirSync(folder).filter((name) => name.endsWith('.jsonl')).map((name) => ({ name, lines: linesOf(readFileSync(join(folder, name), 'utf8')) }));
}

const linesOf = (text: string): unknown[] => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);

describe('recorded engine streams', () => {
  const streams = fixtures();
  if (existsSync(corpus)) streams.push(...recorded());
  else console.log(`    (only ${streams.length} fixtures are replayed: ${corpus} is not there; PILOTHOUSE_CORPORA names its folder)`);

  it('bring every row into a final state and give the counts of the engine\'s own summary', () => {
    const wrong: string[] = [];
    for (const { name, lines } of streams) {
      const tree = new ResourceTree({ verb: 'deploy', project: 'test', stack: 'test' });
      for (const line of lines) tree.apply(parseEngineEvent(line), 1);
      tree.finish(2);
      for (const row of tree.rows) if (row.state === 'running') wrong.push(`${name}: ${row.name} is still running`);
      const expected = tree.summary?.resourceChanges;
      if (expected !== undefined && JSON.stringify(sorted(tree.counts)) !== JSON.stringify(sorted(expected))) {
        wrong.push(`${name}: counted ${JSON.stringify(tree.counts)}, the engine ${JSON.stringify(expected)}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(streams.length > 0);
  });

  it('leave cut-off rows interrupted wherever they are cut, never running', () => {
    for (const { name, lines } of streams) {
      const half = lines.slice(0, Math.ceil(lines.length / 2));
      const tree = new ResourceTree({ verb: 'deploy', project: 'test', stack: 'test' });
      for (const line of half) tree.apply(parseEngineEvent(line), 1);
      const last = tree.finish(2);
      assert.equal(last.phase, 'finished');
      assert.deepEqual(tree.rows.filter((row) => row.state === 'running').map((row) => row.urn), [], name);
    }
  });

  it('name every resource that a preview deletes or replaces in the loss report, engine resources apart', () => {
    const empty = { token: '', resources: [], pendingOperations: [], outputs: [] };
    for (const { name, lines } of streams) {
      const planned = new PlannedSteps();
      for (const line of lines) planned.apply(parseEngineEvent(line));
      const lost = planned.steps.filter(({ op, type, old }) => /^(delete|replace)/.test(op) && !/^pulumi:(pulumi|providers):/.test(type) && old?.custom === true && !old.external).map(({ urn }) => urn.split('::').slice(3).join('::'));
      const report = lossReport(planned.steps, { verb: 'deploy', project: 'test', stack: 'test', counts: {}, state: empty });
      assert.deepEqual([...new Set(report.items.map((item) => item.name))].sort(), [...new Set(lost)].sort(), name);
    }
  });
});

const sorted = (counts: Record<string, number>): [string, number][] => Object.entries(counts).filter(([, count]) => count > 0).sort(([left], [right]) => (left < right ? -1 : 1));
