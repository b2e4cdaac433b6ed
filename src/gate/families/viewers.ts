import { fetches, looks, runsCode, unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run } from '../analyse/call.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

/** Pagers, manuals, editors, and what opens files in other programs. */
export const viewers: Family = {
  name: 'viewers',
  globals: { flags: '--help --version' },
  rules: [
    { command: 'less|more|most|pg', level: 'SAFE', operands: 'reads', numeric: true, does: lessDoes, flags: '-? -a -A -B -c -C -d -e -E -f -F -g -G -i -I -J -K -l -L -m -M -n -N -p= -q -Q -r -R -s -S -u -U -V -w -W -X -~ --quit-if-one-screen --RAW-CONTROL-CHARS --raw-control-chars --no-init --chop-long-lines --LINE-NUMBERS --line-numbers --ignore-case --IGNORE-CASE --squeeze-blank-lines --quit-at-eof --QUIT-AT-EOF --silent --quiet --long-prompt --mouse --follow-name --status-column --no-keypad --use-color', values: '-b -h -j -P -t -x -y -z -D -# --buffers --jump-target --pattern --prompt --shift --tabs --window --color --max-back-scroll --header', matches: ['less a', 'less -R a', 'more a', 'less +F a', 'less -N +20 a'], not: ["less '+!touch x' a", 'less -o x a', 'less -k keys a', 'less --strange a', 'less .env'] },
    { command: 'bat|batcat', level: 'SAFE', operands: 'text', flags: '-A -p -pp -n -d -r= -u -f -P -L -h -V -S -s --show-all --plain= --diff --number --no-paging --force-colorization --list-languages --list-themes --unbuffered --squeeze-blank --acknowledgements --diagnostic --no-config --no-custom-assets --chop-long-lines --config-file --config-dir --cache-dir --set-terminal-title', values: '-l -H -m --language --highlight-line --file-name --diff-context --tabs --wrap --terminal-width --color --italic-text --decorations --paging --map-syntax --theme --theme-light --theme-dark --style --line-range --binary --nonprintable-notation --squeeze-limit --ignored-suffix --strip-ansi --completion --pager', does: batDoes, matches: ['bat a', 'bat --color=always a', 'bat -pp -l ts a'], not: ['bat --pager=./x a', 'bat cache --build', 'bat --generate-config-file', 'bat .env'] },
    { command: 'man|apropos|whatis|info|help', level: 'SAFE', operands: 'text', flags: '-a -d -D -f -k -K -w -W -u -7 -t= -R= -S= -e -r -l= -s= -L= -m= -i --all --apropos --whatis --where --path --location --regex --wildcard --names-only --usage', values: '-E --locale --sections -n -M', does: manDoes, matches: ['man ls', 'man 5 crontab', 'man -k x', 'whatis ls'], not: ['man -P ./x ls', 'man --pager=x ls', 'man -H ls', 'man ./x.1', 'man -l x', 'info -o x ls', 'man -M . ls', 'man --html=x ls'] },
    { command: 'tldr|cheat|tealdeer|eg', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp({ effects: [fetches('the collection of examples')] }), matches: ['tldr tar'], not: ['tldr --help'] },
    { command: 'vim|vi|nvim|gvim|view|vimdiff|ex|ed|nano|pico|emacs|emacsclient|micro|joe|ne|kak|hx|helix|mcedit|jed|zile|mg|gedit|kate|kwrite|mousepad|leafpad|subl|mate|atom|xed|notepad|sensible-editor|select-editor|edit', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp(editorDoes), matches: ['nano notes.txt', 'vim a', 'gedit'], not: ['vim -c !ls a', 'emacs --batch --eval x', 'vim /etc/hosts', 'vim +qa a', 'vim --version', 'vim -S x'] },
    {
      command: 'open', level: 'MODERATE', operands: 'text', flags: '-F -n -g -j -h -R -W -e -t -f', values: '-a -b -s -o -i -u --args --env --stdin --stdout --stderr --arch', does: openDoes, matches: ['open a.txt', 'open -a TextEdit a.txt', 'open https://example.com'], not: ['open -R a', 'open -a Terminal x.sh', 'open x.command', 'open A.app', 'open --env A=b x'],
    },
    { command: 'xdg-open|gio-open|gnome-open|kde-open|exo-open|sensible-browser|x-www-browser|firefox|google-chrome|chromium|chrome|safari|brave-browser|libreoffice|soffice|evince|eog|okular|vlc|mpv|spotify|nautilus|dolphin|thunar|gimp|inkscape|gnome-screenshot|gnome-control-center|gnome-software|gnome-calculator|gnome-terminal|konsole|xterm|feh|display|totem|rhythmbox|thunderbird|slack|discord|zoom|wslview', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp(desktopDoes), matches: ['xdg-open a.pdf', "xdg-open 'https://example.com'", 'firefox --private-window', 'libreoffice --writer'], not: ['gnome-terminal -- ls', 'xterm -e ls', 'xdg-open x.desktop', 'xdg-open --version', 'xdg-open x.sh'] },
    { command: 'clip|wl-copy|xclip|xsel|pbcopy', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp((_, { program, words }) => (words.some(({ text }) => /^(-o|-out|--output)$/.test(text)) ? { effects: [{ kind: 'secret-read', target: 'the clipboard' }] } : { effects: [unknownHere(program, 'replaces the clipboard')] })), matches: ['pbcopy', 'xclip -selection clipboard'], not: ['xclip -o', 'pbcopy --help'] },
    { command: 'pbpaste|wl-paste', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp({ effects: [{ kind: 'secret-read', target: 'the clipboard' }] }), matches: ['pbpaste'], not: ['wl-paste --help'] },
    { command: 'diff|gdiff|colordiff|difft|icdiff|delta|wdiff', level: 'SAFE', operands: 'text', numeric: true, does: diffDoes, flags: '-a -b -B -c -d -e -E -f -H -i -l -n -N -p -P -q -r -s -t -T -u -v -w -y -Z --normal --brief --report-identical-files --context= --unified= --ed --rcs --side-by-side --left-column --suppress-common-lines --show-c-function --expand-tabs --initial-tab --suppress-blank-empty --recursive --no-dereference --new-file --unidirectional-new-file --ignore-file-name-case --no-ignore-file-name-case --ignore-case --ignore-tab-expansion --ignore-trailing-space --ignore-space-change --ignore-all-space --ignore-blank-lines --text --strip-trailing-cr --minimal --speed-large-files --color= --paginate', values: '-C -D -F -I -L -S -U -W -x --width --label --show-function-line --tabsize --starting-file --exclude --ignore-matching-lines --ifdef --horizon-lines --palette --line-format --old-line-format --new-line-format --unchanged-line-format --old-group-format --new-group-format --unchanged-group-format --changed-group-format --GTYPE-group-format', reads: '-X --exclude-from --from-file --to-file', matches: ['diff -u a b', 'diff -rq a b', 'diff --color a b'], not: ['diff --strange a b', 'diff a /etc/hosts', 'diff .env .env.example'] },
    { command: 'cmp|gcmp|diff3|diffstat|lsdiff|filterdiff|zipcmp', level: 'SAFE', operands: 'reads', flags: '-3 -a -A -b -e -E -h -i= -I -l -m -n= -p= -s -T -v -x -X -z -C= --print-bytes --verbose --quiet --silent --text --merge', values: '-L --label --bytes --ignore-initial', does: (parsed, { program }) => (program === 'diffstat' && parsed.has('-e') ? undefined : {}), matches: ['cmp a b', 'cmp -s a b', 'diff3 a b c'], not: ['diffstat -e out a', 'diff3 --diff-program=./x a b c'] },
    { command: 'sdiff|patch', level: 'MODERATE', operands: 'text', numeric: true, does: patchDoes, flags: '-b -c -e -E -f -l -n -N -R -s -t -T -u -v -w -Z -a -B -H -W -y --backup --batch --binary --context --dry-run --check -C --ed --force --forward --ignore-whitespace --normal --quiet --silent --remove-empty-files --reverse --unified --verbose --posix --set-time --set-utc --follow-symlinks --ignore-case --left-column', values: '-D -F -g -p -V -Y -z -r -i -d -o --strip --fuzz --directory --input --output --reject-file --reject-format --get --prefix --suffix --version-control --merge --read-only --diff-program', matches: ['patch -p1 -i a.diff', 'patch a b.diff'], not: ['patch --dry-run -p1 -i a.diff', 'sdiff --diff-program=./x a b', 'patch -d /etc -i a', 'patch --help'] },
  ],
};

