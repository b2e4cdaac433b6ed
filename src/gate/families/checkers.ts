import type { Deed } from '../analyse/call.ts';
import { looks, runsCode, runsProject, sends } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { asks, does } from './verbRules.ts';

/** Linters, formatters, type checkers and test runners. Where their configuration is code, they run the project's code. */

const runs: Deed = { effects: [runsProject('the project', 'runs its code or configuration that is code')] };
const formats: Deed = { effects: [runsProject('the sources', 'changes them in place')] };
const sources: Deed = { effects: [looks('the sources')] };
const ruffFlags = '--show-fixes --no-fix --no-fix-only --unsafe-fixes --no-unsafe-fixes --preview --no-preview --statistics --show-files --show-settings --ignore-noqa --exit-zero -e --exit-non-zero-on-fix -n --no-cache --isolated --respect-gitignore --no-respect-gitignore --force-exclude --no-force-exclude -q --quiet -v --verbose -s --silent --diff --fix --fix-only --add-noqa -w --watch --show-source';
const ruffValues = '--select --ignore --extend-select --per-file-ignores --extend-per-file-ignores --fixable --unfixable --extend-fixable --target-version --line-length --output-format --exclude --extend-exclude --stdin-filename --extension --color --config';
const blackFlags = '--check --diff --color --no-color --fast --safe -q --quiet -v --verbose -S --skip-string-normalization -C --skip-magic-trailing-comma --preview --unstable --pyi --ipynb -h --version --help --no-cache';

export const checkers: Family = {
  name: 'linters and test runners',
  helpAlone: { options: '--help -h', does: { effects: [looks('help')] } },
  rules: [
    asks('ruff check|lint', { flags: ruffFlags, values: `${ruffValues} --cache-dir`, writes: '-o --output-file', does: (parsed) => (parsed.has('--fix', '--fix-only', '--add-noqa', '--watch', '-w') && !parsed.has('--diff') ? formats : parsed.has('--cache-dir') ? formats : sources), matches: ['ruff check', 'ruff check --select E501 src', 'ruff check --diff --fix'], not: ['ruff check --fix', 'ruff check -o /etc/a', 'ruff check --x', 'ruff check --add-noqa'] }),
    asks('ruff config|rule|linter|version|help|analyze', { flags: '--all --preview', values: '--output-format --direction', matches: ['ruff rule E501', 'ruff version'], not: ['ruff rule --x'] }),
    does('ruff format|clean|server', 'MODERATE', formats, { matches: ['ruff format .', 'ruff format --check', 'ruff format --diff'], not: [] }, { insensitive: true }),
    asks('ruff', { operands: 'none', flags: '-V --version -h --help', matches: ['ruff --version', 'ruff'], not: ['ruff src'] }),
    does('black', 'MODERATE', checksOnly('--check', '--diff'), { matches: ['black .', 'black a.py', 'black -l 100 .'], not: ['black --check .', 'black --diff a.py', 'black --version'] }, { anyOption: false, flags: blackFlags, values: '-l --line-length -t --target-version --include --exclude --extend-exclude --force-exclude --stdin-filename -W --workers --required-version --line-ranges --config' }),
    does('isort', 'MODERATE', checksOnly('-c', '--check', '--check-only', '--diff', '--show-files', '--show-config', '--show-settings'), { matches: ['isort .', 'isort a.py'], not: ['isort --check .', 'isort --diff a.py', 'isort -c a.py', 'isort --version'] }, { anyOption: false, flags: '-c --check --check-only --diff --show-files --show-config --show-settings -V --version --vn -v --verbose -q --quiet --only-modified -df --ac --atomic --gitignore --skip-gitignore --profile= --color -h --help -j --jobs=', values: '-l --line-length -p -s --skip --sg --skip-glob --sp --settings-path --settings-file --src --py --python-version' }),
    asks('flake8|pycodestyle|pyflakes|pydocstyle|shellcheck|hadolint|yamllint|actionlint|markdownlint-cli2-version|codespell|typos|vulture|bandit', { flags: '--version -h --help -V -v --verbose -q --quiet -r --recursive -x --external-sources -a --check-sourced -l --list-optional --count --statistics --show-source --benchmark --exit-zero --no-color --strict -s -lll -ll -iii', values: '--max-line-length --select --ignore --extend-ignore --max-complexity --exclude --format -f --severity -S -e -i -o --shell --color --min-confidence -W --wiki-link-count -n --level -d', operands: 'reads', does: readsSources, matches: ['shellcheck a.sh', 'yamllint a.yml', 'hadolint Dockerfile'], not: ['flake8 src', 'bandit -r src', 'codespell a', 'shellcheck /etc/passwd', 'actionlint -shellcheck=./x'] }),
    does('pytest|py.test|tox|nox|mypy|dmypy|pyright|basedpyright|pylint|coverage|pytype|pyre|unittest|behave|robot|locust|autopep8|yapf|pyupgrade|autoflake|ruff-lsp|ward|stestr|doit|invoke|inv|fab|sphinx-build|mkdocs', 'MODERATE', outward, { matches: ['pytest -q', 'tox', 'mypy src', 'pylint src'], not: ['pytest --version', 'mkdocs gh-deploy'] }),
    does('tsc|eslint|prettier|jest|vitest|mocha|ava|tap|nyc|c8|playwright|cypress|karma|stylelint|biome|oxlint|tslint|xo|standard|rollup|webpack|vite|esbuild|tsup|parcel|next|nuxt|astro|ng|vue-tsc|svelte-check|swc|babel|knip|depcheck|madge|markdownlint|markdownlint-cli2|commitlint|lint-staged|husky|storybook|dprint|deno-lint|changeset|semantic-release|release-it|typedoc|nodemon|concurrently|rspec|rubocop|phpunit|pest|phpstan|psalm|php-cs-fixer|ktlint|detekt|checkstyle|swiftlint|swiftformat|clang-format|clang-tidy|cppcheck|rustfmt|stylua|luacheck|terraform-docs|tflint|buf|protoc|semgrep|trivy|sonar-scanner|cargo-nextest|gotestsum|staticcheck', 'MODERATE', outward, { matches: ['eslint .', 'tsc --noEmit', 'prettier --write src', 'jest', 'vitest run', 'playwright test'], not: ['tsc --version', 'eslint -v', 'semantic-release', 'changeset publish'] }),
  ],
};

