import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ripgrepCandidates } from '../../../src/process/ripgrepPlaces.ts';

describe('the places where ripgrep may lie', () => {
  it('begin with the editor’s own and end with PATH', () => {
    const places = ripgrepCandidates({ appRoot: '/editor', extensionDir: '/extension', environment: { PATH: '/usr/bin' }, platform: 'linux', arch: 'x64' });
    assert.equal(places[0], join('/editor', 'node_modules', '@vscode', 'ripgrep-universal', 'bin', 'linux-x64', 'rg'));
    assert.ok(places.includes(join('/editor', 'node_modules.asar.unpacked', '@vscode', 'ripgrep', 'bin', 'rg')));
    assert.ok(places.includes(join('/extension', 'node_modules', '@vscode', 'ripgrep-linux-x64', 'bin', 'rg')));
    assert.equal(places.at(-1), join('/usr/bin', 'rg'));
  });
  it('end in .exe on Windows', () => {
    for (const place of ripgrepCandidates({ appRoot: 'C:\\editor', extensionDir: 'C:\\extension', environment: {}, platform: 'win32', arch: 'arm64' })) assert.match(place, /rg\.exe$/);
  });
});
