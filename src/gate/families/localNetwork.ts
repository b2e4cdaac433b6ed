import { changesSystem, destroys, fetches, looks, sends } from '../analyse/effects.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

/** The network of this machine: what shows it, what changes it, and what asks other machines for names and routes. A name that is looked up can carry data out, so a look-up is a fetch. */
export const localNetwork: Family = {
  name: 'local network',
  globals: { flags: '--help --version' },
  rules: [
    {
      command: 'ip', level: 'SAFE', operands: 'text', flags: '-V -h -s -d -o -r -t -ts -c= -4 -6 -B -0 -M -D -I -a -all -N -j -p -br -brief -json -pretty -oneline -resolve -stats -statistics -details -human -human-readable -iec -timestamp -tshort -rc -echo -Numeric -color= -Version -force', values: '-f -family -n -netns -l -loops -rcvbuf', does: (parsed, call) => ipDoes(parsed, call),
      matches: ['ip addr show', 'ip r', 'ip route get 8.8.8.8', 'ip -4 addr', 'ip tunt', 'ip netns identify 1', 'ip monitor all', 'ip neigh get 1.1.1.1 dev eth0', 'ip -j a', 'ip'], not: ['ip link set eth0 down', 'ip a add 1.1.1.1/24 dev eth0', 'ip netns exec a ls', 'ip route flush table main', 'ip -batch x', 'ip addr help x', 'ip maddr del a', 'ip route save'],
    },
    { command: 'ifconfig', level: 'SAFE', operands: 'text', flags: '-a -A -C -d -l -L -m -r -s -u -v -X -f=', does: ({ texts }): Deed => (!/^(up|down|create|destroy|delete|plumb|unplumb)$/.test(texts[0] ?? '') && (texts.length <= 1 || texts.slice(1).every((text) => /^(inet6?|ether|link|all)$/.test(text)) && texts.length <= 2) ? {} : { effects: [changesSystem(texts.join(' '), 'changes a network interface')] }), matches: ['ifconfig', 'ifconfig en0', 'ifconfig -a'], not: ['ifconfig eth0 down', 'ifconfig -a up', 'ifconfig eth0 192.168.1.1'] },
    { command: 'route', level: 'SAFE', operands: 'text', flags: '-n -e -ee -v -F -C -d -t -q -4 -6', values: '-A', does: ({ texts }): Deed => (texts.length === 0 || texts[0] === 'get' ? {} : { effects: [changesSystem(texts.join(' '), 'changes routes')] }), matches: ['route', 'route -n get default', 'route -n'], not: ['route del default', 'route add x', 'route flush'] },
    { command: 'netstat|nstat|ifstat|iftop|nethogs|nload|bmon|iwlist|vnstat', level: 'SAFE', operands: 'text', anyOption: true, does: {}, matches: ['netstat -tuln', 'netstat -an'], insensitive: true, not: [] },
    { command: 'ss', level: 'SAFE', operands: 'text', flags: '-h -V -H -Q -n -r -a -l -B -o -e -m -p -T -i -s -E -Z -z -4 -6 -0 -t -u -d -w -x -S -M -b -O --no-header --no-queues --oneline --numeric --resolve --all --listening --options --extended --memory --processes --threads --info --summary --events --context --contexts --ipv4 --ipv6 --packet --tcp --udp --dccp --raw --unix --sctp --vsock --tipc --xdp --mptcp --tos --cgroup --bpf --inet-sockopt --bound-inactive', values: '-f -A --family --query --socket -N --net', reads: '-F --filter', writes: '-D --diag', matches: ['ss -tulnp', 'ss state established'], not: ['ss -K dst 1.1.1.1', 'ss -D x', 'ss --kill'] },
    { command: 'arp|ndp|rarp', level: 'SAFE', operands: 'text', flags: '-a -n -e -v -l -x -p -t -c', values: '-i -H', does: (parsed): Deed | undefined => (parsed.has('-c') ? undefined : {}), matches: ['arp -an', 'arp -a'], not: ['arp -d x', 'arp -s a b'] },
    { command: 'iptables|ip6tables|arptables|ebtables|ipset|iptables-restore|ip6tables-restore|nft|ufw|firewall-cmd|pfctl|ipfw|fail2ban-client|tc|bridge|brctl|ethtool|iw|iwconfig|wg|wg-quick|openvpn|wpa_supplicant|dhclient|dhcpcd|ifup|ifdown|ifenslave|nmtui|nm-connection-editor|vconfig|tunctl|ipsec|swanctl|ovs-vsctl|netplan|connmanctl', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(firewallDoes), matches: ['iptables -F', 'nft add table x', 'ufw disable', 'firewall-cmd --add-port=80/tcp', 'ethtool -s eth0 speed 10', 'netplan apply'], not: ['iptables -L -n', 'ufw status verbose', 'firewall-cmd --list-all', 'nft list ruleset', 'nft flush ruleset', 'ethtool eth0', 'tc qdisc show'] },
    { command: 'iptables-save|ip6tables-save', level: 'SAFE', operands: 'none', flags: '-c --counters', values: '-t --table -M', writes: '-f --file', matches: ['iptables-save'], not: ['iptables-save -f x'] },
    { command: 'nmcli', level: 'SAFE', operands: 'text', anyOption: true, values: '-f -m -c -e -g -w --fields --mode --colors --escape --get-values --wait', does: nmcliDoes, matches: ['nmcli device status', 'nmcli', 'nmcli con show', 'nmcli -t -f NAME c', 'nmcli radio'], not: ['nmcli radio wifi off', 'nmcli dev wifi connect x', 'nmcli con delete x', 'nmcli -s con show x'] },
    {
      command: 'networksetup', level: 'SAFE', operands: 'text', anyOption: true, does: (_, { words }) => (words[0]?.text.startsWith('-') === true && words.every(({ text }) => !text.startsWith('-') || /^-(list|get|is|show|print|help|version)\w*$/i.test(text)) ? {} : { effects: [changesSystem('network', 'changes network settings')] }),
      matches: ['networksetup -listallnetworkservices', 'networksetup -getdnsservers Wi-Fi', 'networksetup -help'], not: ['networksetup -setMTU en0 1500', 'networksetup'],
    },
    { command: 'scutil', level: 'SAFE', operands: 'text', anyOption: true, does: (_, { words }) => (/^(--(get|dns|proxy|nwi|help|nc)|-r|-w|-W)$/.test(words[0]?.text ?? '') && !/^(start|stop|select|enablevpn|disablevpn|ondemand|trigger)$/.test(words[1]?.text ?? '') ? {} : { effects: [changesSystem('system configuration')] }), matches: ['scutil --get HostName', 'scutil --dns', 'scutil -r 1.1.1.1'], not: ['scutil --set HostName x', 'scutil', 'scutil --nc start x'] },
    { command: 'ping|ping6|arping|fping|traceroute|traceroute6|tracepath|tracepath6|mtr|nslookup|host|whois|rdap|drill|kdig|delv|resolveip|dns-sd|avahi-browse|avahi-resolve|ntpq|showmount|rpcinfo|nbtscan|snmpget|snmpwalk|dog|doggo', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp(({ texts }, { program }) => ({ effects: [fetches(texts.at(-1) ?? program)] })), matches: ['ping -c 4 example.com', 'nslookup example.com', 'whois example.com', 'traceroute a.example'], not: ['ping --help'] },
    { command: 'dig', level: 'MODERATE', operands: 'text', anyOption: true, reads: '-f -k', does: unlessHelp(({ texts }) => ({ effects: [fetches(texts.find((text) => !/^[+@]/.test(text)) ?? 'a name server')] })), matches: ['dig +short example.com', 'dig @1.1.1.1 a.example MX'], not: ['dig -f .env', 'dig --help'] },
    { command: 'mail|mailx|Mail|sendmail|mutt|neomutt|swaks|msmtp|s-nail', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(({ texts }) => ({ effects: [sends(texts.at(-1) ?? 'mail')] })), matches: ['mail bob'], not: ['mutt --help'] },
    { command: 'nmap|masscan|zmap|hping3|nikto|nping', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(({ texts }) => ({ effects: [sends(texts.at(-1) ?? 'the network', 'probes other machines')] })), matches: ['nmap example.com'], not: ['nmap --version'] },
    { command: 'nsupdate|rndc|dnsmasq|named', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(({ operands }) => ({ effects: [changesSystem('name service')], touches: touching('read', operands) })), matches: ['nsupdate a'], not: ['nsupdate --help'] },
  ],
};

