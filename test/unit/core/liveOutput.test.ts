import assert from 'node:assert/strict';
import { whileOpen } from '../../../src/core/liveOutput.ts';
import type { Call, ExecutorPorts } from '../../../src/core/call.ts';

/** What is shown live of output that comes in these pieces. */
function shown(pieces: readonly string[]): string[] {
  const texts: string[] = [];
  const ports = {
    emit: (_actor: unknown, body: { text: string }) => void texts.push(body.text),
    redact: (text: string) => text.replaceAll(/-----BEGIN A PRIVATE KEY-----[^-]*(-----END A PRIVATE KEY-----)?/g, '«key»'),
    logLine: () => undefined,
  } as unknown as ExecutorPorts;
  const live = whileOpen(ports, { name: 'shell' } as Call);
  for (const piece of pieces) live.output(piece);
  live.close();
  return texts;
}

describe('live output', () => {
  it('is shown line by line', () => {
    assert.deepEqual(shown(['a\nb', 'c\n', 'd']), ['a\n', 'bc\n', 'd']);
  });

  it('waits for the end of a key that has begun', () => {
    const begin = ['-----BEGIN A ', 'PRIVATE KEY-----'].join('');
    const end = ['-----END A ', 'PRIVATE KEY-----'].join('');
    assert.deepEqual(shown([`a\n${begin}\nAAAA\n`, 'BBBB\n', `${end}\nb\n`]), ['a\n', '«key»\nb\n']);
    assert.deepEqual(shown([`${begin}\nAAAA\n`, 'BBBB\n']), ['«key»']);
  });
});
