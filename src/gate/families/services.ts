import { changesSystem, destroys, looks, runsCode, steersProcesses, unknownHere } from '../analyse/effects.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

/** Services, timers, logs of services and the settings of a Linux desktop. */
export const services: Family = {
  name: 'services',
  globals: { flags: '--help --version' },
  rules: [
    {
      command: 'systemctl', level: 'SAFE', operands: 'text', anyOption: true, values: '-t -p -P -n -o -s -H -M --type --state --property --lines --output --root --host --machine --signal --job-mode --kill-whom --what --image', does: (parsed, call) => byVerb(parsed, call, /^(status|list-.*|show|is-active|is-enabled|is-failed|is-system-running|cat|help|get-default|log-level|whoami)$/),
      matches: ['systemctl', 'systemctl status nginx', 'systemctl list-units --type=service', 'systemctl --user --failed'], not: ['systemctl stop docker', 'systemctl restart a', 'systemctl -H host status a', 'systemctl --user daemon-reload', 'systemctl poweroff', 'systemctl show-environment'],
    },
    { command: 'service|rc-service|rc-update|invoke-rc.d|initctl|sv|chkconfig|update-rc.d|supervisorctl|pm2|monit|s6-rc', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((parsed, { program }) => (parsed.texts.some((text) => /^(status|list|show|avail|jlist|prettylist|describe|logs|summary|version)$/.test(text)) || parsed.has('--status-all', '--list') ? { effects: [looks(program)] } : { effects: [steersProcesses(parsed.texts.join(' ') || program)] })), matches: ['service mysql restart', 'pm2 delete x'], not: ['service mysql status', 'service --status-all', 'supervisorctl status'] },
    {
      command: 'journalctl', level: 'SAFE', operands: 'text', numeric: true, does: journalDoes, flags: '-a -b= -e -f -k -l -m -q -r -x -n= -N -h --all --boot= --catalog --no-full --full --pager-end --follow --dmesg --list-boots --merge --quiet --reverse --utc --no-hostname --no-pager --no-tail --show-cursor --system --user --lines= --truncate-newline --disk-usage --fields --header --list-catalog --dump-catalog --update-catalog --verify --rotate --flush --sync --relinquish-var --smart-relinquish-var --setup-keys --force --list-invocations --list-namespaces --invocation= -I',
      values: '-c -F -g -o -p -S -T -t -U -u -M --case-sensitive --cursor --after-cursor --facility --field --grep --identifier --exclude-identifier --interval --machine --namespace --output --output-fields --priority --since --unit --until --user-unit --vacuum-files --vacuum-size --vacuum-time --verify-key --root --image', reads: '-D -i --directory --file', writes: '--cursor-file',
      matches: ['journalctl -u sshd -n 100', 'journalctl --priority=warning', 'journalctl -b -1', 'journalctl _PID=1'], not: ['journalctl --rotate', 'journalctl --vacuum-time=1d', 'journalctl --flush', 'journalctl --cursor-file=x', 'journalctl --strange'],
    },
    { command: 'loginctl|timedatectl|hostnamectl|localectl|resolvectl|bootctl|busctl|machinectl|networkctl|coredumpctl|systemd-analyze|portablectl|homectl|userdbctl|oomctl', level: 'SAFE', operands: 'text', anyOption: true, does: (parsed, call) => byVerb(parsed, call, /^(status|list|list-.*|show|show-.*|(session|user|seat|lldp)-status|timesync-status|statistics|hostname|info|tree|introspect|is-installed|time|blame|critical-chain|verify|unit-paths|calendar|timespan|timestamp|dot|security|cat-config|inspect|user|group|users-in-group|groups-of-user|random-seed|location|icon-name|chassis|deployment)$/), matches: ['timedatectl', 'loginctl list-sessions', 'hostnamectl status', 'systemd-analyze blame'], not: ['timedatectl set-time 1', 'resolvectl query a.example', 'hostnamectl set-hostname x', 'loginctl terminate-user bob', 'hostnamectl hostname x'] },
    { command: 'crontab', level: 'HIGH', operands: 'reads', does: unlessHelp(crontabDoes), flags: '-l -r -e -i -T', values: '-u -s', matches: ['crontab a', 'crontab -e', 'crontab'], not: ['crontab -l', 'crontab -r', 'crontab -u bob -l'] },
    { command: 'at|batch|systemd-run|atrm|anacron|fcrontab', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { program, words }) => (program === 'at' && words[0]?.text === '-l' ? { effects: [looks('timed jobs')] } : { effects: [{ kind: 'power-config', target: program, detail: 'sets or removes timed jobs' }] })), matches: ['at now', 'atrm 1'], not: ['at -l'] },
    {
      command: 'launchctl', level: 'SAFE', operands: 'text', anyOption: true, does: (parsed, call) => (parsed.texts.length === 0 ? { level: 'HIGH', reasons: ['Takes commands from its input.'] } : byVerb(parsed, call, /^(list|print|print-cache|print-disabled|procinfo|hostinfo|resolveport|blame|dumpstate|dumpjpcategory|manager(pid|uid|name)|error|variant|version|help)$/)),
      matches: ['launchctl list', 'launchctl print system', 'launchctl help bootstrap'], not: ['launchctl bootstrap gui/501 a', 'launchctl setenv A b', 'launchctl', 'launchctl limit maxfiles 1 1', 'launchctl reboot'],
    },
    { command: 'prometheus|alertmanager|node_exporter|grafana-server|grafana|promtool|amtool|loki|telegraf|nginx|httpd|apache2|apachectl|caddy|haproxy|memcached|etcd|minio|mosquitto|named-checkconf', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp(serverDoes), matches: ['prometheus --config.file=a.yml', 'prometheus --agent'], not: ['prometheus --help', 'prometheus --help-long', 'promtool check config a.yml', 'nginx -s stop'] },
    { command: 'wall|write|mesg|logger', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp((_, { program }) => ({ effects: [unknownHere(program, 'writes to the log or to terminals of others')] })), matches: ['logger hello'], not: ['logger --help'] },
    { command: 'gsettings|dconf', level: 'MODERATE', operands: 'text', anyOption: true, does: ({ texts }): Deed => (/^(get|list.*|range|describe|writable|read|dump|watch|monitor|help)$/.test(texts[0] ?? '') ? { effects: [looks('settings of the desktop')] } : /^(set|write)$/.test(texts[0] ?? '') ? { effects: [unknownHere(texts[1] ?? 'settings', 'changes a setting of the desktop')] } : { effects: [changesSystem('settings of the desktop')] }), matches: ['gsettings set org.gnome.desktop.interface gtk-theme x', 'dconf write /a b'], not: ['gsettings get a b', 'dconf reset -f /', 'gsettings reset-recursively a'] },
    { command: 'amixer|pactl|pacmd|alsactl|wpctl|brightnessctl|xbacklight|light|playerctl|notify-send|xset|setxkbmap|gnome-screensaver-command|paplay|aplay|arecord|beep|spd-say|espeak', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp((_, { program }) => ({ effects: [unknownHere(program, 'changes sound, light or the screen')] })), matches: ['amixer set Master mute'], not: ['amixer --help'] },
    { command: 'gdbus|dbus-send|qdbus|xdotool|ydotool|wmctrl|xprop|xinput|loadkeys', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { program }) => ({ effects: [runsCode(program, 'steers other programs')] })), matches: ['xdotool key x'], not: ['xdotool --help'] },
    { command: 'xrandr|xdpyinfo|xwininfo|glxinfo|vulkaninfo|vainfo|fc-list|fc-match|xlsclients', level: 'SAFE', operands: 'text', anyOption: true, does: ({ options }, { program }): Deed | undefined => (program === 'xrandr' && options.some(({ name }) => !/^--?(q|query|verbose|listmonitors|listproviders|current|props?|version|help|screen|d|display)$/.test(name)) ? undefined : {}), matches: ['xrandr', 'glxinfo', 'fc-list'], not: ['xrandr --output a --off'] },
  ],
};