const objects = 'address addrlabel fou help ila ioam l2tp link macsec maddress monitor mptcp mroute mrule neighbor neighbour netconf netns nexthop ntable ntbl route rule sr stats tap tcpmetrics token tunnel tuntap vrf xfrm'.split(' ');
const showing = 'show list lst get identify pids monitor'.split(' ');

/** Objects and verbs may be abbreviated. `ip route flush` loses all of a table. */
function ipDoes({ texts }: Parsed, { words }: Call): Deed | undefined {
  const [object, verb] = texts;
  if (object === undefined || object === 'help') return {};
  if (!objects.some((name) => name.startsWith(object))) return undefined;
  if (words.some(({ text }) => /^-(b|batch|force)$/.test(text))) return undefined;
  if (/^mo/.test(object) || (verb === undefined) || showing.some((name) => name.startsWith(verb)) && !/^[ms]$/.test(verb)) return {};
  if (verb === 'help') return texts.length === 2 ? {} : undefined;
  if (/^r/.test(object) && /^f/.test(verb)) return { effects: [destroys(`the routes of ${texts.slice(2).join(' ') || 'this machine'}`, 'cuts it off from the network')], target: 'route' };
  return { effects: [changesSystem(texts.join(' '), 'changes the network')] };
}

function firewallDoes(parsed: Parsed, { program, words }: Call): Deed {
  const { texts } = parsed;
  const all = words.map(({ text }) => text);
  const shows: Readonly<Record<string, boolean>> = {
    iptables: isTableListing(all), ip6tables: isTableListing(all), arptables: isTableListing(all), ebtables: isTableListing(all),
    ipset: /^(list|save|test|version|help|-L|-l)$/.test(all[0] ?? ''), nft: /^(list|describe)$/.test(texts[0] ?? '') && !parsed.has('-f', '--file', '-i'), ufw: /^(status|version|show)$/.test(texts[0] ?? ''),
    'firewall-cmd': all.length > 0 && all.every((text) => /^--(list-.*|get-.*|query-.*|info-.*|state|zone=.*|permanent|version|check-config|path-.*)$/.test(text)), pfctl: /^-s/.test(all[0] ?? '') && all.length <= 2, ipfw: /^(list|show)$/.test(texts[0] ?? ''),
    'fail2ban-client': /^(status|ping|version|get)$/.test(texts[0] ?? ''), tc: texts.length <= 1 || /^(show|list|ls)$/.test(texts[1] ?? ''), bridge: texts.length <= 1 || /^(show|list)$/.test(texts[1] ?? ''), brctl: /^show/.test(texts[0] ?? ''),
    ethtool: !all[0]?.startsWith('-') || /^-[iklSaTPcg]$/.test(all[0]), iw: /^(list|phy|reg|info|scan|link|dump)$/.test(texts.at(-1) ?? '') && texts[0] !== 'reg', iwconfig: texts.length <= 1, wg: texts.length === 0, netplan: /^(get|status|info|ip)$/.test(texts[0] ?? ''), connmanctl: /^(services|state|technologies)$/.test(texts[0] ?? ''),
    ipsec: /^(status|statusall|version|listall)$/.test(texts[0] ?? ''), 'ovs-vsctl': /^(show|list-.*|list)$/.test(texts[0] ?? ''),
  };
  if (shows[program] === true) return { effects: [looks(program)] };
  if (program === 'nft' && texts[0] === 'flush') return { effects: [destroys(texts.slice(1).join(' ') || 'ruleset', 'removes the rules of the firewall')], target: texts.at(-1) };
  return { effects: [changesSystem(texts.join(' ') || program, 'changes the network or its firewall')] };
}

const isTableListing = (words: readonly string[]): boolean =>
  words.some((word) => /^-[nvxw]*[LS][nvxw]*$|^--(list|list-rules)$/.test(word)) && !words.some((word) => /^-\w*[ADIRFZNXPEC]/.test(word) || /^--(append|delete|insert|replace|flush|zero|new|delete-chain|policy|rename|modprobe)/.test(word));

function nmcliDoes({ texts, options }: Parsed): Deed {
  const [object, verb, third] = texts;
  if (options.some(({ name }) => name === '-s' || name === '--show-secrets')) return { level: 'HIGH', effects: [{ kind: 'secret-read', target: 'passwords of networks' }] };
  const shows = object === undefined || verb === undefined || /^(show|status|s|sh|sho|st|list|monitor|m|hostname|permissions|logging|connectivity)$/.test(verb) && (verb === 'hostname' || verb === 'logging' ? third === undefined : true)
    || (/^d/.test(object) && verb === 'wifi' && (third === undefined || /^(list|l)$/.test(third))) || (/^r/.test(object) && third === undefined) || /^m/.test(object);
  return { effects: [shows ? looks('the network') : changesSystem(texts.join(' '), 'changes the network')] };
}
