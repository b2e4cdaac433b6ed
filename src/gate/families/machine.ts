import { changesSystem, destroys, fetches, looks, printsSecrets, steersProcesses, takesRights, unknownHere } from '../analyse/effects.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

/** Programs that show the state of the machine, and those that steer its processes. Options of the former only choose what is shown, but for those named. */
export const machine: Family = {
  name: 'machine',
  globals: { flags: '--help --version' },
  rules: [
    {
      command: 'uptime|free|vmstat|iostat|mpstat|pidstat|numastat|pstree|pidof|pgrep|w|who|users|last|lastb|lastlog|groups|whoami|id|uname|lscpu|lsmem|lspcmcia|lsmod|lsns|lsipc|lslocks|lslogins|lsfd|lshw|lsb_release|inxi|neofetch|fastfetch|screenfetch|hwinfo|dmidecode|acpi|sensors|upower|nvidia-smi|rocm-smi|sestatus|getenforce|aa-status|runlevel|systemd-detect-virt|modinfo|ipcs|pmap|pwdx|sw_vers|vm_stat|system_profiler|ioreg|kextstat|machine|hostinfo|top|htop|btop|glances|atop|nmon|atq|procinfo|slabtop|tload|cpuid|powertop|finger|pinky|lsusb|lsscsi|lsinitramfs|lsinitrd|biosdecode|vpddecode|nproc|getent',
      level: 'SAFE', operands: 'text', anyOption: true, does: stateDoes,
      matches: ['uptime -p', 'free -h', 'pgrep python', 'id -un', 'uname -a', 'lsusb', 'who -a', 'top -b -n 1', 'last -20', 'getent passwd bob'], not: ['getent shadow', 'nvidia-smi --gpu-reset', 'last -f /var/log/x.log', 'getent hosts a.example', 'fastfetch --command-text x', 'powertop --auto-tune', 'lsusb -D /dev/x'],
    },
    { command: 'ps', level: 'SAFE', operands: 'text', anyOption: true, does: psDoes, matches: ['ps aux --sort=-%mem', 'ps -ef', 'ps -p 1 -o pid,comm', 'ps'], not: ['ps auxe', 'ps eww', 'ps -E', 'ps -o environ'] },
    { command: 'lspci', level: 'SAFE', operands: 'none', flags: '-b -D -k -m -mm -n -nn -P -PP -t -tv -v -vv -vvv -x -xx -xxx -xxxx', values: '-d -s -A', reads: '-i -p -F', matches: ['lspci -nnk'], not: ['lspci -q', 'lspci -O x=y'] },
    { command: 'lsof', level: 'SAFE', operands: 'text', flags: '-? -a -b -C -E -h -H -i= -K= -l -M= -n -N -O -o= -P -Q -R -r= -s= -t -U -v -V -w -X -x= -F= -T= -L=', values: '-A -c -d -e -f -g -k -m -p -S -u -z -Z', matches: ['lsof -i :8080', 'lsof -nP -p 12'], not: ['lsof -D b', 'lsof -D bx'] },
    { command: 'fuser', level: 'SAFE', operands: 'lists', flags: '-4 -6 -a -c -f -I -l -m -M -s -u -v -V', values: '-n', matches: ['fuser -v 80/tcp'], not: ['fuser -k 80/tcp', 'fuser -km /mnt'] },
    {
      command: 'dmesg', level: 'SAFE', operands: 'none', does: dmesgDoes, flags: '-a -C -c -D -d -E -e -H -h -k -L= -P -p -r -S -T -t -u -V -w -W -x --clear --console-off --console-on --read-clear --color= --ctime --decode --follow --follow-new --human --json --kernel --noescape --nopager --notime --raw --reltime --show-delta --syslog --userspace --force-prefix', values: '-f -l -M -N -n -s --facility --level --console-level --buffer-size --time-format --since --until', reads: '-F --file -K --kmsg-file',
      matches: ['dmesg', 'dmesg -TH', 'dmesg --level=err', 'dmesg -f kern'], not: ['dmesg --clear', 'dmesg -Tc', 'dmesg -n 8', 'dmesg -C', 'dmesg --console-level', 'dmesg --console-off'],
    },
    { command: 'kill|pkill|killall|xkill|killall5|skill|snice|renice|taskkill|prlimit|ipcrm', level: 'HIGH', operands: 'text', anyOption: true, does: killDoes, matches: ['kill 1', 'kill -9 1234', 'pkill node', 'killall -9 nginx', 'renice 5 1'], not: ['kill -l', 'kill --help', 'kill -0 12', 'killall -l'] },
    { command: 'shutdown|reboot|halt|poweroff|init|telinit|pm-suspend|pm-hibernate|rtcwake|kexec', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { program }) => ({ effects: [steersProcesses(program, 'stops the machine')] })), matches: ['reboot', 'shutdown -h now', 'init 0', 'halt -f'], not: ['shutdown --help'] },
    { command: 'hostname|domainname|nisdomainname|ypdomainname|dnsdomainname', level: 'SAFE', operands: 'text', flags: '-a -A -d -f -i -I -s -y --alias --all-fqdns --all-ip-addresses --domain --fqdn --ip-address --long --short', does: ({ operands }, { program }): Deed => (operands.length === 0 ? {} : { effects: [changesSystem(program, 'names the machine')] }), matches: ['hostname', 'hostname -I'], not: ['hostname other', 'hostname -F x'] },
    { command: 'sysctl', level: 'SAFE', operands: 'text', flags: '-a -A -b -d -e -i -l -n -N -o -q -W -x -X -h -V -w -p= -f= -B --all --binary --deprecated --ignore --names --values --quiet --write --load= --system', values: '-r --pattern', does: sysctlDoes, matches: ['sysctl kern.maxfiles', 'sysctl -n hw.model', 'sysctl -a'], not: ['sysctl -w a=1', 'sysctl a=1', 'sysctl -p', 'sysctl -f /etc/x', 'sysctl --system'] },
    { command: 'modprobe|insmod|rmmod|depmod|kextload|kextunload|kmutil|setenforce|aa-enforce|aa-disable|ldconfig|update-alternatives|update-grub|grub-install|update-initramfs|swapon|swapoff|tuned-adm|cpupower|rfkill|hwclock|ntpdate|chronyc', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(kernelDoes), matches: ['modprobe x', 'rmmod x', 'swapoff -a', 'setenforce 0', 'rfkill unblock bluetooth'], not: ['modprobe --help', 'rfkill list', 'swapon --show', 'update-alternatives --list x', 'hwclock --show'] },
    { command: 'useradd|adduser|usermod|groupadd|groupmod|addgroup|gpasswd|newgrp|passwd|chpasswd|chage|chsh|chfn|visudo|vipw|vigr|newusers|pwck|grpck|sysadminctl|dseditgroup|pwpolicy|authconfig|faillock|pam-auth-update|realm', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(accountDoes), matches: ['passwd root', 'useradd bob', 'usermod -aG docker bob', 'visudo'], not: ['passwd --help', 'chage -l bob', 'passwd -S bob', 'gpasswd --help'] },
    { command: 'userdel|groupdel|deluser|delgroup', level: 'DESTRUCTIVE', operands: 'text', anyOption: true, does: unlessHelp(({ texts }, { program }) => ({ effects: [destroys(texts.at(-1) ?? program, 'deletes an account')], target: texts.at(-1) ?? program })), matches: ['userdel bob', 'userdel -r bob'], not: ['userdel --help'] },
    { command: 'dtruss|dtrace|perf|gdb|lldb|bpftrace|tcpdump|tshark|wireshark|fs_usage|opensnoop|sysdig|ngrep', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { program }) => ({ effects: [printsSecrets(program, 'looks into other programs or their traffic')] })), matches: ['gdb -p 1', 'tcpdump -i any'], not: ['gdb --version'] },
    { command: 'bluetoothctl', level: 'MODERATE', operands: 'text', anyOption: true, does: ({ texts }): Deed => (/^(list|show|devices|paired-devices|info|version|help)$/.test(texts[0] ?? '') ? { effects: [looks('bluetooth')] } : /^(remove|power|pair|trust|agent)$/.test(texts[0] ?? '') ? { effects: [changesSystem('bluetooth')] } : { effects: [unknownHere('bluetooth', 'connects or looks for devices')] }), matches: ['bluetoothctl connect x', 'bluetoothctl scan on'], not: ['bluetoothctl devices', 'bluetoothctl remove x'] },
    { command: 'speedtest|speedtest-cli|fast', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp({ effects: [fetches('a server that measures')] }), matches: ['speedtest'], not: ['speedtest --help'] },
  ],
};

