import type { Call, Deed } from '../analyse/call.ts';
import { changesSystem, destroysInfra, fetches, looks, looksAtInfra, printsSecrets, runsCode, runsProject, sends } from '../analyse/effects.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { always, asks, does } from './verbRules.ts';

/** npm, pnpm, yarn, bun and what runs packages: `npx`, `bunx`, `corepack`. */

const shown = '--json -l --long -p --parseable -a --all -g --global --prod --production --dev --only-allow --link --package-lock-only --unicode --no-unicode --silent -s -q --quiet --loglevel= --no-color --color= -w --workspaces --include-workspace-root -iwr --depth= -r --recursive --only= --omit= --include= --long --expect-results --no-fund --no-audit --latest -D -P --offline --prefer-offline';
const shownValues = '--workspace --filter -F --sbom-format --sbom-type --searchlimit --prefix -C --dir --cwd --audit-level --registry --otp';
const names = { flags: shown, values: shownValues } as const;
const all = 'npm|pnpm|yarn|bun';
const registry: Deed = { effects: [looksAtInfra('the package registry')] };

export const javascriptPackages: Family = {
  name: 'npm, pnpm, yarn, bun',
  helpAlone: { options: '--help -h', does: { effects: [looks('help')] } },
  global: folder,
  globals: { values: '--prefix -C --dir --cwd --userconfig --globalconfig --cache --script-shell --node-options --git --viewer --browser --editor' },
  rules: [
    asks(`${all} ls|list|la|ll`, { ...names, matches: ['npm ls', 'npm list --depth=0 --json', 'pnpm ls -r', 'yarn list'], not: ['npm ls --script-shell=./a', 'npm ls --prefix /etc'] }),
    asks('npm explain|why|root|prefix|bin|fund|query|find-dupes|sbom|help-search|get', { ...names, does: noToken, matches: ['npm explain a', 'npm root -g', 'npm help-search a', 'npm sbom --sbom-format cyclonedx'], not: ['npm get //registry.example.org/:_authToken', 'npm root --x'] }),
    does('npm help|bugs|docs|home|issues|repo|diff|completion', 'MODERATE', { effects: [runsProject('npm', 'may open a program that .npmrc names')] }, { matches: ['npm bugs a', 'npm help install'], not: ['npm bugs a --prefix /outside'] }),
    asks('npm view|v|info|show|search|s|se|find|outdated|ping|stars|whoami|doctor|audit', { ...names, does: audits, matches: ['npm view a version', 'npm search a', 'npm outdated', 'npm audit --json', 'npm whoami'], not: ['npm view git+https://x.example/a', 'npm audit fix', 'npm view a --registry=https://example.com', 'npm search --x'] }),
    asks('npm owner|dist-tag|dist-tags|team|access|token|org|profile ls|list|get', { ...names, does: registry, matches: ['npm owner ls a', 'npm dist-tag ls', 'npm token list', 'npm profile get', 'npm access list collaborators a'], not: ['npm owner add a b', 'npm owner ls --x'] }),
    asks('npm cache ls|list|verify', { ...names, matches: ['npm cache list'], not: ['npm cache clean --force'] }),
    asks('npm config|c get|ls|list', { ...names, does: noToken, matches: ['npm config get registry', 'npm config list'], not: ['npm config get //registry.example.org/:_authToken', 'npm config set a b'] }),
    asks('npm pkg get', { ...names, matches: ['npm pkg get name'], not: ['npm pkg set name=a'] }),
    asks('npm version', { ...names, maxOperands: 0, matches: ['npm version', 'npm version --json'], not: ['npm version patch'] }),
    does('npm pack', 'MODERATE', { effects: [runsProject('npm pack', 'runs its prepare scripts')], touches: [{ word: plain('.'), how: 'change' }] }, { matches: ['npm pack', 'npm pack --dry-run'], not: ['npm pack --pack-destination /etc'] }, { writes: '--pack-destination' }),
    asks('pnpm why|root|bin|outdated|audit|licenses|view|info|search|help|list-licenses|cat-file|cat-index|find-hash', { ...names, does: audits, matches: ['pnpm why a', 'pnpm audit', 'pnpm outdated', 'pnpm root'], not: ['pnpm audit --fix', 'pnpm why --x'] }),
    asks('pnpm config get|list', { ...names, does: noToken, matches: ['pnpm config get registry'], not: ['pnpm config set a b'] }),
    asks('pnpm store path|status', { ...names, matches: ['pnpm store path'], not: ['pnpm store prune'] }),
    asks('yarn version', { ...names, operands: 'none', matches: ['yarn version'], not: ['yarn version patch', 'yarn version --new-version 1.0.0'] }),
    asks('yarn why|info|outdated|audit|licenses|versions|help|bin', { ...names, flags: `${shown} --groups= --level= -A -R`, does: audits, maxOperands: 3, matches: ['yarn why a', 'yarn outdated', 'yarn audit', 'yarn help'], not: ['yarn why --x'] }),
    asks('yarn config get|list', { ...names, does: noToken, matches: ['yarn config get registry'], not: ['yarn config set a b'] }),
    asks('yarn npm info|whoami|audit', { ...names, does: registry, matches: ['yarn npm info a'], not: ['yarn npm publish'] }),
    asks('yarn workspaces list|info', { ...names, flags: `${shown} --since= -v -R`, matches: ['yarn workspaces list'], not: ['yarn workspaces foreach run a'] }),
    asks('yarn cache dir|list', { ...names, matches: ['yarn cache dir'], not: ['yarn cache clean'] }),
    asks('bun outdated|why|pm|info', { ...names, does: ({ texts }) => (/^(ls|list|bin|cache|hash|hash-string|hash-print|whoami|view|why)?$/.test(texts[0] ?? '') && texts[1] !== 'rm' ? registry : { effects: [runsProject('bun pm', 'changes installed packages')] }), matches: ['bun pm ls', 'bun outdated'], not: ['bun pm cache rm', 'bun pm trust a'] }),
    does('npm install|i|in|ins|inst|insta|isntall|add|ci|clean-install|ic|install-clean|update|up|upgrade|udpate|uninstall|un|unlink|remove|rm|r|dedupe|ddp|prune|rebuild|rb|link|ln|install-test|it|install-ci-test|cit|sit|shrinkwrap|audit', 'MODERATE', installs, { matches: ['npm install a', 'npm ci', 'npm uninstall a', 'npm audit fix', 'npm link'], not: ['npm install -g a', 'npm i --global a', 'npm ci --prefix /outside', 'npm install a --registry=https://example.com'] }),
    does('pnpm install|i|add|update|up|upgrade|remove|rm|uninstall|un|dedupe|prune|rebuild|rb|link|ln|unlink|import|fetch|patch|patch-commit|patch-remove|deploy|approve-builds|audit|setup|install-test|it', 'MODERATE', installs, { matches: ['pnpm install --frozen-lockfile', 'pnpm add a', 'pnpm audit --fix'], not: ['pnpm add -g a', 'pnpm install -C /outside'] }),
    does('yarn install|add|up|upgrade|upgrade-interactive|remove|dedupe|link|unlink|import|autoclean|rebuild|patch|patch-commit|plugin|set|generate-lock-entry|check|version|unplug', 'MODERATE', installs, { matches: ['yarn add a', 'yarn install', 'yarn link'], not: ['yarn add a --registry https://example.com', 'yarn --cwd /outside install'] }),
    does('bun install|i|add|a|update|remove|rm|link|unlink|patch|ci', 'MODERATE', installs, { matches: ['bun install', 'bun add a'], not: ['bun add -g a'] }),
    does('yarn workspace|workspaces', 'MODERATE', { effects: [runsProject('a workspace', 'runs a verb in it')] }, { matches: ['yarn workspace a build'], not: [] }, { insensitive: true }),
    does('npm init|create|innit', 'MODERATE', initializes, { matches: ['npm init -y', 'npm init'], not: ['npm init vite', 'npm create vite'] }),
    does('pnpm init', 'MODERATE', initializes, { matches: ['pnpm init'], not: ['pnpm init a'] }),
    does('yarn init', 'MODERATE', initializes, { matches: ['yarn init -y'], not: ['yarn init a'] }),
    does('bun init', 'MODERATE', initializes, { matches: ['bun init -y'], not: ['bun init a'] }),
    does(`${all} run|run-script|rum|urn`, 'MODERATE', runsScript, { matches: ['npm run build', 'pnpm run lint', 'yarn run build', 'bun run build'], not: ['npm run', 'npm run build --script-shell=./a'] }, { anyOption: false, flags: `${shown} --if-present --ignore-scripts --foreground-scripts --parallel --stream --sequential --no-bail --bun --watch --hot`, values: shownValues }),
    does(`${all} test|t|tst|start|stop|restart`, 'MODERATE', runsLifecycle, { matches: ['npm test', 'npm t', 'npm start', 'yarn test', 'pnpm test'], not: ['npm test --script-shell=./a'] }, { anyOption: false, flags: `${shown} --if-present --ignore-scripts --foreground-scripts --watch --coverage --bail`, values: shownValues }),
    does('npm version|edit|pkg|rebuild', 'MODERATE', { effects: [runsProject('npm', 'changes package.json, runs its scripts')] }, { matches: ['npm version patch', 'npm pkg set name=a'], not: ['npm version 1.0.0 --prefix /outside'] }),
    does(`${all} cache|store`, 'MODERATE', { effects: [runsProject('the cache of packages', 'clears what can be fetched again')] }, { matches: ['npm cache clean --force', 'pnpm store prune', 'yarn cache clean'], not: ['npm cache clean --prefix /outside'] }),
    does('npm exec|x', 'HIGH', executes, { matches: ['npm exec a', 'npm exec -- a b'], not: ['npm exec'] }, { stopsAtOperand: true }),
    does('npx|bunx|pnpx', 'HIGH', executes, { matches: ['npx a', 'npx -y create-vite a', 'bunx a', 'npx --no-install tsc'], not: ['npx --version', "npx -c 'rm -rf a'"] }, { stopsAtOperand: true, values: '-p --package -c --call --registry --cache --userconfig' }),
    does('pnpm exec', 'MODERATE', ({ operands }) => ({ runs: operands.length === 0 ? [] : [{ kind: 'words', words: operands }], forgettable: true }), { matches: ['pnpm exec tsc'], not: ['pnpm -C /outside exec tsc'] }, { stopsAtOperand: true, anyOption: false, flags: '-r --recursive --parallel --no-reporter-hide-prefix', values: '--filter -F -C --dir' }),
    does('yarn exec', 'MODERATE', ({ operands }) => ({ runs: [{ kind: 'words', words: operands }], forgettable: true }), { matches: ['yarn exec tsc'], not: ['yarn exec --cwd /outside tsc'] }, { stopsAtOperand: true }),
    always('pnpm dlx', 'HIGH', { effects: [runsCode('a package', 'is fetched from the registry and run')], forgettable: true }, ['pnpm dlx a']),
    always('yarn dlx|create', 'HIGH', { effects: [runsCode('a package', 'is fetched from the registry and run')], forgettable: true }, ['yarn dlx a', 'yarn create vite']),
    always('pnpm|bun create', 'HIGH', { effects: [runsCode('a package', 'is fetched from the registry and run')], forgettable: true }, ['pnpm create vite']),
    always('bun x', 'HIGH', { effects: [runsCode('a package', 'is fetched from the registry and run')], forgettable: true }, ['bun x a']),
    does('npm publish|stage', 'HIGH', publishes, { matches: ['npm publish'], not: ['npm publish --dry-run'] }),
    does('pnpm|bun publish', 'HIGH', publishes, { matches: ['pnpm publish', 'bun publish'], not: ['pnpm publish --dry-run'] }),
    always('yarn publish', 'HIGH', publishes, ['yarn publish']),
    always('yarn npm publish|tag|login|logout', 'HIGH', publishes, ['yarn npm publish']),
    always('npm|pnpm deprecate|undeprecate|dist-tag|dist-tags|access|owner|author|team|org|profile|token|hook|star|unstar|login|logout|adduser|add-user|trust', 'HIGH', publishes, ['npm deprecate a b', 'npm login', 'npm owner add a b', 'npm token revoke a']),
    always('yarn login|logout|owner|tag|team|access', 'HIGH', publishes, ['yarn login']),
    always(`${all} config|c|set`, 'HIGH', { effects: [changesSystem('the configuration of the package manager')] }, ['npm config set a b', 'npm set a b', 'yarn config set a b']),
    always('npm|pnpm unpublish', 'DESTRUCTIVE', withdraws, ['npm unpublish a', 'npm unpublish a@1.0.0 --force', 'pnpm unpublish']),
    always('npm|pnpm owner|org|team rm|remove|destroy', 'DESTRUCTIVE', withdraws, ['npm owner rm a b', 'npm org rm a b']),
    does('yarn global', 'HIGH', { effects: [changesSystem('packages of the machine')] }, { matches: ['yarn global add a'], not: ['yarn globals'] }, { insensitive: true }),
    does('bun test|build', 'MODERATE', { effects: [runsProject('bun')] }, { matches: ['bun test', 'bun build a.ts'], not: ['bun build a.ts --outdir /etc'] }, { writes: '--outdir --outfile' }),
    does('pnpm|yarn|bun', 'MODERATE', bare, { matches: ['pnpm lint', 'yarn build', 'yarn'], not: ['yarn --version', 'pnpm -v', 'bun ./a.ts'] }, { anyOption: false, flags: `${shown} -v --version -h --help` }),
    asks('npm', { operands: 'none', flags: '-v --version -h --help -l', matches: ['npm --version', 'npm'], not: ['npm frobnicate'] }),
    asks('corepack', { operands: 'none', flags: '-v --version', matches: ['corepack --version'], not: ['corepack enable'] }),
  ],
};

