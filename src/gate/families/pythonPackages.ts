import type { Call, Deed } from '../analyse/call.ts';
import { changesSystem, looks, looksAtInfra, printsSecrets, runsCode, runsProject, sends } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { always, asks, does } from './verbRules.ts';

/** pip, uv, poetry, pipx, pdm, hatch, conda, pipenv, pre-commit. */

const general = '-v --verbose -vv -q --quiet --no-input --no-color --disable-pip-version-check --isolated --require-virtualenv --no-python-version-warning --no-cache-dir --debug';
const index = '-i --index-url --extra-index-url --trusted-host -f --find-links --index --default-index --proxy';
const pip = 'pip|pip3';
const conda = 'conda|mamba|micromamba';
const registry: Deed = { effects: [looksAtInfra('the package index')] };
const installing: Deed = { effects: [runsProject('packages', 'installs or removes packages, whose build scripts run')] };

export const pythonPackages: Family = {
  name: 'pip, uv, poetry, conda',
  helpAlone: { options: '--help -h', does: { effects: [looks('help')] } },
  rules: [
    asks(`${pip} list|freeze|show|check|inspect|debug|help`, { flags: `${general} -f --files -l --local --user -e --editable --not-required --exclude-editable --include-editable --all -o --outdated -u --uptodate --pre`, values: '--format --path --exclude --python --timeout --retries', reads: '-r --requirement', matches: ['pip list', 'pip freeze --local', 'pip show -f a', 'pip3 check', 'pip list --outdated'], not: ['pip list --index-url https://example.com', 'pip list --log a'] }),
    asks(`${pip} index|search`, { flags: general, values: '--python-version --platform --abi --implementation', does: registry, matches: ['pip index versions a'], not: ['pip index versions a -i https://example.com'] }),
    asks(`${pip} hash`, { flags: general, values: '-a --algorithm', operands: 'reads', matches: ['pip hash a.whl'], not: ['pip hash /etc/passwd'] }),
    asks(`${pip} cache dir|info|list`, { flags: general, values: '--format', matches: ['pip cache list', 'pip cache dir'], not: ['pip cache purge'] }),
    asks(`${pip} config list|get|debug`, { flags: `${general} --global --user --site`, does: ({ texts }) => ({ effects: [texts.some((text) => /pass|token|auth|index-url/i.test(text)) ? printsSecrets('the configuration of pip') : looks('pip')] }), matches: ['pip config list', 'pip config get global.timeout'], not: ['pip config set a b', 'pip config get global.index-url'] }),
    does(`${pip} install|download|wheel|lock`, 'MODERATE', installs, { matches: ['pip install a', 'pip install -r requirements.txt', 'pip install -e .', 'pip wheel a'], not: ['pip install --break-system-packages a', 'pip install -i https://example.com a', 'pip install --target /etc a'] }, { flags: `${general} -e -U --upgrade --user --break-system-packages`, values: `--cache-dir --proxy ${index} --root --prefix`, reads: '-r --requirement -c --constraint', writes: '-t --target -d --dest -w --wheel-dir -o --output --report --log --src' }),
    does(`${pip} uninstall`, 'MODERATE', installs, { matches: ['pip uninstall -y a'], not: ['pip uninstall --break-system-packages a'] }, { reads: '-r --requirement' }),
    does(`${pip} cache`, 'MODERATE', { effects: [runsProject('the cache of packages', 'clears what can be fetched again')] }, { matches: ['pip cache purge'], not: [] }, { insensitive: true }),
    always(`${pip} config`, 'HIGH', { effects: [changesSystem('the configuration of pip')] }, ['pip config set a b', 'pip config edit']),
    asks(pip, { operands: 'none', flags: `-V --version -h --help ${general}`, matches: ['pip --version', 'pip'], not: ['pip frobnicate'] }),

    does('uv run', 'MODERATE', runsInEnvironment, { matches: ['uv run pytest', 'uv run python a.py', 'uv run --with requests python a.py'], not: ['uv run --index https://example.com a'] }, { anyOption: false, stopsAtOperand: true, flags: '--all-extras --no-dev --only-dev --dev --no-editable --inexact --exact --no-env-file --isolated --active --no-sync --locked --frozen --gui-script -s --script --all-packages --no-project --all-groups --no-default-groups --no-index -U --upgrade --no-sources --reinstall --no-build --no-binary -n --no-cache --refresh --managed-python --no-managed-python --no-python-downloads -q --quiet -v --verbose --offline --no-progress --no-config --native-tls --preview', values: '--extra --no-extra --group --no-group --only-group --env-file --with --with-editable --package -p --python --python-platform --index --default-index -i --index-url --extra-index-url -f --find-links -P --upgrade-package --resolution --prerelease --config-setting -C --link-mode --color --directory --project --config-file --cache-dir --allow-insecure-host -m --module -w', reads: '--with-requirements' }),
    does('uv tree|export', 'MODERATE', (parsed) => (parsed.has('--frozen') ? { effects: [looks('uv.lock')] } : { effects: [runsProject('uv.lock', 'is brought up to date, for which packages may be built')] }), { matches: ['uv tree --package a', 'uv export --no-hashes'], not: ['uv tree --frozen', 'uv export -o /etc/a'] }, { writes: '-o --output-file' }),
    asks('uv self version', { flags: '--short', values: '--output-format', matches: ['uv self version'], not: ['uv self version --x'] }),
    always('uv publish|auth', 'HIGH', { effects: [sends('the package index', 'publishes or signs in')] }, ['uv publish']),
    does('uv self', 'HIGH', { effects: [changesSystem('uv itself')] }, { matches: ['uv self update'], not: [] }, { insensitive: true }),
    asks('uv version|pip|python|tool|cache', { operands: 'none', flags: '--short -q --quiet -v --verbose --offline', values: '--output-format --package --color', matches: ['uv version', 'uv pip'], not: ['uv version 1.0.0', 'uv version --bump patch'] }),
    asks('uv help', { matches: ['uv help sync'], not: ['uv help --x'] }),
    asks('uv pip list|freeze|show|check|tree', { flags: '-e --editable --exclude-editable --outdated --strict --system -q --quiet -v -f --files --no-dedupe --invert --show-version-specifiers --user', values: '--exclude --format -p --python --path --depth -d --package --prune', matches: ['uv pip list --format json', 'uv pip freeze'], not: ['uv pip list --x'] }),
    asks('uv python list|find|dir', { flags: '--all-versions --all-platforms --all-arches --only-installed --only-downloads --show-urls --no-project --system --show-version --bin --script --managed-python --no-managed-python', values: '--output-format', matches: ['uv python list', 'uv python find 3.11'], not: ['uv python install 3.12'] }),
    asks('uv tool list', { flags: '--show-paths --show-version-specifiers --show-with --show-extras --show-python --outdated', matches: ['uv tool list'], not: ['uv tool list --x'] }),
    asks('uv cache dir|size', { operands: 'none', flags: '-H --human', matches: ['uv cache dir'], not: ['uv cache clean'] }),
    does('uv tool dir', 'MODERATE', { effects: [runsProject('uv', 'names folders of installed tools')] }, { matches: ['uv tool dir'], not: ['uv tool install a -i https://example.com'] }, { insensitive: true }),
    does('uv add|remove|sync|lock|build|init|venv|format|version|audit', 'MODERATE', installs, { matches: ['uv add a', 'uv sync --all-groups', 'uv lock', 'uv build', 'uv venv .venv', 'uv init'], not: ['uv add a --index https://example.com'] }, { values: index, reads: '-r --requirements -c --constraints', writes: '-o --output-file --out-dir' }),
    does('uv pip install|uninstall|sync|compile', 'MODERATE', installs, { matches: ['uv pip install a', 'uv pip compile requirements.in'], not: ['uv pip install --system --break-system-packages a', 'uv pip install -i https://example.com a'] }, { values: index, flags: '--system --break-system-packages', reads: '-r --requirements -c --constraints', writes: '-o --output-file --target -t --prefix' }),
    does('uv python|tool|cache install|upgrade|uninstall|pin|update-shell|clean|prune|reinstall', 'MODERATE', installs, { matches: ['uv python install 3.12', 'uv tool install ruff', 'uv cache clean'], not: ['uv tool install a -i https://example.com'] }, { values: index }),
    always('uv tool run', 'HIGH', { effects: [runsCode('a package', 'is fetched from the index and run')], forgettable: true }, ['uv tool run ruff']),
    asks('uv', { operands: 'none', flags: '-V --version -h --help', matches: ['uv --version', 'uv'], not: ['uv frobnicate'] }),
    does('uvx', 'HIGH', ({ operands, options }) => ({ effects: [operands.length === 0 && options.every(({ name }) => /^(--version|-V|--help|-h)$/.test(name)) ? looks('help') : runsCode(operands[0]?.text ?? 'a package', 'is fetched from the index and run')], forgettable: true }), { matches: ['uvx ruff check', 'uvx --from a b'], not: ['uvx --version'] }, { stopsAtOperand: true, values: '--from --with --python -p --index' }),

    asks('poetry show|check|about|version|env|search|list|help', { flags: '-t --tree -l --latest -o --outdated -a --all -T --top-level --no-truncate --why --lock -s --short -n --no-interaction -q -v --full-path --strict --no-ansi', values: '--with --without --only -f --format', does: poetryAsks, matches: ['poetry show --tree', 'poetry check', 'poetry version', 'poetry env info'], not: ['poetry version patch', 'poetry env remove a', 'poetry show --x'] }),
    does('poetry config', 'HIGH', (parsed) => ({ effects: [parsed.has('--list') && parsed.operands.length === 0 ? looks('poetry') : changesSystem('the configuration of poetry')] }), { matches: ['poetry config a b'], not: ['poetry config --list'] }, { anyOption: false, flags: '--list --local --unset --migrate' }),
    does('poetry run', 'MODERATE', ({ operands }) => ({ runs: operands.length === 0 ? [] : [{ kind: 'words', words: operands }], effects: [runsProject('the environment of the project')], forgettable: true }), { matches: ['poetry run pytest'], not: [] }, { stopsAtOperand: true, insensitive: true }),
    does('poetry install|add|remove|update|lock|sync|init|new|build|export|version|env|cache|shell|self', 'MODERATE', installs, { matches: ['poetry install', 'poetry add a', 'poetry build'], not: ['poetry export -o /etc/a'] }, { writes: '-o --output' }),
    always('poetry publish|source', 'HIGH', { effects: [sends('the package index', 'publishes or changes where packages come from')] }, ['poetry publish']),
    asks('pdm list|info|show|outdated|search', { flags: '--graph --tree --freeze --json --python --where --env --packages', values: '--fields --sort --csv', does: registry, matches: ['pdm list', 'pdm info'], not: ['pdm list --x'] }),
    does('pdm install|add|remove|update|lock|sync|build|init|export|run|use|venv|fix|cache', 'MODERATE', installs, { matches: ['pdm install', 'pdm run test'], not: ['pdm export -o /etc/a'] }, { writes: '-o --output' }),
    always('pdm publish|config|self|plugin', 'HIGH', { effects: [sends('the package index')] }, ['pdm publish']),
    asks('hatch version|status', { operands: 'none', matches: ['hatch version'], not: ['hatch version minor'] }),
    does('hatch run|test|fmt|build|env|new|shell|version|dep|clean|python', 'MODERATE', { effects: [runsProject('hatch')] }, { matches: ['hatch run test', 'hatch build'], not: ['hatch publish'] }, { insensitive: true }),
    always('hatch publish|config|self', 'HIGH', { effects: [sends('the package index')] }, ['hatch publish']),
    asks('pipenv graph', { flags: '--bare --json --json-tree --reverse', matches: ['pipenv graph'], not: ['pipenv graph --x'] }),
    does('pipenv run', 'MODERATE', ({ operands }) => ({ runs: operands.length === 0 ? [] : [{ kind: 'words', words: operands }], effects: [runsProject('the environment of the project')], forgettable: true }), { matches: ['pipenv run a'], not: [] }, { stopsAtOperand: true, insensitive: true }),
    does('pipenv install|uninstall|sync|update|lock|clean|check|shell|requirements|upgrade|verify|audit', 'MODERATE', installs, { matches: ['pipenv install a'], not: ['pipenv install -i https://example.com a'] }, { values: index }),
    asks('pipx list|environment', { flags: '--json --short --include-injected --skip-maintenance', values: '--value -V', matches: ['pipx list'], not: ['pipx list --x'] }),
    does('pipx install|inject|upgrade|upgrade-all|uninstall|uninstall-all|reinstall|reinstall-all|ensurepath|pin|unpin|uninject', 'MODERATE', installs, { matches: ['pipx install ruff'], not: ['pipx install -i https://example.com a'] }, { values: index }),
    always('pipx run|runpip', 'HIGH', { effects: [runsCode('a package', 'is fetched from the index and run')], forgettable: true }, ['pipx run a']),
    asks(`${conda} list|info|search|repoquery`, { flags: '-e --export --explicit --json -f --full-name -r --revisions -c --canonical --md5 -a --all --envs -s --system --base --no-pip -v -q --override-channels -i --info', values: '-n --name -p --prefix -c --channel --platform --subdir', does: registry, matches: ['conda list', 'conda info --envs', 'conda search numpy'], not: ['conda list --x'] }),
    asks(`${conda} env list`, { flags: '--json', matches: ['conda env list'], not: ['conda env remove -n a'] }),
    asks(`${conda} env export`, { flags: '--no-builds --from-history --json --ignore-channels', values: '-n --name -p --prefix -c --channel', writes: '-f --file', matches: ['conda env export --no-builds'], not: ['conda env export -f a.yml'] }),
    does(`${conda} run`, 'MODERATE', ({ operands }) => ({ runs: operands.length === 0 ? [] : [{ kind: 'words', words: operands }], effects: [runsProject('an environment')], forgettable: true }), { matches: ['conda run -n a python b.py'], not: [] }, { stopsAtOperand: true, insensitive: true, values: '-n --name -p --prefix --cwd' }),
    does(`${conda} install|update|upgrade|create|clean|init|activate|deactivate|compare|doctor|notices|package`, 'MODERATE', installing, { matches: ['conda install a', 'conda create -n a', 'conda activate a'], not: ['conda config --add channels a'] }, { insensitive: true }),
    does(`${conda} env create|update|config`, 'MODERATE', installing, { matches: ['conda env create -f a.yml'], not: ['conda env remove -n a'] }, { insensitive: true }),
    always(`${conda} remove|uninstall|config|rename|token|build|env`, 'HIGH', { effects: [changesSystem('environments of conda')] }, ['conda remove a', 'conda config --add channels a', 'conda env remove -n a']),
    asks(`poetry|pdm|hatch|pipenv|pipx|${conda}`, { operands: 'none', flags: '--version -V -v --help -h', matches: ['poetry --version', 'conda --version'], not: ['poetry frobnicate'] }),

    asks('pre-commit validate-config|validate-manifest|sample-config|help', { operands: 'reads', matches: ['pre-commit validate-manifest', 'pre-commit sample-config'], not: ['pre-commit validate-config /etc/passwd'] }),
    does('pre-commit run|try-repo|install-hooks|autoupdate|gc|clean|migrate-config|hook-impl', 'MODERATE', { effects: [runsProject('pre-commit', 'fetches and runs the hooks of the project')] }, { matches: ['pre-commit run', 'pre-commit run --all-files', 'pre-commit autoupdate'], not: ['pre-commit install'] }, { insensitive: true }),
    always('pre-commit install|uninstall|init-templatedir', 'HIGH', { effects: [{ kind: 'power-config', target: '.git/hooks' }] }, ['pre-commit install']),
    does('pre-commit', 'MODERATE', ({ options }) => ({ effects: [options.some(({ name }) => /^(-V|--version|-h|--help)$/.test(name)) ? looks('help') : runsProject('pre-commit', 'runs the hooks of the project')] }), { matches: ['pre-commit'], not: ['pre-commit --version'] }, { anyOption: false, operands: 'none', flags: '-V --version -h --help' }),
  ],
};

