import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { createWatchdog, PING_MS, type Watchdog } from '../../../src/editor/watchdog.ts';

describe('the watchdog of the webview', () => {
  let seen: string[];
  let watchdog: Watchdog;
  const tick = (times: number): void => {
    for (let count = 0; count < times; count += 1) mock.timers.tick(PING_MS);
  };
  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
    seen = [];
    watchdog = createWatchdog({ ping: (id) => seen.push(`ping ${id}`), reload: () => seen.push('reload'), giveUp: () => seen.push('give up') });
  });
  afterEach(() => {
    watchdog.pause();
    mock.timers.reset();
  });

  it('leaves a webview alone that answers', () => {
    watchdog.connected();
    for (let id = 1; id <= 4; id += 1) {
      tick(1);
      watchdog.pong(id);
    }
    assert.deepEqual(seen, ['ping 1', 'ping 2', 'ping 3', 'ping 4']);
  });

  it('loads a webview anew that does not answer for five seconds', () => {
    watchdog.connected();
    tick(2);
    assert.deepEqual(seen, ['ping 1', 'reload']);
  });

  it('asks the person when the new page is silent too, and then stops asking', () => {
    watchdog.connected();
    tick(6);
    assert.deepEqual(seen, ['ping 1', 'reload', 'give up']);
  });

  it('asks the person, and does not reload for ever, when each new page hangs after its start', () => {
    watchdog.connected();
    tick(2);
    watchdog.connected();
    tick(2);
    assert.deepEqual(seen, ['ping 1', 'reload', 'ping 2', 'give up']);
  });

  it('counts from the start again after a page that answered', () => {
    watchdog.connected();
    tick(2);
    watchdog.connected();
    tick(1);
    watchdog.pong(2);
    tick(2);
    assert.deepEqual(seen, ['ping 1', 'reload', 'ping 2', 'ping 3', 'reload']);
  });

  it('takes no answer to an older question', () => {
    watchdog.connected();
    tick(1);
    watchdog.pong(99);
    tick(1);
    assert.deepEqual(seen, ['ping 1', 'reload']);
  });

  it('asks nothing of a hidden view', () => {
    watchdog.connected();
    watchdog.pause();
    tick(3);
    assert.deepEqual(seen, []);
  });
});