/** Starts a server that goes on running, or talks to one. */
function serverDoes({ operands, texts }: Parsed, { program, words }: Call): Deed {
  if (words.length === 1 && /^(-h|-v|-V|--help-long|--help-man|--version)$/.test(words[0]?.text ?? '')) return {};
  if (program === 'named-checkconf' || (program === 'promtool' && /^(check|test)$/.test(texts[0] ?? ''))) return { touches: touching('read', operands.slice(program === 'promtool' ? 2 : 0)) };
  if (/^(nginx|httpd|apache2|apachectl|caddy|haproxy|amtool)$/.test(program)) return { effects: [steersProcesses(texts.join(' ') || program)] };
  return { effects: [unknownHere(program, 'starts a server')] };
}

function byVerb(parsed: Parsed, { program }: Call, reading: RegExp): Deed {
  const [verb, ...names] = parsed.texts;
  const elsewhere = parsed.has('-H', '--host');
  const shows = verb === undefined || (reading.test(verb) && !(program === 'hostnamectl' && names.length > 0));
  if (shows && elsewhere) return { level: 'HIGH', effects: [looks(program, 'on another machine')] };
  return { effects: [shows ? looks(program) : steersProcesses([verb, ...names].join(' '))] };
}

function journalDoes(parsed: Parsed): Deed {
  if (parsed.options.some(({ name }) => name.startsWith('--vacuum-'))) return { effects: [destroys('the journal', 'deletes old logs')], target: 'journal' };
  const acts = parsed.has('--rotate', '--flush', '--sync', '--relinquish-var', '--smart-relinquish-var', '--setup-keys', '--update-catalog');
  // `journalctl /usr/bin/x` filters by a path and reads nothing there
  return acts ? { effects: [changesSystem('the journal')] } : { effects: [looks('the journal')] };
}

function crontabDoes(parsed: Parsed): Deed {
  if (parsed.has('-r')) return { effects: [destroys('crontab', 'removes all timed jobs')], target: 'crontab', alternative: 'Save them first: crontab -l > crontab.bak' };
  if (parsed.has('-l', '-T')) return { effects: [looks('timed jobs')], touches: touching('list', parsed.operands) };
  return { effects: [{ kind: 'power-config', target: 'crontab', detail: 'sets timed jobs' }] };
}
