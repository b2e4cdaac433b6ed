import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { NOTICES_FILE, notices } from '../../scripts/notices.ts';

describe('third-party notices', () => {
  it('name every bundled package with its licence ("npm run notices" writes them)', () => {
    assert.ok(readFileSync(NOTICES_FILE, 'utf8') === notices(), 'THIRD_PARTY_NOTICES.md is out of date: run "npm run notices"');
  });
});
