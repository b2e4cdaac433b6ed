import { looks, looksAtInfra, unknownHere } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';

const compilers = 'gcc|g++|cc|c++|clang|clang++|ld|as|nm|ar|swiftc|kotlinc|scalac|ghc|zig|nim|dart|crystal|gfortran|nasm|javac|xcodebuild|gnat|ocamlc|elm|solc';
const editors = 'code|code-insiders|cursor|codium|windsurf|zed|subl|idea';

/** Programs that are known for what they say about themselves; whatever else they are told is not known here. */
export const versions: Family = {
  name: 'versions',
  rules: [
    { command: compilers, level: 'SAFE', operands: 'none', flags: '--version -dumpversion -dumpmachine -version', does: ({ options }, { program, words }) => (options.length === 1 && words.length === 1 ? { effects: [looks(program)] } : undefined), matches: ['gcc --version', 'clang --version', 'javac -version'], not: ['gcc a.c', 'gcc', 'gcc --version a.c', 'gcc @a --version'] },
    { command: editors, level: 'SAFE', operands: 'none', flags: '-v --version -h --help --list-extensions --show-versions -s --status', does: ({ options }, { program }) => (options.length > 0 ? { effects: [looks(program)] } : { effects: [unknownHere(program, 'opens the editor')] }), matches: ['code --version', 'code --list-extensions --show-versions', 'cursor --version'], not: ['code', 'code .', 'code --install-extension a', 'code --version --extensions-dir /x'] },
    { command: 'ffmpeg|ffplay|pandoc', level: 'SAFE', operands: 'none', flags: '-version --version -buildconf -formats -codecs -encoders -decoders --list-input-formats --list-output-formats', does: ({ options }, { program, words }) => (options.length === 1 && words.length === 1 ? { effects: [looks(program)] } : undefined), matches: ['ffmpeg -version', 'pandoc --version'], not: ['ffmpeg -i a.mp4 b.mp3', 'pandoc a.md'] },
    { command: 'crictl ps|pods|images|img|info|version|stats|statsp|logs|imagefsinfo', level: 'SAFE', operands: 'text', flags: '-a --all -q --quiet -v --verbose --no-trunc --digests -f --follow -t --timestamps -l --latest', values: '-o --output --tail --since --name --state --pod --namespace --label --image', does: { effects: [looksAtInfra('containers')] }, matches: ['crictl ps -a', 'crictl logs --tail 5 a'], not: ['crictl rm a', 'crictl -r unix:///x ps'] },
    { command: 'adb devices|version|help', level: 'SAFE', operands: 'none', flags: '-l', does: { effects: [looks('connected devices')] }, matches: ['adb devices -l'], not: ['adb shell rm a', 'adb -H host devices'] },
    { command: 'ollama list|ls|ps|show|help', level: 'SAFE', operands: 'text', maxOperands: 1, flags: '--license --modelfile --parameters --system --template -v --verbose', does: { effects: [looks('models on this machine')] }, matches: ['ollama list', 'ollama ps', 'ollama show a --modelfile'], not: ['ollama rm a', 'ollama pull a'] },
  ],
};
