import assert from 'node:assert/strict';
import type { Word } from '../../../../src/gate/analyse/call.ts';
import { plain } from '../../../../src/gate/analyse/family.ts';
import { findDoes } from '../../../../src/gate/families/findExpression.ts';

const find = (...words: (string | Word)[]): ReturnType<typeof findDoes> =>
  findDoes({ program: 'find', words: words.map((word) => (typeof word === 'string' ? plain(word) : word)), stdin: { kind: 'none' }, dialect: 'bash', elsewhere: false });

describe('a find expression', () => {
  it('prints names of the workspace where it starts inside and looks for no secrets', () => {
    assert.equal(find('.', '-name', '*.ts').prints, 'names');
    assert.equal(find('src', '-type', 'f').prints, 'names');
    assert.equal(find('/etc', '-name', '*.ts').prints, undefined);
    assert.equal(find('..').prints, undefined);
    assert.equal(find('.', '-name', '.env').prints, undefined);
  });

  it('hands what it finds to the program it starts', () => {
    const [run] = find('.', '-name', '*.ts', '-exec', 'wc', '-l', '{}', '+').runs ?? [];
    assert.deepEqual(run, { kind: 'words', words: [plain('wc'), plain('-l'), { text: '{}', exact: false, prefix: '.', inside: true }] });
  });

  it('starts every program that it names', () => {
    assert.equal(find('.', '-exec', 'ls', ';', '-ok', 'rm', '{}', ';').runs?.length, 2);
    assert.equal(find('.', '-exec', 'rm', '{}').effects?.length, 1);
  });

  it('names the widest start point where it deletes', () => {
    assert.equal(find('src', '/', '-delete').target, '/');
    assert.equal(find('.', '-delete').level, 'DESTRUCTIVE');
  });

  it('does not know a test that an expansion may be', () => {
    assert.equal(find('.', { text: '$x', exact: false }).effects?.[0]?.kind, 'unknown');
    assert.deepEqual(find('.', '-name', { text: '$x', exact: false }).effects, []);
  });
});
