import type { Call, Deed } from '../analyse/call.ts';
import { changesSystem, destroysInfra, fetches, looks, looksAtInfra, printsSecrets, runsCode, runsProject, sends } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { always, asks, does } from './verbRules.ts';

/** Builders and package managers of compiled and other languages: cargo, make, mvn, gradle, dotnet, gem, composer. */

const builds: Deed = { effects: [runsProject('the build', "runs the project's own code")] };
const packages: Deed = { effects: [runsProject('packages', 'installs or removes packages of the project')] };
const registry: Deed = { effects: [looksAtInfra('the package registry')] };
const publishes: Deed = { effects: [sends('the package registry')] };
const cargoFlags = '-v --verbose -vv -q --quiet --offline --locked --frozen --all-features --no-default-features --workspace --all';
const cargoValues = '--color --manifest-path -Z --config -C --features -F -p --package --exclude --target --registry --index';

export const buildTools: Family = {
  name: 'builders',
  helpAlone: { options: '--help -h', does: { effects: [looks('help')] } },
  rules: [
    asks('cargo tree|metadata|pkgid|locate-project|read-manifest|verify-project|version|help|search|info', { flags: `${cargoFlags} -i -d --duplicates -V --no-dedupe --no-deps --workspace --no-dev`, values: `${cargoValues} --depth -e --edges --invert --prune --prefix --charset -f --format --format-version --filter-platform --message-format --limit`, does: cargoAsks, matches: ['cargo tree --depth 2', 'cargo metadata --no-deps', 'cargo search serde', 'cargo locate-project --message-format plain'], not: ['cargo tree --config a=b', 'cargo metadata --x'] }),
    does('cargo fmt', 'MODERATE', (parsed) => ({ effects: [parsed.has('--check') && parsed.unknown.length === 0 ? looks('the sources') : runsProject('the sources', 'formats them in place')] }), { matches: ['cargo fmt', 'cargo fmt --all'], not: ['cargo fmt --check'] }, { anyOption: false, flags: '--check --all -q --quiet -v', values: '-p --package --manifest-path --message-format' }),
    does('cargo install', 'HIGH', (parsed) => ({ effects: [parsed.has('--list') && parsed.operands.length === 0 ? runsProject('cargo', 'lists installed programs') : runsCode(parsed.texts[0] ?? 'a package', 'is fetched, built and installed for the user')] }), { matches: ['cargo install ripgrep'], not: ['cargo install --list'] }),
    does('cargo b|build|c|check|clippy|d|doc|t|test|bench|r|run|rustc|rustdoc|fix|clean|new|init|add|rm|remove|update|vendor|generate-lockfile|fetch|package|nextest|watch|expand|miri|llvm-cov|tarpaulin|machete|udeps|audit|deny|outdated|report', 'MODERATE', cargoBuilds, { matches: ['cargo build', 'cargo test -- --nocapture', 'cargo check', 'cargo clippy -- -D warnings', 'cargo add serde'], not: ['cargo build --config a=b', 'cargo build --target-dir /etc', 'cargo clean --target-dir /etc'] }, { values: cargoValues, writes: '--target-dir --out-dir --artifact-dir' }),
    does('cargo publish', 'HIGH', (parsed) => (parsed.has('--dry-run', '-n') ? builds : publishes), { matches: ['cargo publish'], not: ['cargo publish --dry-run'] }),
    does('cargo owner', 'HIGH', (parsed) => (parsed.has('-r', '--remove') ? withdraws(parsed) : parsed.has('-a', '--add') ? publishes : registry), { matches: ['cargo owner --add a b'], not: ['cargo owner --list', 'cargo owner --remove a'] }),
    does('cargo yank', 'DESTRUCTIVE', (parsed) => (parsed.has('--undo') ? publishes : withdraws(parsed)), { matches: ['cargo yank --version 1.0.0'], not: ['cargo yank --undo --version 1.0.0'] }, { values: '--version --vers' }),
    always('cargo login|logout|uninstall', 'HIGH', { effects: [changesSystem('cargo of this user')] }, ['cargo login', 'cargo uninstall a']),
    asks('cargo', { does: cargoAlone, flags: '-V --version -h --help --list -v', matches: ['cargo --version', 'cargo'], not: ['cargo frobnicate', 'cargo +nightly build'] }),
    asks('rustup show|check|which|help|doc|completions', { flags: '-v --verbose --path', values: '--toolchain', matches: ['rustup show'], not: ['rustup show --x'] }),
    asks('rustup toolchain|target|component|override list', { flags: '--installed -v --verbose -q', values: '--toolchain', matches: ['rustup toolchain list'], not: ['rustup toolchain install stable'] }),
    does('rustup run', 'MODERATE', ({ operands }) => ({ runs: operands.length < 2 ? [] : [{ kind: 'words', words: operands.slice(1) }], effects: [runsProject('a toolchain')], forgettable: true }), { matches: ['rustup run stable cargo test'], not: [] }, { stopsAtOperand: true, insensitive: true }),
    always('rustup *', 'HIGH', { effects: [changesSystem('toolchains of this user')] }, ['rustup update', 'rustup toolchain install stable']),
    asks('rustup', { operands: 'none', flags: '--version -V -v -h --help', matches: ['rustup --version'], not: ['rustup --x'] }),
    asks('rustc', { operands: 'none', flags: '-V -vV -Vv --version --verbose -v -h --help', values: '--print --explain', matches: ['rustc --version', 'rustc --print sysroot'], not: ['rustc a.rs'] }),

    asks('gofmt', { flags: '-d -l -e -s', operands: 'reads', matches: ['gofmt -l a.go', 'gofmt -d a.go'], not: ['gofmt -w a.go', 'gofmt -r a a.go'] }),
    asks('golangci-lint version|linters|help|cache', { flags: '--version', operands: 'text', maxOperands: 1, matches: ['golangci-lint linters'], not: ['golangci-lint run'] }),
    does('golangci-lint run|fmt|migrate|config', 'MODERATE', builds, { matches: ['golangci-lint run'], not: [] }, { insensitive: true }),

    does('make|gmake', 'MODERATE', makes, { matches: ['make', 'make build test', 'make -j4 -C sub all', 'make CC=gcc'], not: ['make --version', 'make --eval=x', 'make SHELL=./a'] }, { anyOption: false, numeric: true, abbreviates: true, flags: '-b -m -B --always-make -d --debug= -e --environment-overrides -i --ignore-errors -j= --jobs= -k --keep-going -l= --load-average= -L --check-symlink-times -n --just-print --dry-run --recon -O= --output-sync= -p --print-data-base -q --question -r --no-builtin-rules -R --no-builtin-variables -s --silent --quiet --no-silent -S --no-keep-going --stop -t --touch --trace -v --version -h --help -w --print-directory --no-print-directory --warn-undefined-variables --shuffle=', values: '-C --directory -f --file --makefile -I --include-dir -o --old-file --assume-old -W --what-if --new-file --assume-new -E --eval' }),
    does('task|go-task', 'MODERATE', tasks('task'), { matches: ['task', 'task build'], not: ['task --list', 'task --version'] }, { anyOption: false, flags: '-l --list -a --list-all --version -h --help -j --json -f --force -s --silent -v --verbose -w --watch -p --parallel -n --dry --summary --status -y --yes -x --exit-code -c --color', values: '-d --dir -t --taskfile -o --output -C --concurrency -I --interval' }),
    does('just', 'MODERATE', tasks('just'), { matches: ['just', 'just build'], not: ['just --list', 'just --version'] }, { anyOption: false, flags: '-l --list --summary --variables --version -h --help -n --dry-run -q --quiet -v --verbose -u --unsorted --groups --evaluate --dump --yes --choose --unstable', values: '-f --justfile -d --working-directory -s --show --usage --set --shell --dotenv-path' }),
    does('mvn|mvnw|gradle|gradlew|ant|sbt|bazel|bazelisk|cmake|ctest|ninja|meson|rake|lein|mix|msbuild|xcodebuild|swift|zig|nx|turbo|lerna|rush|scons|buck2|pants', 'MODERATE', buildsOrPublishes, { matches: ['mvn test', 'gradle build', 'cmake --build build', 'ninja', 'turbo run build'], not: ['mvn --version', 'gradle publish', 'mvn deploy', 'mix hex.publish'] }),
    asks('dotnet --info|--version|--list-sdks|--list-runtimes|help', { matches: ['dotnet help build'], not: ['dotnet help --x'] }),
    asks('dotnet nuget list', { operands: 'text', values: '--format --configfile', matches: ['dotnet nuget list source'], not: ['dotnet nuget push a'] }),
    asks('dotnet list|package|sln|tool|workload|sdk|nuget', { flags: '--outdated --deprecated --vulnerable --include-transitive --highest-minor --highest-patch --include-prerelease -g --global --local', values: '--format --framework --source --config -v --verbosity', does: dotnetAsks, matches: ['dotnet tool list', 'dotnet sln list'], not: ['dotnet list package', 'dotnet tool install a', 'dotnet nuget push a.nupkg', 'dotnet package add a'] }),
    does('dotnet build|run|test|restore|publish|pack|clean|new|add|remove|reference|format|watch|msbuild|vstest|exec|ef|build-server|store', 'MODERATE', dotnetBuilds, { matches: ['dotnet build', 'dotnet test', 'dotnet publish -c Release', 'dotnet add package a'], not: ['dotnet ef database drop', 'dotnet build -o /etc/a'] }, { writes: '-o --output' }),
    asks('dotnet', { flags: '--info --version --list-sdks --list-runtimes -h --help', operands: 'none', matches: ['dotnet --version', 'dotnet --list-sdks'], not: ['dotnet a.dll'] }),
    asks('nuget list|search|help', { maxOperands: 1, does: registry, matches: ['nuget list'], not: ['nuget sources add'] }),
    does('nuget install|restore|pack|update|spec|init|locals', 'MODERATE', packages, { matches: ['nuget restore'], not: [] }, { insensitive: true }),
    always('nuget push|delete|setapikey|setApiKey|sign|add|sources|config', 'HIGH', publishes, ['nuget push a.nupkg']),

    asks('gem list|search|info|environment|env|outdated|contents|dependency|specification|which|help|stale|query|lock|rdoc', { flags: '-l --local -r --remote -b --both -a --all -d --details -i --installed -e --exact --prerelease --no-versions --versions -q --quiet -V --verbose --no-verbose -R --reverse-dependencies', values: '-v --version -n --name-matches --platform', does: registry, matches: ['gem list', 'gem search rails', 'gem environment'], not: ['gem list --config-file a'] }),
    does('gem build|fetch|unpack|check', 'MODERATE', builds, { matches: ['gem build a.gemspec'], not: ['gem build a -o /etc/a'] }, { writes: '-o --output' }),
    does('gem install|i|update|uninstall|cleanup|pristine|exec|rebuild', 'MODERATE', gems, { matches: ['gem install rails', 'gem uninstall rails'], not: ['gem install a --source https://example.com', 'gem update --system'] }, { values: '-s --source -v --version', flags: '--system --clear-sources', writes: '-i --install-dir -n --bindir' }),
    does('gem sources', 'HIGH', (parsed) => ({ effects: [parsed.options.every(({ name }) => /^(-l|--list)$/.test(name)) && parsed.operands.length === 0 ? looks('gem sources') : changesSystem('where gems come from')] }), { matches: ['gem sources --add https://example.com'], not: ['gem sources', 'gem sources --list'] }),
    always('gem push|signin|signout|owner|cert|mirror|server', 'HIGH', publishes, ['gem push a.gem']),
    always('gem yank', 'DESTRUCTIVE', withdraws, ['gem yank a -v 1.0']),
    asks('gem', { operands: 'none', flags: '-v --version -h --help', matches: ['gem --version'], not: ['gem frobnicate'] }),
    does('bundle|bundler', 'MODERATE', bundles, { matches: ['bundle install', 'bundle list', 'bundle exec rspec', 'bundle outdated'], not: ['bundle --version', 'bundle config set a b'] }, { stopsAtOperand: true }),
    asks('composer show|info|outdated|search|why|why-not|depends|prohibits|licenses|status|validate|about|diagnose|check-platform-reqs|fund|suggests|browse|home|list|help|audit', { flags: '-i --installed -a --all -p --platform --available -s --self -N --name-only -P --path -t --tree -l --latest -o --outdated -D --direct --strict -m --minor-only --major-only --patch-only --no-dev --locked --no-check-all --no-check-lock --no-check-publish -v -vv -vvv -q --quiet -n --no-interaction --no-ansi --ansi --no-plugins --no-scripts -r --recursive', values: '-f --format --ignore --type', does: (parsed) => (parsed.has('--no-plugins') ? registry : { effects: [runsProject('composer', 'plugins of the project run')] }), matches: ['composer show --no-plugins', 'composer validate --no-plugins'], not: ['composer show', 'composer show -d /etc'] }),
    does('composer install|update|upgrade|require|remove|create-project|dump-autoload|dumpautoload|run-script|run|exec|init|bump|reinstall|clear-cache|archive', 'MODERATE', packages, { matches: ['composer install', 'composer require a/b'], not: [] }, { insensitive: true }),
    always('composer global|config|self-update|selfupdate|repository', 'HIGH', { effects: [changesSystem('composer')] }, ['composer global require a/b']),
    asks('composer', { operands: 'none', flags: '-V --version -h --help --no-plugins', matches: ['composer --version'], not: ['composer frobnicate'] }),
  ],
};