/** `+` gives a command of the pager's own language, where `!` and others start programs. */
function lessDoes({ operands }: Parsed): Deed | undefined {
  return operands.every(({ text }) => !text.startsWith('+') || /^\++(\d+|G|g|F|\/[\w .-]*)$/.test(text)) ? {} : undefined;
}

function batDoes(parsed: Parsed): Deed | undefined {
  if (parsed.texts[0] === 'cache') return undefined;
  const pagers = parsed.values('--pager').filter(({ text }) => !/^(less( -\w+)*|cat|never|)$/.test(text));
  return { touches: touching('read', parsed.operands.filter(({ text }) => text !== '-')), runs: pagers.map(({ text, exact }): Run => ({ kind: 'script', text, dialect: 'bash', exact })), ...(pagers.length > 0 ? { level: 'HIGH' } : {}) };
}

/** A page that is a file of ours may hold requests that start programs. */
function manDoes(parsed: Parsed): Deed | undefined {
  return parsed.has('-l', '-M') || parsed.texts.some((text) => /[/\\]/.test(text)) ? undefined : { effects: [looks('the manual')] };
}

function editorDoes({ operands, options }: Parsed, { program, words }: Call): Deed {
  const commands = words.some(({ text }) => /^(\+(?!\d*$|\/)|-(c|S|s|es|Es|u|i|e|l|f|nc|-cmd|-eval|-batch|-script|-load|-execute|-funcall|-insert)(=|$|["'!]))|^--(cmd|eval|batch|script|load|remote)/.test(text));
  const runs = commands || options.some(({ name }) => /^-[a-z]*[cS]/.test(name) && program !== 'nano' && !name.startsWith('--'));
  return { touches: touching('write', operands.filter(({ text }) => !text.startsWith('+'))), effects: [runs ? runsCode(program, 'is told what to run') : unknownHere(program, 'waits for a person at a terminal')] };
}

const runnable = /\.(command|sh|bash|zsh|tool|app|workflow|scpt|scptd|applescript|pkg|mpkg|dmg|desktop|exe|bat|cmd|ps1|jar|py|rb|pl|js|terminal|inetloc|fileloc|webloc|action|prefPane|mobileconfig|run|AppImage)\/?$/i;

function openDoes(parsed: Parsed): Deed {
  if (parsed.has('-R') && !parsed.has('-a', '-b')) return { effects: [looks('a folder, in its window')] };
  const starts = parsed.texts.some((text) => runnable.test(text)) || parsed.has('--args', '--env') || parsed.values('-a', '-b').some(({ text }) => /terminal|iterm|script|shell|automator|installer|\//i.test(text));
  return starts ? { effects: [runsCode(parsed.texts.at(-1) ?? 'open', 'starts a program')] } : opened(parsed, 'open');
}

function desktopDoes(parsed: Parsed, { program, words }: Call): Deed {
  const starts = /^(gnome-terminal|konsole|xterm)$/.test(program) && words.length > 0 || parsed.texts.some((text) => runnable.test(text)) || parsed.options.some(({ name }) => /^--?(e|headless|remote-debugging.*|load-extension|script.*|convert-to|macro|batch|user-data-dir|renderer-cmd-prefix|gpu-launcher|utility-cmd-prefix)$/.test(name));
  return starts ? { effects: [runsCode(program, 'starts a program or is steered by others')] } : opened(parsed, program);
}

function opened({ operands }: Parsed, program: string): Deed {
  const addresses = operands.filter(({ text }) => /^[a-z][a-z\d+.-]+:/i.test(text));
  return { touches: touching('list', operands.filter((word) => !addresses.includes(word))), effects: [unknownHere(program, 'opens a window'), ...addresses.map(({ text }) => fetches(text))] };
}

function diffDoes(parsed: Parsed): Deed {
  const operands = parsed.operands.filter(({ text }) => text !== '-');
  const recursive = parsed.has('-r', '--recursive');
  return { touches: touching('read', operands, recursive).map((touch) => ({ ...touch, followsLinks: !parsed.has('--no-dereference') })) };
}

function patchDoes(parsed: Parsed, { program }: Call): Deed {
  const programs = parsed.values('--diff-program').map((word): Run => ({ kind: 'words', words: [word] }));
  const inputs = touching('read', [...parsed.values('-i', '--input'), ...(program === 'sdiff' ? parsed.operands : parsed.operands.slice(1))]);
  if (parsed.has('--dry-run', '--check', '-C', '--help', '--version', '-v')) return { touches: inputs };
  const folder = parsed.values('-d', '--directory');
  const written = [...parsed.values('-o', '--output', '-r', '--reject-file'), ...(program === 'patch' ? parsed.operands.slice(0, 1) : [])];
  return {
    touches: [...inputs, ...touching('write', written), ...touching('change', program === 'sdiff' ? [] : folder.length > 0 ? folder : [plain('.')], true)],
    runs: programs, effects: [unknownHere(program, 'changes the files that the patch names')], ...(programs.length > 0 ? { level: 'HIGH' } : {}),
  };
}
