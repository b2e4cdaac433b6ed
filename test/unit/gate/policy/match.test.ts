import assert from 'node:assert/strict';
import type { CommandWords, PolicyMatch } from '../../../../src/core/policy.ts';
import { commandWords } from '../../../../src/gate/policy/commands.ts';
import { matchesGlob, matchesWildcard } from '../../../../src/gate/policy/glob.ts';
import { covers, touches, type PolicyFacts } from '../../../../src/gate/policy/match.ts';
import type { Effect } from '../../../../src/shared/effects.ts';

const exec: Effect = { kind: 'exec', target: 'x', inWorkspace: true };
const facts = (command?: CommandWords, ...effects: Effect[]): PolicyFacts => ({ effects: effects.length > 0 ? effects : [exec], level: 'MODERATE', workspace: '/w', subject: { names: ['shell'], ...(command === undefined ? {} : { command }) } });
const plain = (text: string): PolicyFacts => facts(commandWords(text, true));

describe('a rule about what lies below a folder', () => {
  const fit = (path: string, effect: Partial<Effect>): string => touches({ path: [path] }, facts(undefined, { kind: 'read', target: '/w', inWorkspace: true, ...effect }));

  it('asks where something reaches all of the folder, and not where it looks at the folder alone', () => {
    for (const path of ['secrets/**', 'secrets/a/*.txt', '**/*.sql', '/w/secrets/**']) assert.deepEqual([fit(path, { below: true }), fit(path, {})], ['unknown', 'no'], path);
    assert.equal(fit('secrets/**', { target: '/w/src', below: true }), 'no');
    assert.equal(fit('secrets/**', { target: '/w/secrets', below: true }), 'yes');
    assert.equal(fit('src/*', { target: '/w/src/x', below: true }), 'yes');
  });

  it('allows what lies below only where it says so', () => {
    const covered = (path: string): boolean => covers({ path: [path] }, facts(undefined, { kind: 'delete', target: '/w/out/x', inWorkspace: true, below: true, recoverable: 'git' }));
    assert.deepEqual(['out/*', 'out/x', 'out/**'].map(covered), [false, false, true]);
  });
});

describe('a rule that allows', () => {
  const table: [PolicyMatch, string, boolean][] = [
    [{ command: ['npm test'] }, 'npm test', true],
    [{ command: ['npm test'] }, 'npm test -- --watch', true],
    [{ command: ['npm test'] }, '"npm" \'test\'', true],
    [{ command: ['npm test'] }, 'npm  run test', false],
    [{ command: ['npm test'] }, 'npm --prefix x test', false],
    [{ command: ['npm test'] }, 'npm test && npm publish', false],
    [{ command: ['npm test'] }, 'npm test; curl example.com', false],
    [{ command: ['npm test'] }, 'npm test | sh', false],
    [{ command: ['npm test'] }, 'npm test $(rm x)', false],
    [{ command: ['npm test'] }, 'npm test > out', false],
    [{ command: ['npm test'] }, './npm test', false],
    [{ command: ['npm test'] }, 'npm testing', false],
    [{ command: ['npm test', 'npm run lint'] }, 'npm test && npm run lint', true],
    [{ program: ['npm'] }, 'npm ci', true],
    [{ program: ['bash'] }, 'bash x.sh', false],
    [{ program: ['env'] }, 'env npm test', false],
    [{ command: ['python -c'] }, 'python -c "print(1)"', false],
    [{ command: ['python tools/gen.py'] }, 'python tools/gen.py --all', true],
    [{ command: ['sudo npm'] }, 'sudo npm ci', false],
  ];
  for (const [match, command, expected] of table) {
    it(`${expected ? 'covers' : 'does not cover'} ${command} by ${JSON.stringify(match)}`, () => assert.equal(covers(match, plain(command)), expected));
  }

  it('covers no command whose words are not known', () => {
    assert.equal(covers({ command: ['npm test'] }, facts(commandWords('npm test', false))), false);
    assert.equal(covers({ program: ['npm'] }, facts()), false);
  });

  it('covers an action only if every effect that counts is covered', () => {
    const write = (target: string): Effect => ({ kind: 'write', target, inWorkspace: true });
    const docs: PolicyMatch = { effect: ['write'], path: ['docs/**'] };
    assert.equal(covers(docs, facts(undefined, write('/w/docs/a.md'))), true);
    assert.equal(covers(docs, facts(undefined, write('/w/docs/a.md'), write('/w/src/a.ts'))), false);
    assert.equal(covers(docs, facts(undefined, write('/w/docs/a.md'), exec)), false);
    assert.equal(covers(docs, facts(undefined, write('/w/Docs/a.md'))), false);
    assert.equal(covers(docs, facts(undefined, { kind: 'unknown', target: 'docs/a.md', inWorkspace: true })), false);
  });
});

