import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { PolicySource } from '../../../../src/core/policy.ts';
import { MAX_POLICY_BYTES, parsePolicy } from '../../../../src/gate/policy/parse.ts';
import { sha256 } from '../../../../src/gate/digest.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, source: PolicySource = 'user') => parsePolicy(source, '/p/policy.yaml', bytes(text));

const GOOD = `version: 1
withhold: [infra:destroy]
rules:
  - match: { command: [npm test, npm run lint] }
    decision: allow
    reason: Tests run often here
    matches: [npm test, npm run lint, npm test -- --watch]
    not: [npm publish, npm test && rm -rf x, bash -c "npm test"]
  - match: { command: git push, level: HIGH }
    decision: ask
    reason: Pushes are looked at
    matches: [{ command: git -C sub push origin, level: HIGH }]
    not: [{ command: git status, level: HIGH }]
  - match: { path: "secrets/**" }
    decision: deny
    reason: Nobody reads these
    matches: [{ path: secrets/a/b.txt, effect: read }, { path: Secrets/x }]
    not: [{ path: src/secrets.ts }]
  - match: { host: "*.example.com" }
    decision: deny
    reason: Not from here
    matches: [{ host: api.example.com }]
    not: [{ host: example.org }]
  - match: { stack: "*prod*" }
    decision: deny
    reason: Production is deployed elsewhere
    matches: [{ stack: shop/prod }, { stack: prod-eu }]
    not: [{ stack: shop/dev }]
`;

