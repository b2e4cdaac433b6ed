import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../fixtures/programs/askOnTerminal.ts');

/** Runs the program with this on its standard input, which then ends. */
function answer(input: string, ...args: string[]): { ran: string; shown: string } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...args], { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return { ran: stdout.trim(), shown: stderr };
}

describe('a confirmation on the terminal', function () {
  // each starts a process of its own
  this.timeout(60_000);

  it('wants the target typed, and shows level, sentence, who asks and how', () => {
    const { ran, shown } = answer('dev\n');
    assert.equal(ran, 'ran dev');
    assert.match(shown, /\[DESTRUCTIVE\] Drop⟨U\+001B⟩\[2K dev\n[\s\S]*Asked by model script-1, for your message on the command line\.[\s\S]*Type dev to confirm, anything else rejects: /);
  });

  it('takes nothing else for a yes, nor the end of the input', () => {
    for (const input of ['yes\n', 'Dev\n', '\n', '']) assert.equal(answer(input).ran, 'ran', JSON.stringify(input));
  });

  it('outside a session means no without a terminal', () => {
    assert.equal(answer('yes\n', 'host').ran, 'host false');
  });
});
