import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { baseUrlProblem, keyHint, keyName, keyProblem, resolveModel, type ModelSettings } from '../../../src/editor/modelSettings.ts';

const unset: ModelSettings = { provider: '', name: '', baseUrl: '', dialect: 'auto', useEnvironmentKeys: false };
const noSecrets = (): Promise<undefined> => Promise.resolve(undefined);
const stored = (keys: Record<string, string>) => (name: string) => Promise.resolve(keys[name]);

async function failure(settings: Partial<ModelSettings>, environment: Record<string, string> = {}): Promise<AppError> {
  const error: unknown = await resolveModel({ ...unset, ...settings }, noSecrets, environment).then(() => undefined, (thrown: unknown) => thrown);
  assert.ok(error instanceof AppError);
  return error;
}

describe('the model that the settings mean', () => {
  it('is nobody’s until one is chosen, and the error says how', async () => {
    const error = await failure({});
    assert.equal(error.code, 'no-model');
    assert.deepEqual(error.actions, ['choose-model', 'set-api-key']);
  });

  it('has the provider’s own dialect, address and default model', async () => {
    const config = await resolveModel({ ...unset, provider: 'anthropic' }, stored({ [keyName('anthropic')]: 'sk-ant-1' }), {});
    assert.deepEqual(config, { dialect: 'anthropic', provider: 'anthropic', model: 'claude-sonnet-5-5', apiKey: 'sk-ant-1' });
  });

  it('needs no key on a server of one’s own', async () => {
    const config = await resolveModel({ ...unset, provider: 'ollama', name: 'qwen3' }, noSecrets, {});
    assert.deepEqual(config, { dialect: 'chat', provider: 'ollama', model: 'qwen3', baseUrl: 'http://127.0.0.1:11434/v1' });
  });

  it('takes a written dialect and address before the provider’s, without a slash at the end', async () => {
    const config = await resolveModel({ ...unset, provider: 'custom', name: ' m ', baseUrl: 'https://gateway.example/v1/', dialect: 'responses' }, noSecrets, {});
    assert.deepEqual(config, { dialect: 'responses', provider: 'custom', model: 'm', baseUrl: 'https://gateway.example/v1' });
  });

  it('asks for a key where the provider wants one', async () => {
    const error = await failure({ provider: 'openai' });
    assert.equal(error.code, 'no-api-key');
    assert.deepEqual(error.actions, ['set-api-key', 'choose-model']);
  });

  it('leaves the environment’s keys alone unless the user said so', async () => {
    const environment = { OPENAI_API_KEY: 'sk-environment' };
    assert.equal((await failure({ provider: 'openai' }, environment)).code, 'no-api-key');
    const config = await resolveModel({ ...unset, provider: 'openai', useEnvironmentKeys: true }, noSecrets, environment);
    assert.equal(config.apiKey, 'sk-environment');
  });

  it('prefers the stored key to the environment’s', async () => {
    const config = await resolveModel({ ...unset, provider: 'openai', useEnvironmentKeys: true }, stored({ [keyName('openai')]: 'sk-stored' }), { OPENAI_API_KEY: 'sk-environment' });
    assert.equal(config.apiKey, 'sk-stored');
  });

  it('never takes another provider’s key', async () => {
    const keys = stored({ [keyName('anthropic')]: 'sk-ant-1' });
    await assert.rejects(resolveModel({ ...unset, provider: 'openrouter', name: 'm' }, keys, {}), { code: 'no-api-key' });
  });

  it('needs a name where the provider has no default', async () => {
    assert.equal((await failure({ provider: 'ollama' })).code, 'no-model');
  });

  it('needs an address for a custom server', async () => {
    const error = await failure({ provider: 'custom', name: 'm' });
    assert.equal(error.code, 'no-model');
    assert.ok(error.actions.includes('open-settings'));
  });

  for (const address of ['localhost:8000', 'file:///etc/passwd', 'https://user:pass@host/v1', 'https://host/v1?key=1', 'nonsense']) {
    it(`refuses ${address} as an address`, async () => {
      assert.equal((await failure({ provider: 'custom', name: 'm', baseUrl: address })).code, 'bad-base-url');
    });
  }

  it('takes plain http and https addresses', () => {
    assert.equal(baseUrlProblem('http://127.0.0.1:8000/v1'), undefined);
    assert.equal(baseUrlProblem('https://gateway.example'), undefined);
  });
});

describe('a pasted key', () => {
  for (const text of ['', '   ', 'two words', 'line\nbreak1', 'https://console.example/keys', '{"key":"sk"}', 'sk-ünïcode', 'sk-12']) {
    it(`is refused as ${JSON.stringify(text)}, without being repeated`, () => {
      const problem = keyProblem(text);
      assert.ok(problem !== undefined);
      if (text.trim() !== '') assert.ok(!problem.includes(text));
    });
  }

  it('may have white space around it', () => {
    assert.equal(keyProblem('  sk-ant-0123456789\n'), undefined);
  });

  it('of another provider earns a remark, no refusal', () => {
    assert.equal(keyHint('anthropic', 'sk-ant-0123'), undefined);
    assert.match(keyHint('anthropic', 'sk-or-0123') ?? '', /Anthropic/);
    assert.equal(keyHint('ollama', 'anything'), undefined);
  });
});
