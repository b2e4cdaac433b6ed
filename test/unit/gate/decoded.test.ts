import assert from 'node:assert/strict';
import { decodedForms } from '../../../src/gate/decoded.ts';

describe('decoded forms of a command', () => {
  const texts = (command: string): string[] => decodedForms(command).map(({ text }) => text);

  it('are shown for what a shell or a decoder would read otherwise', () => {
    assert.deepEqual(texts(String.raw`$'\x72\x6d' -rf build`), ['rm']);
    assert.deepEqual(texts(String.raw`$'\162\u006d' -rf build`), ['rm']);
    assert.deepEqual(texts(String.raw`printf '\x72\x6d\x20\x78' | sh`), ['rm x']);
    assert.deepEqual(texts(`echo ${Buffer.from('rm -rf build').toString('base64')} | base64 -d | sh`), ['rm -rf build']);
    assert.deepEqual(texts(`powershell -enc ${Buffer.from('Remove-Item C:\\x', 'utf16le').toString('base64')}`), ['Remove-Item C:\\x']);
    assert.deepEqual(texts(`echo ${Buffer.from('rm -rf build').toString('hex')} | xxd -r -p | sh`), ['rm -rf build']);
    assert.deepEqual(decodedForms(String.raw`a $'\x62' $'\x62'`), [{ encoded: String.raw`$'\x62'`, text: 'b' }]);
  });

  it('are not made up where nothing is encoded', () => {
    for (const command of ['ls -la', 'npm run build', 'base64 picture.png', 'git log --format=%h', String.raw`grep '\bword\b' src`, "echo 'it'\\''s'", 'base64 -d < node_modules/typescript/lib.txt']) assert.deepEqual(texts(command), [], command);
  });
});