describe('a policy file', function () {
  this.timeout(20_000);

  it('is read from YAML, with its digest, its rules and what it withholds', async () => {
    const file = await parse(GOOD);
    assert.deepEqual(file.problems, []);
    assert.deepEqual([file.refused, file.rules.length, file.withhold, file.digest], [false, 5, ['infra:destroy'], sha256(GOOD)]);
    assert.deepEqual(file.rules[0]?.match, { command: ['npm test', 'npm run lint'] });
  });

  it('is in order as the README shows it', async () => {
    const shown = /```yaml\n(version: 1\n[\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, '../../../../README.md'), 'utf8').replaceAll('\r\n', '\n'))?.[1];
    assert.deepEqual((await parse(shown ?? '')).problems, []);
  });

  it('may not name more folders than a path can have: each is held against each', async () => {
    const file = await parsePolicy('workspace', '/p', new TextEncoder().encode(JSON.stringify({ version: 1, rules: [{ match: { path: ['**/'.repeat(40)] }, decision: 'deny', reason: 'x' }] })));
    assert.equal(file.refused, true);
    assert.match(file.problems[0] ?? '', /at most 30 folders/);
  });

  it('is read from JSON too', async () => {
    const file = await parse(JSON.stringify({ version: 1, rules: [{ match: { program: 'terraform' }, decision: 'deny', reason: 'We use Pulumi', matches: ['terraform apply'], not: ['pulumi up'] }] }));
    assert.deepEqual([file.refused, file.rules.length, file.problems], [false, 1, []]);
  });

  it('of a workspace may not allow: the rule asks, and it is said where', async () => {
    const file = await parse('version: 1\nrules:\n  - match: { program: npm }\n    decision: allow\n    reason: handy\n', 'workspace');
    assert.deepEqual([file.refused, file.rules[0]?.decision], [false, 'ask']);
    assert.match(file.problems.join(), /^Line 4: .*cannot allow.*Only deny and ask/);
  });

  it('whose examples fail is refused as a whole, and each failure is named with its line', async () => {
    const file = await parse('version: 1\nrules:\n  - match: { command: npm test }\n    decision: allow\n    reason: r\n    matches:\n      - npm run test\n    not:\n      - npm test\n');
    assert.deepEqual([file.refused, file.rules], [true, []]);
    assert.deepEqual(file.problems.map((problem) => problem.split(':', 1)[0]), ['Line 7', 'Line 9']);
    assert.match(file.problems[0] ?? '', /rule 1 should match "npm run test", and does not/);
  });

  const hostile: [string, string | Uint8Array, RegExp][] = [
    ['nothing', '', /Line 1|policy/],
    ['only a comment', '# nothing\n', /policy/],
    ['another version', 'version: 2\n', /Line 1: version/],
    ['a missing version', 'rules: []\n', /version/],
    ['an unknown key', 'version: 1\nrulez: []\n', /rulez/],
    ['an unknown key in a rule', 'version: 1\nrules:\n  - match: { program: a }\n    decision: deny\n    reason: r\n    when: always\n', /Line 3.*when/],
    ['an unknown thing to match', 'version: 1\nrules:\n  - match: { programm: a }\n    decision: deny\n    reason: r\n', /Line 3.*programm/],
    ['a rule that matches everything', 'version: 1\nrules:\n  - match: {}\n    decision: allow\n    reason: r\n', /at least one thing/],
    ['an unknown decision', 'version: 1\nrules:\n  - match: { program: a }\n    decision: permit\n    reason: r\n', /Line 4.*"deny"\|"ask"\|"allow"/],
    ['a rule without a reason', 'version: 1\nrules:\n  - match: { program: a }\n    decision: deny\n', /reason/],
    ['an unknown permission', 'version: 1\nwithhold: [infra:everything]\n', /Line 2.*infra:destroy/],
    ['an unknown effect', 'version: 1\nrules:\n  - match: { effect: boom }\n    decision: deny\n    reason: r\n', /Line 3/],
    ['wrong types', 'version: 1\nrules: { a: 1 }\n', /Line 2.*rules/],
    ['a list', '- 1\n- 2\n', /policy/],
    ['two documents', 'version: 1\n---\nversion: 1\n', /document/],
    ['a key said twice', 'version: 1\nversion: 1\n', /Line 2.*unique/],
    ['broken YAML', 'version: 1\nrules: [\n', /Line/],
    ['a prototype', 'version: 1\n__proto__: { refused: false }\n', /__proto__/],
    ['a tag of code', 'version: 1\nrules: !!js/function "x"\n', /Line|rules/],
    ['a bomb of aliases', `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}\n`, /alias/i],
    ['one alias', 'version: 1\nrules:\n  - &r\n    match: { program: a }\n    decision: deny\n    reason: r\n  - *r\n', /alias/i],
    ['a merge key', 'version: 1\nrules:\n  - match: { program: a }\n    <<: { decision: allow }\n    reason: r\n', /Line|decision/],
    ['too many bytes', `version: 1\n#${'x'.repeat(MAX_POLICY_BYTES)}`, /at most/],
    ['too many rules', `version: 1\nrules:\n${'  - { match: { program: a }, decision: deny, reason: r }\n'.repeat(201)}`, /200/],
    ['deep nesting', `version: 1\nrules: ${'['.repeat(30_000)}`, /./],
    ['bytes that are no text', new Uint8Array([0x76, 0xff, 0xfe, 0x00]), /cannot be read/],
  ];
  for (const [name, content, problem] of hostile) {
    it(`is refused with ${name}`, async () => {
      const file = await parsePolicy('user', '/p/policy.yaml', typeof content === 'string' ? bytes(content) : content);
      assert.deepEqual([file.refused, file.rules, file.withhold], [true, [], []]);
      assert.match(file.problems.join('\n'), problem);
    });
  }

  it('never throws, and is in force only without problems that refuse it', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.array(fc.constantFrom('version: 1', 'rules:', '  - match: { program: a }', '    decision: deny', '    reason: r', '? x', '- *a', '&a', '{', ']', '|', '>'), { maxLength: 12 }).map((lines) => lines.join('\n'))), async (text) => {
      const file = await parse(text);
      assert.equal(file.refused, file.problems.length > 0);
    }), { numRuns: 500 });
  });
});
