import assert from 'node:assert/strict';
import { createRedactor, redact } from '../../../src/gate/redact.ts';

/** Put together here, so that no scanner takes the samples for real keys. */
const join = (...parts: string[]): string => parts.join('');
const word = 'abcdefghij0123456789';

const secrets: [string, string, string][] = [
  ['Anthropic key', 'key ', join('sk-', 'ant-api03-', word, word)],
  ['OpenAI key', 'key ', join('sk-', 'proj-', word, word)],
  ['AWS access key', 'id ', join('AKIA', 'ABCDEFGHIJKLMNOP')],
  ['GitHub token', 'at ', join('ghp_', word, word)],
  ['GitHub token', 'at ', join('github_', 'pat_', word, word)],
  ['GitLab token', 'at ', join('glpat-', word)],
  ['Slack token', 'at ', join('xoxb-', '123456789012-', word)],
  ['Pulumi token', 'at ', join('pul-', '0123456789'.repeat(4))],
  ['npm token', 'at ', join('npm_', word, word.slice(0, 16))],
  ['JSON web token', 'at ', join('eyJ', word, '.eyJ', word, '.', word)],
  ['private key', '', join('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA ', 'PRIVATE KEY-----')],
  ['password in a URL', 'postgres://me:', 'hunter2hunter2'],
  ['secret value', 'DB_PASSWORD=', 'hunter2hunter2'],
  ['secret value', 'export API_TOKEN="', 'not so secret'],
  ['secret value', '"clientSecret": "', 'abc123def456'],
  ['groq secret', 'key ', join('gsk_', 'aB3dE5fG7hJ9kL1mN3pQ5rS7WGdyb3FY', 'tU9vX1yZ3aB5cD7eF9gH')],
  ['linear secret', 'key ', join('lin_', 'api_', 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vX1yZ3aB5cD7e')],
  ['databricks secret', 'key ', join('dap', 'i', '0123456789abcdef'.repeat(2))],
  ['figma secret', 'key ', join('figd_', word, word)],
  ['secret value', '\nPASSWORD=', 'a,b$c{d}e1'],
  ['secret value', '\n+API_TOKEN=', 'truest0ry(1)'],
  ['secret value', 'password: "', 'string!Secret9'],
  ['secret value', 'x-api-key: ', join(word, word)],
  ['secret value', 'SIGNING_KEY=', join(word, word)],
  ['secret value', 'client-key-data: {"private-key": "', 'abc123def456'],
  ['credentials of a request', 'Authorization: Basic ', join('YWRtaW46', 'aHVudGVyMg==')],
  ['cookie', 'Set-Cookie: ', join('sid=', word, word)],
  ['password of a command', 'az login --password ', 'hunter2-secret'],
  ['password of a command', 'curl -u admin:', 'S3cretPass'],
  ['password of a command', 'mysqldump -u root -p', 'S3cretPass'],
  ['password of a machine', 'machine h login u password ', 'hunter2xx'],
  ['key in a URL', 'https://', join(word, word)],
  ['key in a URL', 'https://example.blob.example/c?se=1&sig=', join(word, word)],
  ['Atlassian token', 'at ', join('ATATT', '3xFfGF0', word, word)],
  ['private key', '', join('-----BEGIN RSA ', 'PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nabcd\n-----END RSA ', 'PRIVATE KEY-----')],
  ['tailscale secret', 'key ', join('tskey-', 'auth-', 'kABCDEFGHIJK11CNTRL', '-', word, word)],
];

describe('redaction', () => {
  for (const [kind, before, secret] of secrets) {
    it(`takes a ${kind} out after ${JSON.stringify(before)}`, () => {
      const clean = redact(`x ${before}${secret}${before.endsWith('"') ? '"' : before.includes('://') ? '@host/db' : ''} y`);
      assert.ok(!clean.includes(secret), clean);
      assert.ok(clean.includes(`«redacted: ${kind}»`), clean);
      assert.ok(clean.startsWith('x ') && clean.endsWith(' y'), clean);
    });
  }

  for (const harmless of ['const token = await next();', 'password: string;', 'the token is missing', 'TOKEN=$TOKEN', 'apiKey: process.env.API_KEY', 'tokens = tokenizer.encode(text)', 'https://example.com/a@b', 'secret: undefined,', 'git commit abcdef0123456789abcdef0123456789abcdef01', 'maxTokens: number', 'password=<your password>', 'const secretName = input.name;', 'PWD=/home/me', 'MAX_TOKEN=4096', ' --token string  the token', 'docker run -u 1000:1000 x', 'TOKEN=$(get token)', 'cookie: Cookie', 'passed: 123456']) {
    it(`leaves ${JSON.stringify(harmless)} as it is`, () => assert.equal(redact(harmless), harmless));
  }

  it('is not switched off by a comment in the text', () => {
    const token = join('ghp_', word, word);
    assert.ok(!redact(`// secretlint-disable\nx ${token}`).includes(token));
  });

  it('keeps the number of lines, whatever is taken out', () => {
    const text = secrets.map(([, before, secret]) => before + secret).join('\n\n');
    assert.equal(redact(text).split('\n').length, text.split('\n').length);
  });

  it('changes nothing that it has redacted before', () => {
    const once = redact(secrets.map(([, before, secret]) => before + secret).join('\n'));
    assert.equal(redact(once), once);
  });

  it('stays linear on texts made to slow it down', () => {
    const costs = [20_000, 80_000].map((size) => {
      const texts = ['-----BEGIN '.repeat(size / 11), 'eyJ'.repeat(size / 3), 'a://'.repeat(size / 4), `${'password='.repeat(size / 9)}`, 'A'.repeat(size), ' '.repeat(size), `x://${':'.repeat(size)}`];
      const start = process.cpuUsage().user;
      for (const text of texts) redact(text);
      return process.cpuUsage().user - start;
    });
    // Four times the size: quadratic cost would be sixteen times as much
    assert.ok((costs[1] ?? 0) < 10 * Math.max(costs[0] ?? 0, 20_000), `cost grows from ${costs[0]} to ${costs[1]} µs`);
  });
});

describe('known secrets', () => {
  it('are taken out to the letter, whatever they look like, those of the environment from the start', () => {
    const { redact: clean, know } = createRedactor({ PULUMI_CONFIG_PASSPHRASE: 'correct horse', MY_TOKEN: 'plainword', TOKEN_FILE: '/run/secrets/token', PATH: '/usr/bin', SHORT_TOKEN: 'dev' });
    know('local-model-key');
    know('local-model-key-2');
    know(undefined);
    assert.equal(clean('a correct horse, a plainword, local-model-key-2.'), 'a «redacted: secret value», a «redacted: secret value», «redacted: secret value».');
    assert.equal(clean('/run/secrets/token in /usr/bin of dev'), '/run/secrets/token in /usr/bin of dev');
  });
});