describe('a rule that tightens', () => {
  const table: [PolicyMatch, string, ReturnType<typeof touches>][] = [
    [{ command: ['git push'] }, 'git push', 'yes'],
    [{ command: ['git push'] }, 'git -C sub push --force', 'yes'],
    [{ command: ['git push'] }, '/usr/bin/git push', 'yes'],
    [{ command: ['git push'] }, 'GIT push', 'yes'],
    [{ command: ['git push'] }, 'ls && git push', 'yes'],
    [{ command: ['git push'] }, 'sudo git push', 'yes'],
    [{ command: ['git push'] }, 'bash -c "git push"', 'yes'],
    [{ command: ['git push'] }, 'bash deploy.sh', 'unknown'],
    [{ command: ['git push'] }, 'git status', 'no'],
    [{ program: ['terraform'] }, 'timeout 5 terraform apply', 'yes'],
    [{ program: ['terraform'] }, 'npm test', 'no'],
  ];
  for (const [match, command, expected] of table) {
    it(`says ${expected} to ${command} by ${JSON.stringify(match)}`, () => assert.equal(touches(match, plain(command)), expected));
  }

  it('does not know about a command that is more than plain words, unless every part of it is proven to read', () => {
    const words = commandWords('for f in *; do $x $f; done', false);
    assert.equal(touches({ program: ['terraform'] }, facts(words)), 'unknown');
    assert.equal(touches({ program: ['terraform'] }, { ...facts(words), level: 'SAFE' }), 'no');
    assert.equal(touches({ program: ['terraform'] }, { ...facts(), subject: undefined }), 'unknown');
  });

  it('fits by one effect of many, whatever the case of a path, and is not sure about what is not known', () => {
    const read = (target: string): Effect => ({ kind: 'read', target, inWorkspace: true });
    const secrets: PolicyMatch = { path: ['secrets/**'] };
    assert.equal(touches(secrets, facts(undefined, read('/w/a'), read('/w/Secrets/b'))), 'yes');
    assert.equal(touches(secrets, facts(undefined, read('/w/a'))), 'no');
    assert.equal(touches(secrets, facts(undefined, { kind: 'unknown', target: 'x' })), 'unknown');
    assert.equal(touches(secrets, { ...facts(), effects: [] }), 'unknown');
    assert.equal(touches({ path: ['/etc/**'] }, facts(undefined, read('/etc/hosts'))), 'yes');
  });

  it('finds hosts in addresses and stacks in targets, and is not sure where there is none', () => {
    const fetch = (target: string) => facts(undefined, { kind: 'network', target, access: 'read' });
    const infra = (target: string) => facts(undefined, { kind: 'infra', target });
    assert.equal(touches({ host: ['evil.test'] }, fetch('curl https://user:pw@EVIL.test:8443/x')), 'yes');
    assert.equal(touches({ host: ['evil.test'] }, fetch('https://example.com/evil.test')), 'no');
    assert.equal(touches({ host: ['evil.test'] }, fetch('some registry')), 'unknown');
    assert.equal(touches({ stack: ['prod'] }, infra('shop/prod')), 'yes');
    assert.equal(touches({ stack: ['prod'] }, infra('prod in /w')), 'yes');
    assert.equal(touches({ stack: ['prod'] }, infra('shop/dev')), 'no');
    assert.equal(touches({ stack: ['prod'] }, infra('selected stack in /w')), 'unknown');
  });
});

describe('globs', () => {
  for (const [pattern, path, expected] of [
    ['**', 'a/b/c', true], ['**/x', 'x', true], ['**/x', 'a/b/x', true], ['a/**', 'a/b/c', true], ['a/**', 'a', true], ['a/**', 'ab/c', false], ['*.ts', 'a.ts', true], ['*.ts', 'a/b.ts', false],
    ['a/*/c', 'a/b/c', true], ['a/*/c', 'a/b/b/c', false], ['a?c', 'abc', true], ['a?c', 'a/c', false], ['a/**/c', 'a/c', true], ['.pilothouse/**', '.pilothouse/policy.yaml', true], ['', 'a', false],
  ] as const) {
    it(`${expected ? 'fit' : 'do not fit'} ${path} by ${pattern}`, () => assert.equal(matchesGlob(pattern, path), expected));
  }

  it('take no time that grows beyond pattern times text', () => {
    assert.equal(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(20_000)), false);
    assert.equal(matchesGlob(`${'**/'.repeat(150)}x`, `${'a/'.repeat(2_000)}y`), false);
  });
});
