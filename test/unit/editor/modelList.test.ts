import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listModels } from '../../../src/editor/modelList.ts';

describe('the list of a server’s models', () => {
  let server: Server | undefined;
  const start = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const list = (baseUrl: string, key?: string) => listModels(baseUrl, key, AbortSignal.timeout(5_000));

  it('is asked for with the key, and sorted', async () => {
    let asked = '';
    const address = await start((request, response) => {
      asked = `${request.method} ${request.url} ${request.headers.authorization}`;
      response.end(JSON.stringify({ data: [{ id: 'zeta' }, { id: 'alpha' }, { name: 'no id' }, null] }));
    });
    assert.deepEqual(await list(address, 'secret'), ['alpha', 'zeta']);
    assert.equal(asked, 'GET /v1/models Bearer secret');
  });

  it('is empty where the server has none, answers nonsense, refuses, or sends the key elsewhere', async () => {
    for (const body of ['{}', '[]', 'nonsense', '{"data": 7}']) {
      const address = await start((_, response) => response.end(body));
      assert.deepEqual(await list(address), []);
      server?.close();
    }
    const refusing = await start((_, response) => response.writeHead(401).end());
    assert.deepEqual(await list(refusing), []);
    server?.close();
    const redirecting = await start((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    assert.deepEqual(await list(redirecting, 'secret'), []);
  });

  it('is empty where nobody answers in time', async () => {
    const address = await start(() => undefined);
    assert.deepEqual(await listModels(address, undefined, AbortSignal.timeout(50)), []);
  });
});
