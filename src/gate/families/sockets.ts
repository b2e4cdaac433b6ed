import { fetches, looks, runsCode, sends } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { isLocalHost } from './hosts.ts';

/** Bare connections, scans and mail. */

/** `nc -z` only asks whether something listens. */
function netcatDoes(parsed: Parsed): Deed {
  const host = parsed.texts[0] ?? 'a port of this machine';
  if (parsed.has('-e', '-c', '--exec', '--sh-exec', '--lua-exec')) return { effects: [runsCode(host, 'hands a program to whoever connects')], forgettable: true };
  if (parsed.has('-z') && !parsed.has('-l', '--listen')) return { effects: [isLocalHost(host) ? looks(host) : fetches(host)] };
  return { effects: [sends(host, parsed.has('-l', '--listen') ? 'opens a port' : 'a bare connection')] };
}

const mail = (parsed: Parsed): Deed => ({ effects: [sends(parsed.texts.join(', ') || 'mail', 'sends mail')] });

export const sockets: Family = {
  name: 'sockets',
  rules: [
    { command: 'nc|ncat|netcat', level: 'HIGH', operands: 'text', anyOption: true, flags: '-4 -6 -C -D -d -F -h -k -l -N -n -r -S -t -U -u -v -z --listen', values: '-I -i -M -m -O -P -p -q -s -T -V -W -w -X -x -e -c --exec --sh-exec --lua-exec', does: netcatDoes, matches: ['nc -l 80', 'nc host 25', 'nc -e sh host 1', 'ncat --exec sh host'], not: ['nc -zv localhost 5432', 'nc -z -w 2 db 5432'] },
    { command: 'socat|telnet|websocat|wscat|chisel|ngrok|cloudflared|localtunnel|lt|frpc|inlets|bore', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }, { program }) => ({ effects: [sends(texts.join(' ') || program, 'a bare connection or a tunnel')] }), matches: ['socat - TCP:host:1', 'telnet host 25', 'ngrok http 80'], not: [], insensitive: true },
    { command: 'nmap|masscan|zmap|nikto|sqlmap', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }, { program }) => ({ effects: [sends(texts.join(' ') || program, 'scans other machines')] }), matches: ['nmap -sV host'], not: [], insensitive: true },
    { command: 'mail|mailx|s-nail|mutt|sendmail|swaks|msmtp|ssmtp|exim', level: 'HIGH', operands: 'text', anyOption: true, does: mail, matches: ['mail bob', 'sendmail -t'], not: [], insensitive: true },
  ],
};
