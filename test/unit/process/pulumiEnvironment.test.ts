import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { pulumiEnvironment } from '../../../src/process/pulumiEnvironment.ts';

describe('the environment of a pulumi child', () => {
  it('leaves out what lets a flag, an agent\'s mark or foreign code in', () => {
    const poison = [
      'PULUMI_OPTION_IGNORE_PROTECT', 'PULUMI_OPTION_TARGET', 'PULUMI_SKIP_CONFIRMATIONS', 'PULUMI_EXPERIMENTAL', 'PULUMI_CONTINUE_ON_ERROR', 'PULUMI_RUN_PROGRAM', 'PULUMI_STACK', 'PULUMI_SOMETHING_NEW',
      'AI_AGENT', 'CURSOR_TRACE_ID', 'CURSOR_AGENT', 'CLAUDECODE', 'CLAUDE_CODE', 'CLAUDE_CODE_ENTRYPOINT', 'GEMINI_CLI', 'CODEX_SANDBOX', 'COPILOT_CLI', 'REPL_ID', 'GOOSE_PROVIDER',
      'NODE_OPTIONS', 'VSCODE_IPC_HOOK', 'ELECTRON_RUN_AS_NODE', 'LD_PRELOAD', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'BASH_ENV', 'pulumi_option_yes',
    ];
    const built = pulumiEnvironment(Object.fromEntries(poison.map((name) => [name, 'x'])), '/bin', 'file:///state');
    assert.deepEqual(Object.keys(built).filter((name) => poison.includes(name)), []);
  });

  it('lets credentials of providers and the passphrase pass', () => {
    const given = { AWS_PROFILE: 'shop', KUBECONFIG: '/k', PULUMI_CONFIG_PASSPHRASE: 'p', PULUMI_CONFIG_PASSPHRASE_FILE: '/p', PULUMI_HOME: '/home', MY_PROGRAM_WANTS: '1' };
    const built = pulumiEnvironment(given, '/bin', 'file:///state');
    for (const [name, value] of Object.entries(given)) assert.equal(built[name], value);
  });

  it('pins the backend and gives the cloud\'s token to the cloud only', () => {
    const given = { PULUMI_ACCESS_TOKEN: 'pul-1', PULUMI_BACKEND_URL: 'https://elsewhere' };
    assert.equal(pulumiEnvironment(given, '/bin', 'file:///state').PULUMI_ACCESS_TOKEN, undefined);
    assert.equal(pulumiEnvironment(given, '/bin', 'file:///state').PULUMI_BACKEND_URL, 'file:///state');
    assert.equal(pulumiEnvironment(given, '/bin', 'https://api.pulumi.com').PULUMI_ACCESS_TOKEN, 'pul-1');
    assert.equal(pulumiEnvironment(given, '/bin', 'https://elsewhere/').PULUMI_ACCESS_TOKEN, 'pul-1');
  });

  it('gives the token to no address that only a project file names', () => {
    const given = { PULUMI_ACCESS_TOKEN: 'pul-1' };
    for (const url of ['https://evil.example', 'https://api.pulumi.com.evil.example', 'https://api.pulumi.com@evil.example', 'http://api.pulumi.com']) {
      assert.equal(pulumiEnvironment(given, '/bin', url).PULUMI_ACCESS_TOKEN, undefined, url);
    }
  });

  it('puts the folder of the CLI first on the path, once, however the path is spelled', () => {
    const built = pulumiEnvironment({ Path: '/usr/bin' }, '/cli', 'file:///state');
    assert.equal(built.PATH, ['/cli', '/usr/bin'].join(delimiter));
    assert.equal(built.Path, undefined);
  });
});
