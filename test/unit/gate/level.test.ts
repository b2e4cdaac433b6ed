import assert from 'node:assert/strict';
import { levelOf } from '../../../src/gate/level.ts';
import { isInside, isPowerConfig, isSecretFile } from '../../../src/gate/paths.ts';
import type { Effect, Level } from '../../../src/shared/effects.ts';

const table: [Effect, Level][] = [
  [{ kind: 'read', target: '/w/a.ts', inWorkspace: true }, 'SAFE'],
  [{ kind: 'read', target: '/w/.env', inWorkspace: true }, 'HIGH'],
  [{ kind: 'read', target: '/etc/hosts', inWorkspace: false }, 'MODERATE'],
  [{ kind: 'read', target: 'a' }, 'MODERATE'],
  [{ kind: 'write', target: '/w/a.ts', inWorkspace: true }, 'MODERATE'],
  [{ kind: 'write', target: '/w/.vscode/settings.json', inWorkspace: true }, 'HIGH'],
  [{ kind: 'write', target: '/w/.git/hooks/pre-commit', inWorkspace: true }, 'HIGH'],
  [{ kind: 'write', target: '/x', inWorkspace: false }, 'HIGH'],
  [{ kind: 'write', target: 'a' }, 'HIGH'],
  [{ kind: 'overwrite', target: '/w/a', inWorkspace: true, tracked: true, recoverable: 'checkpoint' }, 'MODERATE'],
  [{ kind: 'overwrite', target: '/w/a', inWorkspace: true, tracked: false, recoverable: 'checkpoint' }, 'HIGH'],
  [{ kind: 'overwrite', target: '/w/a', inWorkspace: true, recoverable: 'checkpoint' }, 'HIGH'],
  [{ kind: 'overwrite', target: '/w/a', inWorkspace: true, tracked: true }, 'HIGH'],
  [{ kind: 'delete', target: '/w/a', inWorkspace: true, recoverable: 'checkpoint' }, 'MODERATE'],
  [{ kind: 'delete', target: '/x', inWorkspace: false, recoverable: 'trash' }, 'HIGH'],
  [{ kind: 'delete', target: '/w/a', inWorkspace: true, recoverable: 'unknown' }, 'HIGH'],
  [{ kind: 'delete', target: '/w/a', inWorkspace: true, recoverable: 'none' }, 'DESTRUCTIVE'],
  [{ kind: 'delete', target: '/w/a', inWorkspace: true }, 'DESTRUCTIVE'],
  [{ kind: 'exec', target: 'npm test' }, 'MODERATE'],
  [{ kind: 'network', target: 'x', access: 'read' }, 'MODERATE'],
  [{ kind: 'network', target: 'x' }, 'HIGH'],
  [{ kind: 'infra', target: 'a/dev', access: 'read' }, 'SAFE'],
  [{ kind: 'infra', target: 'a/dev' }, 'HIGH'],
  [{ kind: 'git', target: 'log', access: 'read' }, 'SAFE'],
  [{ kind: 'git', target: 'commit', access: 'write', recoverable: 'git' }, 'MODERATE'],
  [{ kind: 'git', target: 'push' }, 'HIGH'],
  [{ kind: 'privilege', target: 'sudo' }, 'HIGH'],
  [{ kind: 'process', target: '1' }, 'HIGH'],
  [{ kind: 'power-config', target: 'x' }, 'HIGH'],
  [{ kind: 'secret-read', target: 'x' }, 'HIGH'],
  [{ kind: 'unknown', target: 'x' }, 'MODERATE'],
  [{ kind: 'unknown', target: '/etc', inWorkspace: false }, 'HIGH'],
];

describe('level of effects', () => {
  for (const [effect, level] of table) {
    const { kind, target, ...rest } = effect;
    it(`is ${level} for ${kind} ${target} ${JSON.stringify(rest)}`, () => assert.equal(levelOf([effect]).level, level));
  }

  it('is the highest of all, and the gravest fact comes first', () => {
    const { level, reasons } = levelOf([{ kind: 'read', target: 'a', inWorkspace: true }, { kind: 'delete', target: 'db', recoverable: 'none' }, { kind: 'exec', target: 'x' }]);
    assert.equal(level, 'DESTRUCTIVE');
    assert.match(reasons[0] ?? '', /db/);
  });
});

describe('paths', () => {
  for (const path of ['/w/.env', '/w/.env.production', '/w/a/prod.env', '/h/.ssh/config', '/w/key.pem', '/w/ID_RSA', '/w/.npmrc', '/w/terraform.tfstate', '/w/.ENV', 'C:\\w\\.env', '/w/.env::$DATA', '/w/.env.', '/proc/self/environ']) {
    it(`holds ${path} for secret`, () => assert.equal(isSecretFile(path), true));
  }
  for (const path of ['/w/.env.example', '/w/env.ts', '/w/src/secretary.ts', '/w/tokenizer.ts', '/w/key.ts']) {
    it(`does not hold ${path} for secret`, () => assert.equal(isSecretFile(path), false));
  }
  for (const path of ['/w/.git/config', '/w/.VSCode/tasks.json', '/w/.cursor/mcp.json', '/w/.mcp.json', '/w/AGENTS.md', '/w/CLAUDE.md', '/w/package.json', '/w/Makefile', '/w/Pulumi.prod.yaml', '/w/.github/workflows/ci.yml', '/w/.husky/pre-commit', '/h/.bashrc', 'C:\\w\\.vscode\\x', '/w/.cursorrules']) {
    it(`holds ${path} for configuration with power`, () => assert.equal(isPowerConfig(path), true));
  }
  for (const path of ['/w/src/index.ts', '/w/README.md', '/w/package-lock.json', '/w/git/config']) {
    it(`does not hold ${path} for configuration with power`, () => assert.equal(isPowerConfig(path), false));
  }

  it('knows inside from outside by folders, not by text', () => {
    assert.equal(isInside('/w/app', ['/w/app']), true);
    assert.equal(isInside('/w/app/a/b', ['/x', '/w/app']), true);
    assert.equal(isInside('/w/app/..b', ['/w/app']), true);
    assert.equal(isInside('/w/application', ['/w/app']), false);
    assert.equal(isInside('/w', ['/w/app']), false);
    assert.equal(isInside('//server/share', ['/']), false);
    assert.equal(isInside('/W/APP/a', ['/w/app'], true), true);
    assert.equal(isInside('/W/APP/a', ['/w/app'], false), false);
  });
});
