import assert from 'node:assert/strict';
import { channelOf, parseIntent } from '../../../src/core/intents.ts';

const table: [string, string | undefined, string?][] = [
  ['/preview', 'infra_preview'],
  ['/preview dev', 'infra_preview', 'dev'],
  ['  /DEPLOY   prod ', 'infra_deploy', 'prod'],
  ['/destroy org/shop/dev', 'infra_destroy', 'org/shop/dev'],
  ['what would change if I deployed dev?', 'infra_preview', 'dev'],
  ['What would change if we deploy to prod', 'infra_preview', 'prod'],
  ['What would change?', 'infra_preview'],
  ['Could you please preview the dev stack?', 'infra_preview', 'dev'],
  ['show me the plan for staging', 'infra_preview', 'staging'],
  ['deploy dev', 'infra_deploy', 'dev'],
  ['please deploy to dev now', 'infra_deploy', 'dev'],
  ['deploy it', 'infra_deploy'],
  ['tear down dev', 'infra_destroy', 'dev'],
  ['destroy the stack', 'infra_destroy'],
  ['delete the dev stack', 'infra_destroy', 'dev'],
  ['outputs of dev', 'infra_outputs', 'dev'],
  ['show me the outputs', 'infra_outputs'],
  ['status of prod', 'infra_status', 'prod'],
  ['what is running in dev?', 'infra_status', 'dev'],
  ['deploy dev and write a readme', undefined],
  ['why did deploy fail?', undefined],
  ['delete the file', undefined],
  ['delete app/cart.ts', undefined],
  ['destroy the code in cart.ts', undefined],
  ['explain this function', undefined],
  ['status', undefined],
  ['don\'t deploy dev', undefined],
  ['never destroy prod', undefined],
  ['deploy dev\nand then prod', undefined],
];

describe('local intents', () => {
  for (const [text, tool, stack] of table) {
    it(`reads ${JSON.stringify(text)} as ${tool ?? 'something for the model'}${stack === undefined ? '' : ` on ${stack}`}`, () => {
      const expected = tool === undefined ? undefined : { kind: 'tool', tool, input: stack === undefined ? {} : { stack } };
      assert.deepEqual(parseIntent(text), expected);
    });
  }

  it('names a slash command that does not exist', () => {
    assert.deepEqual(parseIntent('/frobnicate now'), { kind: 'unknown-command', name: 'frobnicate' });
  });

  it('takes a path for text, not for a command', () => {
    assert.equal(parseIntent('/etc/hosts looks odd'), undefined);
  });

  it('says how a message asks, for whoever has to confirm what comes of it', () => {
    const asked = (text: string) => channelOf(text, parseIntent(text));
    assert.deepEqual(['/deploy dev', 'deploy dev', 'Write a readme.', '/help'].map(asked), ['slash-command', 'plain-words', 'chat', 'chat']);
  });
});
