import type { Deed } from '../analyse/call.ts';
import { changesSystem, destroys, fetches, looks, looksAtInfra, runsCode, runsProject, sends, steersProcesses } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { always, asks, does } from './verbRules.ts';

/** Package managers of the machine: brew, apt, dnf, pacman, snap and their kin. */

const registry: Deed = { effects: [looksAtInfra('the package index')] };
const changing: Deed = { effects: [changesSystem('programs of the machine')] };
const installing: Deed = { effects: [runsProject('programs of the machine', 'installs, upgrades or removes packages')] };
const brewShown = '-v --verbose -d --debug -q --quiet -h --formula --formulae --cask --casks --full-name --versions --multiple --pinned --installed --installed-on-request --installed-as-dependency --poured-from-bottle --built-from-source -l -r -t -1 -n -s -f -p -g --json= --json --greedy --greedy-latest --greedy-auto-updates --fetch-HEAD --desc --description --name --tree --dot --graph --annotate --union --missing --topological --direct --declared --for-each --include-build --include-optional --include-test --include-implicit --include-requirements --skip-recommended --skip-optional --recursive --all --eval-all --aliases --analytics --github --category= --patch --oneline --quiet --list-checks --audit-debug --compact --open --closed --pull-request --repology --macports --fink --opensuse --fedora --archlinux --debian --ubuntu --deps --HEAD --force --retry --build-from-source --build-bottle --force-bottle --no-install-upgrade --no-upgrade --no-quarantine --brews --taps --mas --vscode --whalebrew --unbrewed --plain --arch= --os= --bottle-tag=';
const brewShownValues = '--days --max-count --hide --file --shell --os --arch --bottle-tag';

