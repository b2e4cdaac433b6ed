import assert from 'node:assert/strict';
import { join } from 'node:path';
import { freePort } from '../../scripts/lib/editorServer.ts';
import { processes } from '../../scripts/lib/processTree.ts';
import { start } from '../../scripts/lib/processes.ts';
import { root, tempDir, type TempDir } from '../support/paths.ts';

describe('npm start', () => {
  let dir: TempDir;

  before(() => { dir = tempDir(); });
  after(() => { dir.remove(); });

  it('prints the editor’s address, and Ctrl+C ends every process that it began', async () => {
    const port = await freePort();
    const running = start(process.execPath, [join(root, 'scripts', 'start.ts'), '--editor', 'browser', '--port', String(port), '--dir', dir.path], { stdio: ['ignore', 'pipe', 'pipe'] });
    const address = await new Promise<string>((resolve, reject) => {
      let output = '';
      const read = (chunk: Buffer) => {
        output += chunk.toString('utf8');
        const found = /^http:\/\/127\.0\.0\.1:\d+\/\?folder=\S+$/m.exec(output);
        if (found !== null) resolve(found[0]);
      };
      running.child.stdout?.on('data', read);
      running.child.stderr?.on('data', read);
      void running.exited.then((code) => { reject(new Error(`npm start ended early (exit code ${code}):\n${output}`)); });
    });
    assert.equal(new URL(address).port, String(port));
    const answer = await fetch(address, { redirect: 'manual' });
    assert.ok(answer.status < 400, `status ${answer.status}`);
    assert.equal((await fetch(new URL('/', address), { redirect: 'manual' })).status, 403);
    const ours = () => processes().filter(({ command }) => command.includes(dir.path));
    assert.ok(ours().length >= 2);
    process.kill(running.child.pid ?? 0, 'SIGINT');
    assert.equal(await running.exited, 130);
    assert.deepEqual(ours(), []);
  });
});
