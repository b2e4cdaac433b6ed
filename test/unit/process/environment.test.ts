import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildEnvironment } from '../../../src/process/environment.ts';

describe("a child's environment", () => {
  it('takes what programs need and nothing else', () => {
    const source = { PATH: '/bin', HOME: '/home/a', LC_ALL: 'C', https_proxy: 'http://p', SOMETHING: 'else', EDITOR: 'vi' };
    assert.deepEqual(buildEnvironment({ source }), { PATH: '/bin', HOME: '/home/a', LC_ALL: 'C', https_proxy: 'http://p' });
  });

  const poison = [
    'NODE_OPTIONS', 'LD_PRELOAD', 'LD_LIBRARY_PATH', 'DYLD_INSERT_LIBRARIES', 'BASH_ENV', 'ENV', 'BASH_FUNC_ls%%', 'PULUMI_OPTION_YES', 'PULUMI_SKIP_CONFIRMATIONS',
    'CURSOR_TRACE_ID', 'CLAUDECODE', 'CLAUDE_CODE_ENTRYPOINT', 'AI_AGENT', 'ELECTRON_RUN_AS_NODE', 'VSCODE_IPC_HOOK', 'RIPGREP_CONFIG_PATH', 'PYTHONSTARTUP',
  ];
  for (const name of poison) {
    it(`drops ${name}, even where a caller adds or allows it`, () => {
      assert.deepEqual(buildEnvironment({ source: { [name]: 'x' }, alsoAllow: [name], additions: { [name]: 'y' } }), {});
    });
  }

  for (const name of ['GIT_DIR', 'GIT_SSH_COMMAND', 'GIT_CONFIG_COUNT', 'OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'PULUMI_ACCESS_TOKEN', 'DB_PASSWORD', 'LC_TOKEN']) {
    it(`does not take ${name} from the host`, () => assert.deepEqual(buildEnvironment({ source: { [name]: 'x' } }), {}));
  }

  it('gives what the caller adds or lets through by name, secrets included', () => {
    const environment = buildEnvironment({
      source: { PATH: '/bin', AWS_SECRET_ACCESS_KEY: 'k' }, alsoAllow: ['AWS_SECRET_ACCESS_KEY'],
      additions: { PULUMI_CONFIG_PASSPHRASE: 'p', PATH: undefined },
    });
    assert.deepEqual(environment, { AWS_SECRET_ACCESS_KEY: 'k', PULUMI_CONFIG_PASSPHRASE: 'p' });
  });

  it('treats names on Windows without case, so that none appears twice', () => {
    const source = { Path: 'C:\\a', SystemRoot: 'C:\\Windows', node_options: '--require x', Cursor_Agent: '1' };
    assert.deepEqual(buildEnvironment({ source, platform: 'win32', additions: { PATH: 'C:\\b' } }), { Path: 'C:\\b', SystemRoot: 'C:\\Windows' });
  });

  it('never lets a host variable through that is not on the list, whatever its name', () => {
    const listed = new Set(Object.keys(buildEnvironment({ source: process.env })));
    fc.assert(fc.property(fc.string({ minLength: 1 }), (name) => {
      fc.pre(!listed.has(name));
      const built = buildEnvironment({ source: { [`X_${name}`]: 'x' } });
      assert.deepEqual(built, {});
    }));
  });
});
