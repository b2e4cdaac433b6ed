import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { isBelow, isInside, isPowerConfig, isSecretFile } from '../../../src/gate/paths.ts';

const root = resolve('/home/me/app');
const inside = (path: string): boolean => isInside(resolve(root, path), [root]);

describe('paths', () => {
  it('lie inside the workspace where they are its root or below', () => {
    for (const path of ['.', 'src/app.ts', 'src/../a', '..a', 'a b/c~1', 'docs/$draft', '50%.md', 'x~']) assert.equal(inside(path), true, path);
  });

  it('lie outside where they leave it', () => {
    for (const path of ['..', '../a', '/etc/passwd', 'src/../../b']) assert.equal(inside(path), false, path);
  });

  it('are never inside in a spelling that Windows or PowerShell reads as another place', () => {
    for (const path of ['C:\\Windows', 'c:/windows', 'D:x', 'a.txt:hidden', 'a.txt::$DATA', 'src\\..\\..\\b', '..\\b', '%TEMP%\\x', '$env:TEMP\\x', '$HOME/x', '~\\x', '~/x', '\\x', 'HKLM:\\Software', 'Env:PATH', 'con', 'src/aux.txt', 'COM1', 'Microsoft.PowerShell.Core\\FileSystem::C:\\x']) assert.equal(inside(path), false, path);
    for (const path of ['\\\\server\\share\\x', '//server/share', '\\\\?\\C:\\x', '\\\\.\\PhysicalDrive0', '\\??\\C:\\x']) assert.equal(isInside(path, [root]), false, path);
  });

  it('are kept out of a search path wherever they lie below the workspace, whatever they are called', () => {
    for (const path of ['bin', 'a:b/bin', '%x%/bin', 'con']) assert.equal(isBelow(resolve(root, path), [root]), true, path);
    assert.equal(isBelow('/usr/bin', [root]), false);
  });

  it('keep their meaning in letters that a file system folds or leaves out', () => {
    for (const path of ['.v\u017Fcode/settings.json', '.g\u200Cit/hooks/pre-commit', '\uFF0Egit/config', 'pac\u212Aage.json']) assert.equal(isPowerConfig(path), true, path);
    for (const path of ['.e\u200Cnv', '.s\u017Fh/config', 'a/.ssh./config', '.aws::$INDEX_ALLOCATION/credentials']) assert.equal(isSecretFile(path), true, path);
    for (const path of ['src/a.ts', 'docs/..gitx', 'a:b/c', '...']) assert.equal(isPowerConfig(path) || isSecretFile(path), false, path);
  });

  it('keep their meaning for secrets and power in Windows spelling', () => {
    for (const path of ['src\\.env', '.ENV', '.env.', '.env::$DATA', 'C:\\Users\\me\\.ssh\\config', 'a\\id_rsa']) assert.equal(isSecretFile(path), true, path);
    for (const path of ['.vscode\\settings.json', '.Cursor\\Mcp.json', '.git\\hooks\\pre-commit', 'package.json.', '.vscode./settings.json', '.git /hooks/pre-commit', '.vscode::$INDEX_ALLOCATION/settings.json', 'C:\\a\\.husky.\\x']) assert.equal(isPowerConfig(path), true, path);
  });
});