function folder(parsed: Parsed): Deed | undefined {
  const folders = parsed.values('--prefix', '-C', '--dir', '--cwd');
  const other = parsed.values('--userconfig', '--globalconfig', '--cache');
  const program = parsed.has('--script-shell', '--node-options', '--git', '--viewer', '--browser', '--editor');
  if (folders.length + other.length === 0 && !program) return undefined;
  return { effects: program ? [runsCode('the package manager', 'a program named on the line')] : [], touches: [...folders, ...other].map((word) => ({ word, how: /^([/~]|\.\.(\/|$))/.test(word.text) ? 'change' : 'list' })) };
}

/** Configuration that holds tokens. */
function noToken({ texts }: Parsed): Deed {
  return { effects: [texts.some((text) => /auth|token|password|_key|secret/i.test(text)) ? printsSecrets('the configuration of the package manager') : looks('packages')] };
}

function audits(parsed: Parsed): Deed | undefined {
  const { texts } = parsed;
  if (texts[0] === 'fix' || parsed.has('--fix')) return { effects: [runsProject('packages', 'installs newer ones')] };
  const elsewhere = texts.find((text) => /^[./~]|:/.test(text));
  if (elsewhere !== undefined) return { effects: [fetches(elsewhere)] };
  return parsed.has('--registry') ? { effects: [fetches('another registry')] } : registry;
}