/** The few options of the showing programs that do something, or show what is secret. */
const actingOptions: Readonly<Record<string, RegExp>> = {
  'nvidia-smi': /^(-r|-pm|-e|-p|-c|-pl|-ac|-rac|-am|-caa|-lgc|-rgc|-f|-lmc|-rmc|-cc|-mig|--(gpu-reset|persistence-mode|ecc|compute-mode|power-limit|applications|reset|accounting|clear|lock|filename|multi|gom).*)/, 'rocm-smi': /^--?(set|reset|r$|load|save|gpureset)/,
  powertop: /^(-C|-r|-t|-i|--(auto-tune|calibrate|csv|html|workload))/, lshw: /^-(X|dump)/, dmidecode: /^--(dump-bin|from-dump)/, glances: /^(-s|-w|--(server|webserver|export|browser|client))/,
  nmon: /^-[fFmxXz]/, pidstat: /^-\w*e/, pmap: /^-\w*[nNcC]/, lastlog: /^(-C|-S|--clear|--set)/, neofetch: /^--(config|print_config|gen)/, fastfetch: /^(-c|--(config|gen|load|data|command))/, screenfetch: /^-[suSC]/,
  atop: /^-w/, sensors: /^(-s|--set)/, inxi: /^(-U|--update|-w|-W|-i)/, hwinfo: /^--(log|save|dump)/,
};

