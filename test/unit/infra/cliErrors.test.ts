import assert from 'node:assert/strict';
import { commandFailure, knownFailure } from '../../../src/infra/cliErrors.ts';

/** What pulumi 3.259 really printed. */
const said: [text: string, code: string, message: RegExp][] = [
  ['error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///state/.pulumi/locks/organization/shop/dev/1.json: created by kim@build-7 (pid 4711) at 2026-11-21T04:00:00Z', 'stack-locked', /kim@build-7, process 4711, since 2026-11-21T04:00:00Z/],
  ['error: [409] Conflict: Another update is currently in progress.', 'stack-locked', /locked/],
  ['error: getting stack configuration: get stack secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables', 'passphrase-missing', /PULUMI_CONFIG_PASSPHRASE/],
  ['error: getting stack configuration: get stack secrets manager: incorrect passphrase', 'passphrase-wrong', /wrong/],
  ["error: no stack named 'dve' found", 'stack-unknown', /dve/],
  ['error: resource urn:pulumi:dev::shop::sim:index:Bucket::assets violates plan: properties changed: =~name[{a}!={b}]', 'plan-stale', /nothing was changed/],
  ["error: failed to load language plugin nodejs: no language plugin 'pulumi-language-nodejs' found in the workspace or on your $PATH", 'plugin-missing', /pulumi-language-nodejs/],
];

describe('the texts of the CLI', () => {
  for (const [text, code, message] of said) {
    it(`mean ${code}: ${text.slice(7, 70)}`, () => {
      const error = knownFailure(text);
      assert.equal(error?.code, code);
      assert.match(error.message, message);
    });
  }

  it('that are not known are shown at their end, without colours', () => {
    assert.equal(knownFailure('error: something else'), undefined);
    assert.equal(commandFailure('"pulumi stack ls"', '\u001b[31merror: <{%fg 1%}>odd\u001b[0m').message, '"pulumi stack ls" failed\nerror: odd');
  });
});