/** Packages run scripts while they are installed. */
function installs(parsed: Parsed): Deed {
  const global = parsed.has('-g', '--global') || parsed.options.some(({ name, value }) => name === '--location' && value?.text === 'global');
  return {
    effects: [
      runsProject('packages', 'installs or removes packages, whose scripts run'),
      ...(global ? [changesSystem('packages of the machine')] : []),
      ...(parsed.has('--registry', '--script-shell', '--node-options') ? [runsCode('packages', 'from another registry, or by another program')] : []),
    ],
  };
}

/** With a name, a package that makes projects is fetched and run. */
function initializes({ texts: [generator] }: Parsed): Deed {
  return generator === undefined ? { effects: [runsProject('package.json', 'writes it')] } : { effects: [runsCode(generator, 'is fetched from the registry and run')], forgettable: true };
}

function runsScript(parsed: Parsed): Deed {
  const [name] = parsed.operands;
  if (name === undefined) return { effects: [looks('package scripts')] };
  return script(parsed, name.text, name.exact);
}

const lifecycle: Readonly<Record<string, string>> = { t: 'test', tst: 'test' };

function runsLifecycle(parsed: Parsed, call: Call): Deed {
  const verb = call.words.find(({ text }) => /^(test|t|tst|start|stop|restart)$/.test(text))?.text ?? 'test';
  return call.program === 'bun' && verb === 'test' ? { effects: [runsProject('bun test')] } : script(parsed, lifecycle[verb] ?? verb, true);
}