function installs(parsed: Parsed, call: Call): Deed {
  const foreign = parsed.has(...index.split(' '));
  const system = parsed.has('--break-system-packages', '--root', '--prefix');
  const into = call.program.startsWith('uv') && parsed.has('--system');
  return {
    effects: [
      runsProject('packages', 'installs, removes or builds packages, whose build scripts run'),
      ...(foreign ? [runsCode('packages', 'from another index')] : []),
      ...(system || into ? [changesSystem('packages of the machine')] : []),
    ],
  };
}

/** Another program runs in the project's environment, which is made first. */
function runsInEnvironment(parsed: Parsed): Deed {
  const { operands } = parsed;
  const script = operands[0]?.text.endsWith('.py') === true || parsed.has('-m', '--module', '-s', '--script');
  const foreign = parsed.has('--index', '--default-index', '-i', '--index-url', '--extra-index-url', '-f', '--find-links');
  const [first] = operands;
  return {
    effects: [...(parsed.has('--no-sync') && !parsed.has('--with', '--with-editable', '--with-requirements', '-p', '--python') ? [] : [runsProject('the environment of the project', 'installs what is missing')]), ...(foreign ? [runsCode('packages', 'from another index')] : [])],
    runs: first === undefined ? [] : script ? [{ kind: 'file', path: first, language: 'other' }] : [{ kind: 'words', words: operands }],
    touches: parsed.values('--env-file').map((word) => ({ word, how: 'list' })),
    forgettable: true,
  };
}

function poetryAsks({ texts }: Parsed, call: Call): Deed | undefined {
  const verb = call.words.find(({ text }) => /^(show|check|about|version|env|search|list|help)$/.test(text))?.text;
  if (verb === 'version' && texts.length > 0) return undefined;
  return verb === 'env' && !/^(info|list|activate)?$/.test(texts[0] ?? '') ? { effects: [runsProject('environments of poetry')] } : { effects: [looks('poetry')] };
}