/** Configuration on the line can name programs that cargo starts. */
function cargoAsks(parsed: Parsed): Deed {
  return parsed.has('--config', '-Z') ? { effects: [runsCode('cargo', 'configuration given on the line')] } : registry;
}

function cargoBuilds(parsed: Parsed, call: Call): Deed {
  return parsed.has('--config') ? cargoAsks(parsed) : { effects: [runsProject(`cargo ${call.words[0]?.text ?? ''}`, "runs the project's own code, its build scripts, or changes its files")] };
}

/** A verb that is not cargo's own is a program `cargo-…`; `+toolchain` stands before the verb. */
function cargoAlone({ operands }: Parsed): Deed {
  const [first] = operands;
  if (first === undefined) return { effects: [looks('cargo')] };
  if (first.text.startsWith('+') && operands.length > 1) return { runs: [{ kind: 'words', words: [{ text: 'cargo', exact: true }, ...operands.slice(1)] }], effects: [runsProject('cargo', 'by another toolchain')] };
  return { effects: [runsCode(`cargo ${first.text}`, 'is a program of its own')] };
}

/** Assignments override what the makefile says; some of them name the programs that it starts. */
function makes(parsed: Parsed): Deed {
  if (parsed.has('-v', '--version', '-h', '--help')) return { effects: [looks('help')] };
  const folder = parsed.value('-C', '--directory');
  const file = parsed.value('-f', '--file', '--makefile');
  const assignments = parsed.operands.filter(({ text }) => text.includes('='));
  const targets = parsed.operands.filter(({ text }) => !text.includes('='));
  const where = { ...(folder === undefined ? {} : { folder }), ...(file === undefined ? {} : { file }) };
  const names = targets.length === 0 ? [''] : targets.map(({ text }) => text);
  const code = parsed.has('-E', '--eval') || assignments.some(({ exact, text }) => !exact || /^(SHELL|MAKEFLAGS|\.SHELLFLAGS|MAKE)\b|[`$;|&]/.test(text));
  return {
    effects: code ? [runsCode('make', 'rules or a shell given on the line')] : assignments.map(({ text }) => runsProject('make', `with ${text}`)),
    runs: names.map((name) => ({ kind: 'task', runner: 'make', name, ...where })),
  };
}

function tasks(program: string) {
  return (parsed: Parsed): Deed => {
    if (parsed.has('-l', '--list', '-a', '--list-all', '--summary', '--version', '-h', '--help', '-s', '--show', '--groups', '--variables', '--dump') && !(program === 'task' && parsed.has('-s', '-a') && parsed.operands.length > 0)) return { effects: [looks(program)] };
    if (program === 'just') return { effects: [runsProject('just', 'runs recipes of the justfile')] };
    const folder = parsed.value('-d', '--dir');
    const file = parsed.value('-t', '--taskfile');
    const names = parsed.texts.filter((text) => !text.includes('='));
    return { runs: (names.length === 0 ? ['default'] : names).map((name) => ({ kind: 'task', runner: 'task', name, ...(folder === undefined ? {} : { folder }), ...(file === undefined ? {} : { file }) })) };
  };
}

function buildsOrPublishes(parsed: Parsed): Deed {
  const [first] = parsed.operands;
  const only = parsed.options.length > 0 && parsed.options.every(({ name }) => /^(--version|-version|-v|-V|--help|-h)$/.test(name));
  if (first === undefined && only) return { effects: [looks('help')] };
  const outward = parsed.texts.some((text) => /publish|deploy|release|upload|push|^archive/i.test(text));
  return outward ? { effects: [sends('where the build publishes', 'publishes or deploys')] } : builds;
}

/** Whatever looks at packages of a project evaluates the project, which is code. */
function dotnetAsks({ texts: [verb = '', name = 'a package'] }: Parsed, call: Call): Deed {
  const group = call.words.find(({ text }) => !text.startsWith('-'))?.text ?? '';
  if (group === 'nuget') return verb === 'delete' ? { effects: [destroysInfra(name, 'takes it away from others')], target: name } : publishes;
  return /^(tool|sln|workload|sdk)$/.test(group) && /^(list|search|check)$/.test(verb) ? { effects: [looks('dotnet')] } : packages;
}

function dotnetBuilds({ texts }: Parsed, call: Call): Deed {
  const drops = call.words.some(({ text }) => text === 'ef') && texts.includes('drop');
  return drops ? { effects: [destroysInfra('the database', 'drops it')], target: 'database' } : builds;
}

function gems(parsed: Parsed): Deed {
  return { effects: [runsProject('gems', 'installs or removes packages, whose extensions are built'), ...(parsed.has('-s', '--source', '--clear-sources') ? [runsCode('gems', 'from another source')] : []), ...(parsed.has('--system') ? [changesSystem('RubyGems')] : [])] };
}

function bundles(parsed: Parsed): Deed {
  const [verb, ...rest] = parsed.operands;
  if (verb === undefined && parsed.has('-v', '--version', '-h', '--help')) return { effects: [looks('help')] };
  if (verb?.text === 'exec' && rest.length > 0) return { runs: [{ kind: 'words', words: rest }], effects: [runsProject('the Gemfile', 'is Ruby code')], forgettable: true };
  if (/^(config|plugin)$/.test(verb?.text ?? '')) return { effects: [rest.length === 0 ? printsSecrets('the configuration of bundler') : changesSystem('the configuration of bundler')] };
  return { effects: [runsProject('the Gemfile', 'is Ruby code; packages may be installed'), ...(/^(install|update|outdated|lock|add)$/.test(verb?.text ?? 'install') ? [fetches('the package registry')] : [])] };
}

function withdraws({ texts }: Parsed): Deed {
  const [name] = texts;
  return { effects: [destroysInfra(name ?? 'this version', 'takes it or rights on it away from others')], losses: [{ kind: 'resource', what: 'package', names: texts }], ...(name === undefined ? {} : { target: name }) };
}
