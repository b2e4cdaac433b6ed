import assert from 'node:assert/strict';
import { refusedParameter } from '../../../src/models/quirks.ts';

const refusal = (message: string, param?: string, status = 400): Error => Object.assign(new Error(`${status} ${message}`), { status, param, error: { message, param } });

describe('the reading of refused parameters', () => {
  const optional = ['thinking', 'include', 'reasoning', 'store', 'stream_options', 'max_tokens', 'prompt_cache_key'];
  const table: [string, Error, string | undefined][] = [
    ['the field that names it', refusal('Unknown parameter.', 'store'), 'store'],
    ['a field below it', refusal('Unknown parameter.', 'stream_options.include_usage'), 'stream_options'],
    ['its name in the message', refusal('thinking: Extra inputs are not permitted'), 'thinking'],
    ['status 422', refusal("Extra inputs are not permitted: 'prompt_cache_key'", undefined, 422), 'prompt_cache_key'],
    ['words for thinking', refusal('Adaptive thinking is not supported on this model.'), 'thinking'],
    ['words for sealed reasoning', refusal('Encrypted content is not supported with this model.'), 'include'],
    ['words for summaries', refusal('Your organization must be verified to generate reasoning summaries.'), 'reasoning'],
    ['a signature that does not fit', refusal('messages.1.content.0: Invalid `signature` in `thinking` block'), 'replay'],
    ['thinking that was changed', refusal('messages.3.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.'), 'replay'],
    ['reasoning that cannot be opened', refusal('The encrypted content gAAA... could not be verified.'), 'replay'],
    ['a message that happens to name it', refusal('messages.1.content.0.thinking: Field required'), undefined],
    ['another parameter', refusal("Invalid value for 'messages'.", 'messages'), undefined],
    ['another status', refusal('thinking failed', undefined, 500), undefined],
    ['a conversation that is too long', refusal("This model's maximum context length is 8192 tokens; lower max_tokens."), undefined],
  ];
  for (const [name, error, expected] of table) it(`goes by ${name}`, () => assert.equal(refusedParameter(error, optional), expected));

  it('goes by FastAPI\'s detail', () => {
    assert.equal(refusedParameter({ status: 422, error: { detail: 'body.store: field not permitted' } }, optional), 'store');
  });
});
