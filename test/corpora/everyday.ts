import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '../../src/shared/effects.ts';
import type { FakeFile } from '../unit/gate/analyser.ts';

/** A command as developers and agents type it all day, with the level that a careful engineer would give it. */
export interface EverydayCommand {
  command: string;
  accept: Level[];
  /** Why it asks, where one would expect it to be silent, or to ask less. */
  reason?: string;
}

export const everydayCommands = (): EverydayCommand[] => readFileSync(join(import.meta.dirname, 'everyday-commands.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as EverydayCommand);

const scripts = { test: 'mocha test', build: 'tsc -p .', lint: 'eslint src', typecheck: 'tsc --noEmit', dev: 'node src/index.js', start: 'node src/index.js' };
const texts: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'app', version: '1.0.0', scripts }), Makefile: 'build:\n\ttsc -p .\ntest:\n\tnpm test\n', 'scripts/a.sh': '#!/usr/bin/env bash\nset -e\nls src\n', 'build.sh': '#!/bin/sh\nls src\n',
  gradlew: '#!/bin/sh\nexec java -jar gradle/wrapper/gradle-wrapper.jar "$@"\n',
};
const tracked = 'README.md tsconfig.json requirements.txt a.txt b.txt a.ts a.json data.csv notes.md fix.patch main.py src/a.ts src/b.ts src/index.js src/index.ts test/a.test.ts packages/a/package.json packages/b/package.json scripts/a.py scripts/build.mjs';
const installed = 'tsc eslint prettier vitest jest mocha playwright tsx';

/** A workspace with sources that git holds, scripts and installed tools. */
export const everydayWorkspace: Record<string, FakeFile> = {
  ...Object.fromEntries(tracked.split(' ').map((path): [string, FakeFile] => [path, { text: '{}', state: 'clean' }])),
  ...Object.fromEntries(Object.entries(texts).map(([path, text]): [string, FakeFile] => [path, { text, state: 'clean' }])),
  ...Object.fromEntries(installed.split(' ').map((name): [string, FakeFile] => [`node_modules/.bin/${name}`, { text: '', state: 'ignored' }])),
};
