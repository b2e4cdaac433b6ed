import assert from 'node:assert/strict';
import type { Level } from '../../../src/shared/effects.ts';
import { judge, realAnalyser, type FakeFile } from './analyser.ts';

const analyser = realAnalyser();

/** Command, files of the workspace, level. */
const table: [string, Record<string, FakeFile>, Level][] = [
  ['yarn --version', {}, 'SAFE'],
  ['yarn --version', { '.yarnrc.yml': { text: 'nodeLinker: node-modules\n' } }, 'SAFE'],
  ['yarn --version', { '.yarnrc.yml': { text: 'yarnPath: ./.yarn/a.cjs\n' } }, 'MODERATE'],
  ['cd src && yarn list', { '.yarnrc.yml': { text: 'yarnPath: ./.yarn/a.cjs\n' }, 'src/a.ts': {} }, 'MODERATE'],
  ['pnpm ls', { 'package.json': { text: '{}' } }, 'SAFE'],
  ['pnpm ls', { '.pnpmfile.cjs': { text: '' } }, 'MODERATE'],
  ['cargo metadata', { 'Cargo.toml': { text: '' }, '.cargo/config.toml': { text: '[net]\nretry = 2\n' } }, 'SAFE'],
  ['cargo metadata', { '.cargo/config.toml': { text: '[build]\nrustc = "./a"\n' } }, 'MODERATE'],
  ['cargo --version', { 'rust-toolchain.toml': { text: '[toolchain]\npath = "a"\n' } }, 'MODERATE'],
  ['pip list', {}, 'SAFE'], ['pip --python=./a list', {}, 'MODERATE'], ['uv pip list --python ./a', {}, 'MODERATE'],
  ['python3 -m json.tool a.json', { 'setup.py': { text: '' } }, 'SAFE'],
  ['python3 -m json.tool a.json', { 'json.py': { text: '' } }, 'MODERATE'],
  ['python3 -m json.tool a.json', { 'argparse/__init__.py': { text: '' } }, 'MODERATE'],
  ['python3 -m json.tool a.json', { 'test/a.py': { text: '' } }, 'SAFE'],
];

describe('programs that a project takes over', () => {
  for (const [command, files, level] of table) {
    it(`judges ${command} ${level} beside ${Object.keys(files).join(', ') || 'nothing'}`, async () => {
      assert.equal((await judge(analyser, command, {}, files)).level, level);
    });
  }
});
