import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built command as a real process. */
const cli = resolve(import.meta.dirname, '../../dist/cli.js');

interface Answer { level: string; decision: string; effects: unknown[]; reasons: string[]; ms: number }

describe('pilothouse risk', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => assert.ok(existsSync(cli), 'dist/cli.js is missing: run "npm run build" first'));
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'risk-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function risk(input: string, ...args: string[]): Promise<{ code: number | null; stdout: string }> {
    const child = spawn(process.execPath, [cli, 'risk', ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stdin.end(input);
    const [code] = await once(child, 'close') as [number | null];
    return { code, stdout };
  }

  it('answers 1,000 lines in order, each with one line, whatever is in them', async () => {
    const kinds: [string, string][] = [
      [JSON.stringify({ command: 'ls' }), 'SAFE'], [JSON.stringify({ command: 'rm -rf build', shell: 'bash' }), 'DESTRUCTIVE'], [JSON.stringify({ command: 'Get-ChildItem', shell: 'powershell' }), 'SAFE'],
      [JSON.stringify({ command: "ls 'a" }), 'MODERATE'], ['no json', 'HIGH'], ['{"x":1}', 'HIGH'], ['', 'HIGH'], [JSON.stringify({ command: 'cat .env', cwd: folder }), 'HIGH'],
    ];
    const lines = Array.from({ length: 1000 }, (_, index) => kinds[index % kinds.length] ?? ['', '']);
    const { code, stdout } = await risk(`${lines.map(([line]) => line).join('\n')}\n`);
    const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Answer);
    assert.equal(code, 0);
    assert.deepEqual(answers.map(({ level }) => level), lines.map(([, level]) => level));
    for (const { level, decision, effects, reasons, ms } of answers) {
      assert.equal(decision, level === 'SAFE' ? 'allow' : 'ask');
      assert.ok(effects.length > 0 && reasons.length > 0 && ms >= 0);
    }
  });

  it('explains one command to people', async () => {
    const { code, stdout } = await risk('', '--explain', 'rm -rf build');
    assert.equal(code, 0);
    assert.match(stdout, /^DESTRUCTIVE: /);
    assert.match(stdout, /Type "build" to run it/);
  });
});
