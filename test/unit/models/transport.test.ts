import assert from 'node:assert/strict';
import { transportOf } from '../../../src/models/transport.ts';

describe('the transport of a remote provider', () => {
  it('follows no redirect and sends only known headers and the given credentials', async () => {
    const seen: RequestInit[] = [];
    const original = globalThis.fetch;
    globalThis.fetch = (_input, init) => {
      seen.push(init ?? {});
      return Promise.resolve(new Response(''));
    };
    try {
      const send = transportOf('https://api.example.com', { 'authorization': 'Bearer mine', 'x-api-key': 'mine' });
      await send('https://api.example.com/v1/messages', {
        method: 'POST', headers: { 'Authorization': 'Bearer other', 'x-proxy-token': 'other', 'Content-Type': 'application/json', 'anthropic-version': 'v', 'X-Stainless-Lang': 'js' },
      });
    } finally {
      globalThis.fetch = original;
    }
    assert.equal(seen[0]?.redirect, 'manual');
    assert.deepEqual(Object.fromEntries(new Headers(seen[0]?.headers)), {
      'anthropic-version': 'v', 'authorization': 'Bearer mine', 'content-type': 'application/json', 'x-api-key': 'mine', 'x-stainless-lang': 'js',
    });
  });
});
