import assert from 'node:assert/strict';
import { createBench } from './support.ts';

describe('the environment of the engine', function () {
  this.timeout(60_000);

  it('holds no agent\'s mark and no override of a flag, whatever the editor was started with', async () => {
    const bench = await createBench({
      environment: {
        CURSOR_TRACE_ID: 'x', CLAUDECODE: '1', AI_AGENT: 'x', CODEX_SANDBOX: 'x', COPILOT_AGENT: 'x', VSCODE_PID: '1', NODE_OPTIONS: '--inspect',
        PULUMI_OPTION_REFRESH: 'true', PULUMI_OPTION_TARGET: 'urn:nothing', PULUMI_SKIP_CONFIRMATIONS: 'true', PULUMI_EXPERIMENTAL: 'true',
        PULUMI_STACK: 'prod', PULUMI_BACKEND_URL: 'file:///elsewhere', PULUMI_ACCESS_TOKEN: 'pul-secret', AWS_PROFILE: 'shop',
      },
    });
    try {
      const summary = await bench.infrastructure.preview(bench.target, bench.run());
      assert.deepEqual(summary.counts, { create: 6 }, summary.error);
      assert.ok(bench.started.length >= 2);
      for (const { env, args } of bench.started) {
        const names = Object.keys(env);
        assert.deepEqual(names.filter((name) => /^(CURSOR|CLAUDE|AI_AGENT|CODEX|COPILOT|VSCODE|NODE_OPTIONS|PULUMI_(OPTION|SKIP_CONF|EXPERIMENTAL|STACK|ACCESS))/.test(name)), []);
        assert.equal(env.AWS_PROFILE, 'shop');
        assert.equal(env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION, 'true');
        if (args[0] !== 'version') assert.equal(env.PULUMI_BACKEND_URL, `file://${bench.projectDir.replaceAll('\\', '/')}/.practice/state`);
      }
    } finally {
      await bench.dispose();
    }
  });
});
