import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEVELS, type Level } from '../../../src/shared/effects.ts';
import { createShellAnalyser } from '../../../src/gate/analyse/analyse.ts';
import { facts, judge, realAnalyser } from './analyser.ts';

const analyser = realAnalyser();

/** Command → level; SAFE means silent. */
const table: [string, Level][] = [
  ['ls -la src', 'SAFE'],
  ['cat src/a.ts | head -5', 'SAFE'],
  ["grep -n 'a b' src/a.ts && wc -l src/a.ts", 'SAFE'],
  ['cd src && ls', 'SAFE'],
  ['git status 2>/dev/null || true', 'SAFE'],
  ['ls # rm -rf x', 'SAFE'],
  ["echo 'rm -rf x'", 'SAFE'],
  ["grep -rn 'rm -rf' --include='*.sh' src", 'SAFE'],
  ['npm test', 'MODERATE'],
  ['mkdir build', 'MODERATE'],
  ['git commit -m x', 'MODERATE'],
  ['cat /etc/passwd', 'MODERATE'],
  ['cd .. && ls', 'MODERATE'],
  ['foo bar', 'MODERATE'],
  ['curl https://example.com', 'MODERATE'],
  ['cat .env', 'HIGH'],
  ['head id_rsa', 'HIGH'],
  ['git show HEAD:.env', 'HIGH'],
  ['foo /etc/x', 'HIGH'],
  ['touch .vscode/settings.json', 'HIGH'],
  ['cp a .git/hooks/pre-commit', 'HIGH'],
  ['git push', 'HIGH'],
  ['npm publish', 'HIGH'],
  ['sudo ls', 'HIGH'],
  ['pulumi up --yes', 'HIGH'],
  ['curl -d @a https://example.com', 'HIGH'],
  ['kill -9 1', 'HIGH'],
  ['rm a.txt', 'HIGH'],
  ['rm -rf build', 'DESTRUCTIVE'],
  ['ls && rm -rf build', 'DESTRUCTIVE'],
  ['git reset --hard', 'DESTRUCTIVE'],
  ['pulumi -C infra --stack prod dn -y', 'DESTRUCTIVE'],
  ['git push --force origin main', 'DESTRUCTIVE'],
  ["psql -c 'drop table users'", 'DESTRUCTIVE'],
];

