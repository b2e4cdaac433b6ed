import assert from 'node:assert/strict';
import { judge, realAnalyser } from './analyser.ts';

const analyser = realAnalyser();
const levelOf = async (command: string, text: string): Promise<string> => (await judge(analyser, command, {}, { 'a.sh': { text, state: 'clean' } })).level;

describe('a script file', () => {
  it('may begin with the name of its shell', async () => {
    for (const header of ['#!/bin/sh', '#!/bin/bash', '#! /usr/bin/env bash', '#!/bin/bash -eu', '#!/usr/bin/zsh']) {
      assert.equal(await levelOf('./a.sh', `${header}\nset -e\nls src\n`), 'MODERATE', header);
      assert.equal(await levelOf('bash a.sh', `${header}\nls src\n`), 'MODERATE', header);
      assert.equal(await levelOf('./a.sh', `${header}\nrm -rf src\n`), 'DESTRUCTIVE', header);
    }
    assert.equal(await levelOf('./a.sh', '#!/bin/sh\n'), 'MODERATE');
  });

  it('is not believed where its first line hands the shell more than switches', async () => {
    for (const header of ["#!/usr/bin/env -S bash -c 'touch x'", '#!/bin/bash --rcfile x', '#!/bin/sh -c id']) assert.equal(await levelOf('./a.sh', `${header}\nls\n`), 'HIGH', header);
  });
});

describe('a loop over names that another command prints', () => {
  const files = { 'src/a.ts': { text: '' } };
  const level = async (command: string): Promise<string> => (await judge(analyser, command, {}, files)).level;

  it('reads files of the workspace', async () => {
    for (const command of ['git ls-files | while read f; do wc -l "$f"; done', "find src -name '*.ts' | while IFS= read -r file; do echo \"$file\"; head -3 \"$file\"; done"]) assert.equal(await level(command), 'SAFE', command);
  });

  it('may say how its lines are cut, for `read` alone', async () => {
    assert.equal(await level("printf 'a,b\\n' | while IFS=, read -r one two; do echo \"$one\"; done"), 'SAFE');
    for (const command of ['IFS=, ls', 'IFS=,; read a', 'IFS=$(rm -rf src) read a', 'read() { ls; }; IFS=, read a']) assert.notEqual(await level(command), 'SAFE', command);
  });

  it('stays unknown where the names come from elsewhere, or where more is read than a name', async () => {
    for (const command of ['cat list | while read f; do cat "$f"; done', 'git ls-files | while read -u 3 f; do cat "$f"; done', 'git ls-files | until read f; do cat "$f"; done', 'git ls-files | while read f < list; do cat "$f"; done', 'git ls-files | while read f; do f=$x; cat "$f"; done', 'read() { f=/etc/passwd; }; git ls-files | while read f; do cat "$f"; done']) assert.notEqual(await level(command), 'SAFE', command);
    assert.equal(await level('git ls-files | while read f; do rm -rf "$f"; done'), 'DESTRUCTIVE');
  });
});

describe('code on the line', () => {
  const level = async (command: string): Promise<string> => (await judge(analyser, command, {}, { 'package.json': { text: '{}' } })).level;

  it('that prints a part of a JSON file of the project is code of the project', async () => {
    for (const command of ["node -p \"require('./package.json').version\"", "node -e \"console.log(JSON.stringify(require('./package.json').scripts, null, 2))\"", "python3 -c \"import json; print(json.load(open('package.json'))['version'])\""]) assert.equal(await level(command), 'MODERATE', command);
  });

  it('is anything where it does more', async () => {
    for (const command of ["node -p \"require('./a.js').x\"", "node -p \"require('../a.json').x\"", "node -p \"require('./package.json').x()\"", "node -e \"require('./package.json'); process.exit()\"", "cd /tmp && node -p \"require('./a.json')\"", "python3 -c \"import json; print(json.load(open('/etc/a.json')))\"", "node -p \"require('./credentials.json')\""]) assert.equal(await level(command), 'HIGH', command);
  });
});