export const systemPackages: Family = {
  name: 'packages of the machine',
  helpAlone: { options: '--help', does: { effects: [looks('help')] } },
  rules: [
    asks('brew list|ls|info|abv|desc|deps|uses|leaves|outdated|search|log|options|missing|doctor|dr|config|casks|formulae|cat|home|homepage|tap-info|commands|shellenv|help|which-formula|formula|command|docs|readall-status', { flags: brewShown, values: brewShownValues, numeric: true, does: brewShows, matches: ['brew list', 'brew info python', 'brew deps --tree python', 'brew outdated --json=v2', 'brew log -1 python', 'brew search --desc a'], not: ['brew info ./a.rb', 'brew search --x', 'brew leavesx'] }),
    asks('brew bundle list|check', { flags: brewShown, values: brewShownValues, does: registry, matches: ['brew bundle list', 'brew bundle check'], not: ['brew bundle list --x'] }),
    asks('brew services list|info', { flags: '--json --all --debug', does: registry, matches: ['brew services list'], not: ['brew services start a'] }),
    does('brew fetch', 'MODERATE', { effects: [fetches('the package index')] }, { matches: ['brew fetch python'], not: [] }, { insensitive: true }),
    always('brew services', 'HIGH', { effects: [steersProcesses('services of the machine')] }, ['brew services start postgresql', 'brew services']),
    always('brew pr-upload|bump|bump-formula-pr|bump-cask-pr|gist-logs|analytics|developer|tap-new|extract|edit|create|sh|irb|ruby|dispatch-build-bot|vendor-gems', 'HIGH', { effects: [sends('brew', 'publishes, starts an editor or changes how brew works')] }, ['brew analytics on', 'brew edit a', 'brew gist-logs python']),
    does('brew uninstall|remove|rm|zap', 'MODERATE', (parsed) => (parsed.has('--zap') ? changing : installing), { matches: ['brew uninstall python', 'brew rm python'], not: ['brew uninstall --zap firefox'] }),
    does('brew tap', 'MODERATE', { effects: [runsProject('brew', 'adds formulae of others')] }, { matches: ['brew tap a/b'], not: [] }, { insensitive: true }),
    does('brew install|reinstall|upgrade|update|up|link|unlink|ln|pin|unpin|cleanup|autoremove|untap|migrate|postinstall|switch|test|style|audit|readall|bottle|bundle|update-reset|linkage|livecheck|unpack|source|completions', 'MODERATE', installing, { matches: ['brew install python', 'brew update', 'brew cleanup -n', 'brew bundle'], not: [] }, { insensitive: true }),
    does('brew', 'HIGH', brewAlone, { matches: ['brew some-new-command'], not: ['brew', 'brew --version', 'brew --prefix python', 'brew --cache --cask a'] }, { anyOption: false, flags: '--version -v -h --help --config --env --prefix= --cellar --cache --caskroom --repo --repository --taps --unbrewed --installed -s --build-from-source --cask --formula --HEAD' }),

    asks('apt|apt-get|apt-cache|aptitude search|show|showpkg|showsrc|list|policy|depends|rdepends|madison|pkgnames|stats|dump|dumpavail|unmet|changelog|why|why-not|help|moo|indextargets', { flags: '-a --all-versions --installed --upgradable --manual-installed -n --names-only -f --full -v --verbose -i --important --recurse --no-recommends --no-suggests --no-depends --no-conflicts -q --quiet -qq -V', values: '-t --target-release', does: registry, matches: ['apt list --installed', 'apt-cache policy vim', 'apt show vim'], not: ['apt list -o Dir=x', 'apt install vim'] }),
    asks('apt-config dump', { matches: ['apt-config dump'], not: ['apt-config dump -o a=b'] }),
    asks('apt-mark showmanual|showauto|showhold', { matches: ['apt-mark showhold'], not: ['apt-mark hold a'] }),
    does('apt|apt-get|aptitude download|source', 'MODERATE', (parsed) => ({ effects: [parsed.options.length > 0 ? runsCode('apt', 'an option may set its configuration') : fetches('the package index')] }), { matches: ['apt-get download vim'], not: ['apt-get download -o Dir=x'] }),
    always('apt|apt-get|aptitude|apt-mark|apt-key|add-apt-repository|dpkg-reconfigure|update-alternatives', 'HIGH', changing, ['apt install vim', 'apt-get update', 'apt remove vim', 'apt-mark hold a']),
    does('dpkg', 'HIGH', queries('-l --list -s --status -L --listfiles -S --search -p --print-avail --get-selections -I --info -c --contents --version --help --audit -C --compare-versions -V --verify --print-architecture --print-foreign-architectures'), { matches: ['dpkg -i a.deb', 'dpkg -r a', 'dpkg -P a', 'dpkg --configure -a'], not: ['dpkg -l', 'dpkg -L vim', 'dpkg -s vim', 'dpkg --get-selections'] }, { anyOption: false, flags: '-l --list -s --status -L --listfiles -S --search -p --print-avail --get-selections -I --info -c --contents --version --help --audit -C --compare-versions -V --verify --print-architecture --print-foreign-architectures' }),
    asks('dpkg-query', { flags: '-l --list -s --status -L --listfiles -S --search -W --show -p --print-avail -c --control-path --control-list', values: '-f --showformat', matches: ['dpkg-query -W vim'], not: ['dpkg-query --admindir x -l'] }),
    does('rpm', 'HIGH', queries('-q --query -V --verify -K --checksig --version'), { matches: ['rpm -i a.rpm', 'rpm -e a', 'rpm -Uvh a.rpm', "rpm -q --define 'a b' c"], not: ['rpm -qp https://x.example/a.rpm', 'rpm -qa', 'rpm -ql a', 'rpm -q a', 'rpm --version'] }, { anyOption: false, flags: '-q --query -a --all -l --list -i --info -f --file -p --package -c --configfiles -d --docfiles -s --state -R --requires --provides --changelog --scripts --triggers --last --whatrequires --whatprovides --conflicts --obsoletes -V --verify -K --checksig --nosignature --nodigest -v --verbose --version', values: '--qf --queryformat' }),
    asks('dnf|yum|microdnf|zypper|apk list|info|search|se|provides|whatprovides|repolist|repoquery|deplist|check-update|list-updates|lu|packages|pa|repos|lr|policy|version|stats|dot|fetchable', { flags: '--installed -I --available --upgrades --all -a --updates -v -vv -q --quiet -e -d -L -W -r -R --showduplicates --enabled --disabled -s -w -P -t -z --size -C --cacheonly', values: '--repo --repoid', does: registry, matches: ['dnf list --installed', 'yum search vim', 'apk info'], not: ['dnf install vim', 'dnf list --config=x'] }),
    asks('dnf|yum history', { maxOperands: 1, does: ({ texts }) => (/^(list|info)?$/.test(texts[0] ?? '') ? registry : changing), matches: ['dnf history', 'dnf history list'], not: ['dnf history undo'] }),
    always('dnf|yum|microdnf|zypper|apk', 'HIGH', changing, ['dnf install vim', 'yum remove vim', 'apk add vim']),
    does('pacman|yay|paru', 'HIGH', pacman, { matches: ['pacman -S vim', 'pacman -Syu', 'pacman -R vim', 'pacman -Rns vim'], not: ['pacman -Q', 'pacman -Qi vim', 'pacman -Ss vim', 'pacman -Si vim'] }),
    asks('snap list|info|find|search|version|changes|services|connections|interfaces|known|warnings|tasks|help|get', { flags: '--all --verbose --color= --unicode= --narrow --abs-time -d -l', values: '--section', does: registry, matches: ['snap list --all', 'snap find a'], not: ['snap list --x'] }),
    asks('flatpak list|info|search|remotes|remote-ls|remote-info|history|ps|config', { flags: '--user --system --app --runtime -d --show-details -a --all --updates -m -r -o -c -s -l --list', values: '--columns --arch', maxOperands: 2, does: registry, matches: ['flatpak list', 'flatpak search a'], not: ['flatpak list --x', 'flatpak config --set a b'] }),
    asks('port installed|list|search|info|contents|deps|outdated|provides|version|echo|dependents|variants|help|livecheck', { flags: '-q -v', matches: ['port installed', 'port search vim'], not: ['port install vim'] }),
    asks('mas list|search|outdated|account|info|version', { flags: '--price', does: registry, matches: ['mas list'], not: ['mas list --x'] }),
    does('snap remove|revert|restore|forget', 'HIGH', (parsed) => (parsed.has('--purge') ? { effects: [destroys(parsed.texts[0] ?? 'a snap', 'with its data and snapshots')], ...(parsed.texts[0] === undefined ? {} : { target: parsed.texts[0] }) } : changing), { matches: ['snap remove vim'], not: ['snap remove --purge vim'] }),
    does('flatpak run', 'MODERATE', { effects: [runsProject('an installed application')] }, { matches: ['flatpak run a'], not: [] }, { insensitive: true }),
    does('snap run', 'MODERATE', { effects: [runsProject('an installed application')] }, { matches: ['snap run a'], not: [] }, { insensitive: true }),
    does('flatpak uninstall|remove', 'HIGH', (parsed) => (parsed.has('--delete-data') ? { effects: [destroys(parsed.texts[0] ?? 'an application', 'with its data')], ...(parsed.texts[0] === undefined ? {} : { target: parsed.texts[0] }) } : changing), { matches: ['flatpak uninstall a'], not: ['flatpak uninstall --delete-data a'] }),
    always('snap|flatpak|port|mas', 'HIGH', changing, ['snap install vim', 'flatpak install a', 'port install vim']),

    asks('nvm ls|list|ls-remote|list-remote|current|which|version|version-remote|alias', { maxOperands: 1, flags: '--no-colors --no-alias --lts= --silent', does: registry, matches: ['nvm ls', 'nvm current'], not: ['nvm install 20', 'nvm alias default 20'] }),
    asks('volta list|ls|which|help', { flags: '--current --default', values: '--format', matches: ['volta list'], not: ['volta list --x'] }),
    asks('asdf list|current|where|which|latest|info|version|help', { does: registry, matches: ['asdf current', 'asdf list'], not: ['asdf list --x'] }),
    asks('asdf plugin list', { does: registry, flags: '--urls --refs', matches: ['asdf plugin list'], not: ['asdf plugin add a'] }),
    asks('mise ls|list|current|which|where|version|ls-remote|latest|outdated|registry|doctor|tasks|cfg|config|settings|bin-paths|help', { flags: '-c --current -i --installed -J --json -g --global -m --missing --prunable --no-header -b --bump --all -l', operands: 'text', maxOperands: 1, does: ({ texts }) => (/^(set|unset|add|run|edit|generate)$/.test(texts[0] ?? '') ? undefined : registry), matches: ['mise ls', 'mise current'], not: ['mise settings set', 'mise ls --x'] }),
    asks('pyenv|rbenv|nodenv|goenv versions|version|which|whence|root|commands|help|prefix|version-name|version-file|shims', { flags: '--bare --skip-aliases', matches: ['pyenv versions', 'rbenv version'], not: ['pyenv versions --x'] }),
    does('mise exec|x|run|r', 'MODERATE', ({ operands }, call) => ({ effects: [runsProject('mise', 'installs tools and runs tasks of the project')], ...(call.words.some(({ text }) => text === '--') ? { runs: [{ kind: 'words', words: operands.slice(operands.findIndex(({ text }) => !text.includes('@'))) }] } : {}) }), { matches: ['mise run build'], not: [] }, { insensitive: true }),
    does('pyenv|rbenv|nodenv|goenv|asdf|volta|nvm exec|run', 'MODERATE', ({ operands }) => ({ effects: [runsProject('an installed tool')], runs: operands.length === 0 ? [] : [{ kind: 'words', words: operands }], forgettable: true }), { matches: ['pyenv exec python a.py', 'volta run node a.js'], not: [] }, { insensitive: true, stopsAtOperand: true, values: '--node --npm --yarn' }),
    does('nvm|volta|asdf|mise|pyenv|rbenv|nodenv|goenv install|i|use|local|shell|pin|fetch|rehash|reshim|shim|trust|tool|sync|upgrade|up|update|deactivate|global', 'MODERATE', installing, { matches: ['nvm install 20', 'nvm use 20', 'asdf install', 'mise install'], not: [] }, { insensitive: true }),
    always('nvm|volta|asdf|mise|pyenv|rbenv|nodenv|goenv', 'HIGH', changing, ['nvm uninstall 18', 'asdf plugin add a', 'pyenv uninstall 3.9']),
  ],
};