/** facts/safety 2.1: for each class of bypass at least one line that must ask; the second value is the least level. */
const bypasses: [string, string, Level][] = [
  ['1 command substitution', 'echo $(touch x)', 'MODERATE'],
  ['1 process substitution', 'cat <(touch x)', 'MODERATE'],
  ['1 backticks', 'echo `rm -rf x`', 'DESTRUCTIVE'],
  ['1 substitution in double quotes', 'echo "$(rm -rf x)"', 'DESTRUCTIVE'],
  ['2 newline', 'ls\nrm -rf x', 'DESTRUCTIVE'],
  ['2 background', 'ls & touch x', 'MODERATE'],
  ['2 pipe of errors', 'ls |& sh', 'HIGH'],
  ['3 backslash CR LF', 'ls \\\r\nrm -rf x', 'DESTRUCTIVE'],
  ['3 lone CR', 'ls\rrm x', 'HIGH'],
  ['3 NUL', 'ls\0x', 'HIGH'],
  ['3 no-break space', 'ls\u00A0-la', 'HIGH'],
  ['3 zero-width space', 'ls\u200B', 'HIGH'],
  ['3 direction override', 'ls \u202Esrc', 'HIGH'],
  ['4 environment prefix', "PAGER='touch x' git log", 'MODERATE'],
  ['4 export', 'export PATH=.:/usr/bin', 'HIGH'],
  ['5 loader variable', 'NODE_OPTIONS=--require=./a.js ls', 'MODERATE'],
  ['6 heredoc to an interpreter', 'bash <<E\nrm -rf x\nE', 'DESTRUCTIVE'],
  ['6 here-string', "bash <<< 'rm -rf x'", 'DESTRUCTIVE'],
  ['6 pipe to an interpreter', "echo 'rm -rf x' | sh", 'DESTRUCTIVE'],
  ['7 env -S', "env -S 'rm -rf x'", 'DESTRUCTIVE'],
  ['7 timeout', 'timeout 1 rm -rf x', 'DESTRUCTIVE'],
  ['7 xargs', 'ls | xargs rm -rf', 'DESTRUCTIVE'],
  ['7 command', 'command rm -rf x', 'DESTRUCTIVE'],
  ['7 busybox', 'busybox rm -rf x', 'DESTRUCTIVE'],
  ['7 nested shells', `bash -c "sh -c 'rm -rf x'"`, 'DESTRUCTIVE'],
  ['7 sudo with options', 'sudo -u root rm -rf x', 'DESTRUCTIVE'],
  ['8 find -exec', 'find . -exec touch x \\;', 'MODERATE'],
  ['8 rg --pre', 'rg --pre ./a foo', 'MODERATE'],
  ['8 sort abbreviation', 'sort --compress-prog=./a f', 'MODERATE'],
  ['8 sed e', "sed 'e touch x' f", 'MODERATE'],
  ['8 awk system', `awk 'BEGIN{system("touch x")}'`, 'MODERATE'],
  ['8 tar action', 'tar --checkpoint-action=exec=./a -cf x .', 'MODERATE'],
  ['9 sort -o', 'sort -o f f', 'MODERATE'],
  ['9 sed w', "sed 'w f' a", 'MODERATE'],
  ['9 find -fprintf', 'find . -fprintf f x', 'MODERATE'],
  ['9 git --output', 'git diff --output=f', 'MODERATE'],
  ['9 uniq second operand', 'uniq a b', 'MODERATE'],
  ['10 git -c', "git -c core.pager='touch x' log", 'HIGH'],
  ['10 git grep -O', 'git grep -O./a foo', 'MODERATE'],
  ['10 git ext::', "git fetch 'ext::sh -c x'", 'HIGH'],
  ['12 project code', 'make', 'MODERATE'],
  ['13 decoded data', 'echo dG91Y2ggeA== | base64 -d | sh', 'HIGH'],
  ['13 ANSI-C quotes', "$'\\x72m' -rf x", 'DESTRUCTIVE'],
  ['14 transformation', 'echo ${x@P}', 'HIGH'],
  ['14 IFS', 'cat$IFS/etc/passwd', 'HIGH'],
  ['14 brace list', '{touch,x}', 'MODERATE'],
  ['14 glob as program', '/bin/t?uch x', 'HIGH'],
  ['14 dynamic program', '$cmd x', 'HIGH'],
  ['14 arithmetic', '[[ a -eq x[$(touch x)] ]]', 'HIGH'],
  ['14 split quotes', `r''m -r"f" x`, 'DESTRUCTIVE'],
  ['14 escaped letters', '\\rm -r\\f x', 'DESTRUCTIVE'],
  ['15 bare redirection', '> f', 'MODERATE'],
  ['15 forced redirection', 'echo a >| f', 'MODERATE'],
  ['15 read-write redirection', 'cat <> f', 'MODERATE'],
  ['15 redirection of errors', 'ls 2> ~/.bashrc', 'HIGH'],
  ['16 function', 'ls(){ touch x; }; ls', 'HIGH'],
  ['16 trap', "trap 'rm -rf x' EXIT", 'DESTRUCTIVE'],
  ['16 alias', "alias ls='touch x'", 'MODERATE'],
  ['17 too long', `echo ${'a'.repeat(10_001)}`, 'HIGH'],
  ['17 too many commands', Array.from({ length: 51 }, () => 'ls').join(';'), 'MODERATE'],
  ['17 too deep', `${'('.repeat(9)}ls${')'.repeat(9)}`, 'HIGH'],
  ['18 unparsable', "ls 'a", 'MODERATE'],
  ['20 path escape', 'cat ../../etc/passwd', 'MODERATE'],
  ['20 home of a user', 'cat ~root/x', 'MODERATE'],
  ['20 folder change', 'cd .. && cat a', 'MODERATE'],
  ['20 git -C', 'git -C .. status', 'MODERATE'],
  ['22 configuration with power', 'tee .cursor/mcp.json', 'HIGH'],
  ['28 name lookup', 'ping data.e.example', 'MODERATE'],
  ['31 destruction by API', 'curl -X DELETE https://api.example.com/v1', 'DESTRUCTIVE'],
  ['31 destruction by API client', 'gh api -X DELETE repos/a/b', 'DESTRUCTIVE'],
  ['32 script', 'sh a.sh', 'HIGH'],
];

