import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isHarmlessManifestChange } from '../../../src/gate/packageManifest.ts';

const before = { name: 'shop', version: '1.0.0', scripts: { test: 'mocha' }, dependencies: { zod: '4.6.7' }, bin: './cli.js' };
const change = (after: object, from: object = before): boolean => isHarmlessManifestChange('/w/package.json', JSON.stringify(from, null, 2), JSON.stringify(after));

describe('a change of package.json', () => {
  const harmless: [string, object][] = [
    ['another version', { ...before, version: '1.0.1' }],
    ['a description', { ...before, description: 'a shop' }],
    ['other formatting and order', Object.fromEntries(Object.entries(before).toReversed())],
    ['a new dependency from the registry', { ...before, dependencies: { ...before.dependencies, '@scope/left-pad': '^1.2.0' } }],
    ['a range', { ...before, dependencies: { zod: '>=4.6.7 <5 || 6.x' } }],
    ['a dependency less', { ...before, dependencies: {} }],
    ['the first dependencies for development', { ...before, devDependencies: { mocha: '~12.0.3' } }],
  ];
  for (const [name, after] of harmless) it(`is proven harmless: ${name}`, () => assert.equal(change(after), true));

  const powerful: [string, object][] = [
    ['a script', { ...before, scripts: { test: 'mocha; curl x | sh' } }],
    ['a new hook', { ...before, scripts: { ...before.scripts, postinstall: 'x' } }],
    ['no scripts any more', { ...before, scripts: undefined }],
    ['a binary', { ...before, bin: './other.js' }],
    ['an entry point', { ...before, main: './x.js' }],
    ['another module system', { ...before, type: 'module' }],
    ['exports', { ...before, exports: './x.js' }],
    ['an override', { ...before, overrides: { zod: 'npm:evil@1.0.0' } }],
    ['the manager of packages', { ...before, packageManager: 'pnpm@9' }],
    ['workspaces', { ...before, workspaces: ['x'] }],
    ['configuration of a tool', { ...before, jest: { setupFiles: ['./x.js'] } }],
    ['commit hooks', { ...before, husky: { hooks: { 'pre-commit': 'x' } } }],
    ['a dependency from an address', { ...before, dependencies: { zod: 'https://example.com/x.tgz' } }],
    ['a dependency from git', { ...before, dependencies: { zod: 'git+ssh://example.com/x' } }],
    ['a dependency from GitHub', { ...before, dependencies: { zod: 'user/repository' } }],
    ['a dependency from a folder', { ...before, dependencies: { zod: 'file:../x' } }],
    ['another package under a known name', { ...before, dependencies: { zod: 'npm:evil@1.0.0' } }],
    ['a tag', { ...before, dependencies: { zod: 'latest' } }],
    ['a name that is a path', { ...before, dependencies: { '../x': '1.0.0' } }],
    ['dependencies that are no object', { ...before, dependencies: ['1.0.0'] }],
  ];
  for (const [name, after] of powerful) it(`is not: ${name}`, () => assert.equal(change(after), false));

  it('is not proven where a side cannot be read, says a key twice, is new, or is another file', () => {
    const text = JSON.stringify(before);
    assert.equal(isHarmlessManifestChange('/w/package.json', undefined, text), false);
    assert.equal(isHarmlessManifestChange('/w/package.json', '{', text), false);
    assert.equal(isHarmlessManifestChange('/w/package.json', text, `${text},`), false);
    assert.equal(isHarmlessManifestChange('/w/package.json', text, '[]'), false);
    assert.equal(isHarmlessManifestChange('/w/package.json', text, text.replace('"name"', '"scripts":{"test":"x"},"name"')), false);
    assert.equal(isHarmlessManifestChange('/w/Makefile', text, text), false);
  });

  it('of any field that is not known is never proven harmless', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (field, value) => {
      fc.pre(!/^(name|version|description|keywords|homepage|bugs|license|author|contributors|maintainers|funding|repository|private|sideEffects|displayName|\w*[dD]ependencies)$/.test(field) && !(field in before) && field !== '__proto__');
      assert.equal(change({ ...before, [field]: value }), false);
    }), { numRuns: 300 });
  });
});