function stateDoes(parsed: Parsed, { program, words }: Call): Deed | undefined {
  const acts = actingOptions[program];
  if (acts !== undefined && words.some(({ text }) => acts.test(text))) return { level: 'HIGH', effects: [changesSystem(program)] };
  if (program === 'getent' && /^g?shadow$/.test(parsed.texts[0] ?? '')) return { effects: [printsSecrets('the passwords of accounts')] };
  if (program === 'getent' && /^(hosts|ahosts)/.test(parsed.texts[0] ?? '')) return { effects: [fetches(parsed.texts[1] ?? 'a name server')] };
  if (program === 'finger' && parsed.texts.some((text) => text.includes('@'))) return { effects: [fetches('finger')] };
  // last, lastlog and others read a log of another name; lsinitramfs an image
  return { touches: touching('list', parsed.operands.filter(({ text }) => text.startsWith('/') && !/^\/(dev|sys|org)\//.test(text) || /^\/dev\/(?!pts|tty)/.test(text))) };
}

/** `e` among BSD letters, and `-E` on macOS, show the environment of other programs. */
function psDoes(_: Parsed, { words }: Call): Deed {
  const shows = words.some(({ text }) => /^[a-zA-Z]*e[a-zA-Z]*$/.test(text) && /^[aAcCdefghjklLmMnNrsStTuUvVwxXZ]+$/.test(text) || /^-[a-zA-Z]*E[a-zA-Z]*$/.test(text) || /\benviron\b/.test(text));
  return shows ? { effects: [printsSecrets('the environment of other programs')] } : {};
}

function dmesgDoes(parsed: Parsed): Deed {
  const acts = parsed.has('-C', '-c', '-D', '-E', '-n', '--clear', '--read-clear', '--console-off', '--console-on', '--console-level') || parsed.unknown.includes('--console-level');
  return acts ? { level: 'HIGH', effects: [changesSystem("the kernel's log")] } : {};
}

function killDoes(parsed: Parsed, { program, words }: Call): Deed {
  if (words.length > 0 && words.every(({ text }) => /^(-l|-L|--list|--table|--help|--version|-V)$/.test(text))) return {};
  if (program === 'kill' && words[0]?.text === '-0') return {};
  return { effects: [steersProcesses(parsed.texts.join(' ') || program)] };
}

function sysctlDoes(parsed: Parsed): Deed {
  const sets = parsed.has('-w', '-p', '-f', '--write', '--load', '--system') || parsed.texts.some((text) => text.includes('='));
  return sets ? { effects: [changesSystem('settings of the kernel')] } : {};
}

function kernelDoes({ operands }: Parsed, { program, words }: Call): Deed {
  const shows: Readonly<Record<string, RegExp>> = { rfkill: /^(list|--output-all|-o|-J)$/, swapon: /^(-s|--show.*|--summary)$/, 'update-alternatives': /^--(list|display|query|get-selections)$/, hwclock: /^(-r|--show|--get)$/, chronyc: /^(tracking|sources|sourcestats|activity)$/, modprobe: /^(-n|--dry-run|-c|--showconfig|-D|--show-depends)$/, cpupower: /^(frequency-info|idle-info|monitor|info)$/, 'tuned-adm': /^(list|active|recommend)$/, ldconfig: /^(-p|--print-cache)$/, kmutil: /^(showloaded|inspect|libraries)$/ };
  const [first] = words;
  if (first !== undefined && shows[program]?.test(first.text) === true) return { effects: [looks(program)] };
  return { effects: [changesSystem(operands.at(-1)?.text ?? program, 'changes the kernel or the start of the machine')] };
}

function accountDoes({ texts }: Parsed, { program, words }: Call): Deed {
  const shows = (program === 'chage' && words[0]?.text === '-l') || (program === 'passwd' && /^(-S|--status)$/.test(words[0]?.text ?? '')) || (program === 'realm' && /^(list|discover)$/.test(texts[0] ?? '')) || (program === 'dseditgroup' && words.some(({ text }) => text === 'read' || text === 'checkmember'));
  return shows ? { effects: [looks(program)] } : { effects: [takesRights(texts.at(-1) ?? program, 'changes accounts')] };
}