function brewAlone(parsed: Parsed): Deed {
  const prints = parsed.has('--version', '-v', '-h', '--help', '--config', '--env', '--prefix', '--cellar', '--cache', '--caskroom', '--repo', '--repository', '--taps');
  if (prints) return { effects: [looks('brew')] };
  const [verb] = parsed.texts;
  return { effects: [verb === undefined ? runsProject('brew', 'does nothing without a verb') : runsCode(`brew ${verb}`, 'may be a program of its own')] };
}

/** A program whose options are its verbs: it asks where one of these is given and nothing that the table does not list. */
function queries(verbs: string) {
  return (parsed: Parsed): Deed => (parsed.has(...verbs.split(' ')) && parsed.unknown.length === 0 ? { effects: [parsed.texts.some((text) => text.includes('://')) ? fetches('a package') : looks('installed packages')] } : changing);
}

function pacman(parsed: Parsed): Deed {
  const names = parsed.options.map(({ name }) => name);
  const asks = names.length > 0 && names.every((name) => /^-Q[a-z]*$|^-F[lxq]*$|^-T$|^-V$|^-Ss[q]*$|^-Si+$|^-Sl$|^-Sg+$|^--(version|help|query|quiet|color)$/.test(name));
  return asks ? registry : changing;
}

/** A formula that is named by its file or address is code that brew loads. */
function brewShows({ operands }: Parsed): Deed {
  const files = operands.filter(({ text }) => /^[./~]|\.rb$|:\/\//.test(text));
  return files.length === 0 ? registry : { effects: files.map(({ text }) => runsCode(text, 'a formula is code that brew loads')) };
}
