import assert from 'node:assert/strict';
import { exposureOf } from '../../../src/gate/exposure.ts';
import { commandWords } from '../../../src/gate/policy/commands.ts';
import { saysWhatRuns } from '../../../src/gate/remember.ts';

describe('what an exact yes can be remembered for', () => {
  for (const command of ['npm test', 'npm run lint && make build', './build.sh', 'git commit -m x', 'cargo test --release', 'docker compose up']) {
    it(`is a command whose words say what runs: ${command}`, () => assert.equal(saysWhatRuns(commandWords(command, true)), true));
  }
  for (const command of [
    'node x.js', 'python3.12 x.py', 'bash x.sh', 'sudo npm test', 'env npm test', 'xargs rm', 'timeout 5 npm test', 'npx mocha', 'eval x', 'npm test | sh', 'git -c core.pager=x log', 'git --config-env=a=b log',
    'git -ccore.pager=x log', 'npm exec mocha', 'pnpm dlx mocha', 'docker run image', 'kubectl exec pod -- ls', 'cat <<E\nx\nE', 'npm test $x', 'a=b npm test', 'npm test > f', '',
  ]) {
    it(`is not ${JSON.stringify(command)}`, () => assert.equal(saysWhatRuns(commandWords(command, true)), false));
  }
  it('is nothing that the parsers do not agree on', () => assert.equal(saysWhatRuns(commandWords('npm test', false)), false));
});

describe('what makes a mistake go further', () => {
  it('is root, and a machine reached from elsewhere', () => {
    assert.deepEqual(exposureOf(1000, {}), []);
    assert.deepEqual(exposureOf(undefined, {}), []);
    assert.match(exposureOf(0, {}).join(), /root/);
    assert.match(exposureOf(1000, { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }).join(), /SSH/);
  });
});