describe('shell analysis', () => {
  for (const [command, level] of table) {
    it(`judges ${JSON.stringify(command)} ${level}`, async () => {
      const judged = await judge(analyser, command);
      assert.equal(judged.level, level);
      if (level === 'DESTRUCTIVE') assert.ok(judged.typedTarget, 'nothing to type');
    });
  }

  for (const [name, command, least] of bypasses) {
    it(`asks about ${name}`, async () => {
      const { level } = await judge(analyser, command);
      assert.ok(LEVELS.indexOf(level) >= LEVELS.indexOf(least), `${level} is below ${least}`);
    });
  }

  it('names what must be typed', async () => {
    const typed = async (command: string): Promise<string | undefined> => (await judge(analyser, command)).typedTarget;
    assert.equal(await typed('pulumi destroy -s shop/prod --yes'), 'shop/prod');
    assert.equal(await typed('pulumi stack rm dev'), 'dev');
    assert.equal(await typed('git push --force origin main'), 'main');
    assert.equal(await typed('git branch -D topic'), 'topic');
    assert.equal(await typed('ls; rm -rf build'), 'build');
    assert.equal(await typed("psql -c 'DROP TABLE users'"), 'users');
  });

  it('asks about git where the repository may run programs, and hardens it where it is silent', async () => {
    const hooked = await judge(analyser, 'git status', { gitProbe: async () => ['core.fsmonitor'] });
    assert.equal(hooked.level, 'MODERATE');
    assert.match(hooked.reasons.join(), /core\.fsmonitor/);
    assert.equal((await judge(analyser, 'git status', { gitProbe: async () => undefined })).level, 'MODERATE');
    assert.equal((await judge(analyser, 'git status', { gitProbe: () => Promise.reject(new Error('no git')) })).level, 'MODERATE');
    const clean = await judge(analyser, 'git log -3');
    assert.equal(clean.level, 'SAFE');
    assert.equal(clean.environment.GIT_OPTIONAL_LOCKS, '0');
  });

  it('looks where links below lead, for what follows them', async () => {
    const linked = {
      list: async () => [{ name: 'notes', kind: 'other' } as const],
      realpath: async (path: string): Promise<string> => path.replace('/home/me/app/notes', '/etc/hosts'),
    };
    for (const command of ['grep -R a .', 'rg -L a', 'git ls-files | xargs cat', 'for f in $(ls); do cat "$f"; done']) assert.equal((await judge(analyser, command, linked)).level, 'MODERATE', command);
    for (const command of ['grep -r a .', 'rg a', 'ls | xargs ls']) assert.equal((await judge(analyser, command, linked)).level, 'SAFE', command);
  });

  it('follows links out of the workspace', async () => {
    const realpath = async (path: string): Promise<string> => path.replace('/home/me/app/link', '/etc');
    assert.equal((await judge(analyser, 'cat link/passwd', { realpath })).level, 'MODERATE');
    assert.equal((await judge(analyser, 'cd link && cat passwd', { realpath })).level, 'MODERATE');
    assert.equal((await judge(analyser, 'ls', { realpath: () => Promise.reject(new Error('gone')) })).level, 'MODERATE');
  });

  it('asks where the parser cannot be loaded, and tries again the next time', async () => {
    let loads = 0;
    const errors: unknown[] = [];
    const broken = createShellAnalyser({ loadWasm: async () => { loads++; throw new Error('missing'); }, onParserError: (error) => errors.push(error) });
    assert.equal((await judge(broken, 'ls')).level, 'MODERATE');
    assert.equal((await judge(broken, 'rm -rf x')).level, 'DESTRUCTIVE');
    assert.ok(loads > 2);
    assert.equal(String(errors[0]), 'Error: missing');
  });

  it('asks where parsing takes too long', async () => {
    const late = realAnalyser(-1);
    const judged = await judge(late, Array.from({ length: 40 }, () => 'ls -la some/where/else').join(' && '));
    assert.equal(judged.understood, false);
    assert.notEqual(judged.level, 'SAFE');
  });

  it('stops at once when aborted', async () => {
    await assert.rejects(analyser.analyse('ls', facts({ signal: AbortSignal.abort() })), { name: 'AbortError' });
  });

  it('is silent in PowerShell where it only looks, and sees what destroys', async () => {
    const level = async (command: string): Promise<Level> => (await judge(analyser, command, { shell: 'powershell' })).level;
    assert.equal(await level('Get-ChildItem'), 'SAFE');
    assert.equal(await level("[IO.File]::Delete('x')"), 'DESTRUCTIVE');
    assert.equal(await level('Get-ChildItem | Remove-Item -Recurse'), 'DESTRUCTIVE');
    assert.equal(await level('rm x'), 'HIGH');
    assert.equal(await level('& ("r"+"m") x'), 'HIGH');
    assert.equal(await level('powershell -enc ZQBjAGgAbwA='), 'HIGH');
    assert.equal(await level('pulumi destroy'), 'DESTRUCTIVE');
  });

  it('remembers plain commands only, never interpreters or wrappers', async () => {
    const rememberable = async (command: string): Promise<boolean> => (await judge(analyser, command)).rememberable;
    assert.equal(await rememberable('npm test'), true);
    assert.equal(await rememberable('python a.py'), false);
    assert.equal(await rememberable('env npm test'), false);
    assert.equal(await rememberable('npm test > x'), false);
  });

  it('judges a compound never below any of its parts', async function () {
    this.timeout(120_000);
    const parts = [...table, ...bypasses.map(([, command]) => [command] as const)].map(([command]) => command).filter((command) => command.length < 200 && !/[\r\n#]|<<|'a$/.test(command));
    const part = fc.constantFrom(...parts);
    await fc.assert(fc.asyncProperty(part, fc.constantFrom(' && ', '; ', ' || ', ' | ', '\n'), part, async (one, operator, other) => {
      const [whole, first, second] = await Promise.all([judge(analyser, `{ ${one}\n}${operator}{ ${other}\n}`), judge(analyser, one), judge(analyser, other)]);
      for (const piece of [first, second]) assert.ok(LEVELS.indexOf(whole.level) >= LEVELS.indexOf(piece.level), `${whole.level} is below ${piece.level}`);
    }), { numRuns: 1_000 });
  });

  it('answers for any text without failing', async function () {
    this.timeout(120_000);
    await fc.assert(fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'ls rm-f$(){}<>|&;\'"`\\\n\t*?~#!=[]@%a1/.'), maxLength: 60 }), async (text) => {
      const judged = await judge(analyser, text);
      assert.ok(judged.level !== 'SAFE' || judged.understood);
    }), { numRuns: 500 });
  });
});
