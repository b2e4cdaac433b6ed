import assert from 'node:assert/strict';
import { readAwkScript } from '../../../../src/gate/families/awkScript.ts';

const nothing = { writes: [], runs: [], unknown: false, environment: false };

describe('an awk program', () => {
  for (const program of ['{print $1}', '$3 > 10', '/a>b|c/ {print}', 'BEGIN {print "a | b > c"}', '{print ($1 > 2)}', '{x = $1 / 2; y = $2 / 3; print x}', '{print > "/dev/stderr"}', '# print > "x"\n{print}', '$1 ~ /[/|>]/ || NR == 1', '{sub(/"/, ""); print}', 'NR==1{print;next} {a[$1]++} END{for(k in a)print k,a[k]}']) {
    it(`only prints: ${program}`, () => assert.deepEqual(readAwkScript(program), nothing));
  }

  for (const program of ['{print > "out"}', '{print $1, $2 >> "out"}', '{if (/x/) print "a" > "out"; else next}', '{print $1 / 2 > "out"}']) {
    it(`writes a file: ${program}`, () => assert.deepEqual(readAwkScript(program)?.writes, ['out']));
  }

  for (const program of ['{system("id")}', '{print | "id"}', 'BEGIN{"id" | getline x}', '/"/ {system("id")} /"/', 'BEGIN{print "a" |& "id"}']) {
    it(`starts a program: ${program}`, () => assert.deepEqual(readAwkScript(program)?.runs, ['id']));
  }

  it('starts what it computes', () => assert.deepEqual(readAwkScript('{s = "x" $1; system(s)}')?.runs, [undefined]));
  it('looks at the environment', () => assert.equal(readAwkScript('BEGIN{print ENVIRON["A"]}')?.environment, true));

  for (const program of ['{print > $1".txt"}', '{getline x < "a"; print x}', '@load "filefuncs"', '{f = "system"; @f("id")}', '{print > "/inet/tcp/0/a/80"}']) {
    it(`does what is not known: ${program}`, () => assert.equal(readAwkScript(program)?.unknown, true));
  }

  for (const program of ['{print "a}', '/a', '{if (1) /"/; system("id"); /"/}']) it(`is not understood: ${program}`, () => assert.equal(readAwkScript(program), undefined));
});