function script(parsed: Parsed, name: string, exact: boolean): Deed {
  const where = parsed.value('--prefix', '-C', '--dir', '--cwd');
  const elsewhere = parsed.has('-w', '--workspace', '--workspaces', '-r', '--recursive', '--filter', '-F');
  if (!exact || elsewhere) return { effects: [runsProject(`the script ${name}`)] };
  return { runs: [{ kind: 'task', runner: 'package-script', name, ...(where === undefined ? {} : { folder: where }) }] };
}

function executes(parsed: Parsed, { program: invoked }: Call): Deed {
  const [program] = parsed.operands;
  const call = parsed.value('-c', '--call');
  if (program === undefined && call === undefined && !parsed.has('-p', '--package')) return { effects: [looks('help')] };
  const plainly = program !== undefined && call === undefined && invoked !== 'pnpx' && parsed.options.every(({ name }) => /^(-y|--yes|--no|--no-install|-q|--quiet|-s|--silent|--offline|--prefer-offline)$/.test(name));
  if (plainly) return { forgettable: true, runs: [{ kind: 'package', words: parsed.operands }] };
  return {
    effects: [runsCode(program?.text ?? 'a package', 'is fetched from the registry and run')], forgettable: true,
    runs: call === undefined ? [{ kind: 'words', words: parsed.operands }] : [{ kind: 'script', text: call.text, dialect: 'bash', exact: call.exact }],
  };
}

function publishes(parsed: Parsed): Deed {
  return parsed.has('--dry-run') ? { effects: [runsProject('the package', 'a dry run; its scripts run')] } : { effects: [sends('the package registry')] };
}

function withdraws({ texts }: Parsed): Deed {
  const [name] = texts;
  return { effects: [destroysInfra(name ?? 'this package', 'takes it or rights on it away from others')], losses: [{ kind: 'resource', what: 'package', names: texts }], ...(name === undefined ? {} : { target: name }), alternative: '`npm deprecate` warns those who install it.' };
}

/** `yarn build` runs a script of package.json or an installed program; `bun a.ts` a file. */
function bare(parsed: Parsed, call: Call): Deed {
  const [name] = parsed.operands;
  if (name === undefined) return call.program === 'yarn' && !parsed.has('-v', '--version', '-h', '--help') ? { effects: [runsProject('packages', 'installs packages, whose scripts run')] } : { effects: [looks(call.program)] };
  if (!name.exact || /[./]/.test(name.text)) return { runs: [{ kind: 'file', path: name, language: 'other' }], level: 'HIGH' };
  return { runs: [{ kind: 'task', runner: 'package-script', name: name.text }] };
}
