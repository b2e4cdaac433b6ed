import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isInstallerOnline } from '../../../src/process/pulumiSetupOnline.ts';

describe("the installer's host", () => {
  it('is online where it answers, not where it refuses, is silent or is gone', async () => {
    const methods: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      methods.push(request.method);
      if (request.url !== '/silent') response.writeHead(request.url === '/refused' ? 403 : 200).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const patient = new AbortController();
    assert.equal(await isInstallerOnline(patient.signal, `${base}/`), true);
    assert.equal(await isInstallerOnline(patient.signal, `${base}/refused`), false);
    const impatient = new AbortController();
    server.once('request', () => impatient.abort());
    assert.equal(await isInstallerOnline(impatient.signal, `${base}/silent`), false);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    assert.equal(await isInstallerOnline(patient.signal, `${base}/`), false);
    assert.deepEqual(methods, ['HEAD', 'HEAD', 'HEAD']);
  });
});