const version = /^(--version|-v|-V|--help|-h)$/;

/** Formatters that can be asked to only compare. */
function checksOnly(...options: string[]) {
  return (parsed: Parsed): Deed => {
    if (parsed.unknown.length > 0) return formats;
    return parsed.has(...options, '--version', '-V', '--help', '-h') ? sources : formats;
  };
}

/** Plugins make some of them run code of the project. */
function readsSources({ options }: Parsed, call: { program: string; words: readonly { text: string }[] }): Deed {
  if (call.program === 'actionlint' && call.words.some(({ text }) => /^--?(shellcheck|pyflakes|init-config)/.test(text))) return runs;
  if (options.length > 0 && options.every(({ name }) => version.test(name))) return { effects: [looks('help')] };
  return /^(shellcheck|hadolint|yamllint|actionlint|pycodestyle|pyflakes|pydocstyle)$/.test(call.program) ? sources : runs;
}

function outward(parsed: Parsed, call: { program: string }): Deed {
  if (parsed.operands.length === 0 && parsed.options.length > 0 && parsed.options.every(({ name }) => version.test(name))) return { effects: [looks('help')] };
  if (/^(semantic-release|release-it|sonar-scanner)$/.test(call.program) || parsed.texts.some((text) => /^(publish|deploy|gh-deploy|upload)$/.test(text))) return { effects: [sends(call.program, 'publishes or uploads')] };
  return parsed.texts[0] === 'install' && call.program === 'playwright' ? { effects: [runsCode('playwright', 'fetches browsers')] } : runs;
}
