import { changesSystem, fetches, looks, printsSecrets, runsCode, sends, takesRights } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';

const sshFlags = '-4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y';
const sshValues = '-B -b -c -D -e -I -J -L -l -m -O -P -p -Q -R -W -w -o';
const isRemote = ({ text }: Word): boolean => /^(\w+:\/\/|[^/]+:)/.test(text) && !/^[A-Za-z]:[\\/]/.test(text);

/** Settings that run a program here, or take another file of settings. */
const runsHere = (parsed: Parsed): Deed[] => [
  ...parsed.values('-o').flatMap(({ exact, text }) => (!exact || /^\s*(proxycommand|localcommand|permitlocalcommand|knownhostscommand|include|match|pkcs11provider|securitykeyprovider|identityagent|xauthlocation|sendenv|setenv|controlpath|forwardagent|remotecommand|proxyusefdpass)\b/i.test(text) ? [{ effects: [runsCode(text, 'a setting that may run a program')] }] : [])),
  ...(parsed.has('-F') ? [{ effects: [runsCode(parsed.value('-F')?.text ?? '', 'settings that may run programs')] }] : []),
  ...(parsed.has('-I', '-D', '-L', '-R', '-w', '-A', '-X', '-Y', '-W', '-O') ? [{ effects: [takesRights('ssh', 'forwards ports or rights')] }] : []),
];

const effectsOf = (deeds: readonly Deed[]): NonNullable<Deed['effects']> => deeds.flatMap(({ effects = [] }) => effects);

/** What stands behind the host is a line in the shell of the other machine. */
function sshDoes(parsed: Parsed): Deed | undefined {
  if (parsed.has('-V', '-Q')) return { effects: [looks('ssh')] };
  const [host, ...words] = parsed.operands;
  if (host === undefined) return undefined;
  const dashed = words[0]?.text === '--' ? words.slice(1) : words;
  const exact = dashed.every((word) => word.exact);
  const line = dashed.map(({ text }) => text).join(' ');
  return {
    effects: [parsed.has('-G') ? looks(host.text) : sends(host.text, words.length > 0 ? 'runs a command on another machine' : 'opens a session on another machine'), ...effectsOf(runsHere(parsed))],
    runs: line === '' ? [] : [{ kind: 'script', text: line, dialect: 'bash', exact, elsewhere: true }],
    forgettable: true,
  };
}

function copyDoes(parsed: Parsed): Deed | undefined {
  const to = parsed.operands.at(-1);
  const from = parsed.operands.slice(0, -1);
  if (to === undefined || from.length === 0) return undefined;
  const remote = parsed.operands.some(isRemote);
  const program = parsed.has('-S', '-D') ? [runsCode(parsed.value('-S', '-D')?.text ?? '', 'connects through a program')] : [];
  return {
    effects: [...(!remote ? [] : [isRemote(to) ? sends(to.text, 'copies to another machine') : fetches(from.map(({ text }) => text).join(', '))]), ...program, ...effectsOf(runsHere(parsed))],
    touches: [...from.filter((word) => !isRemote(word)).map((word) => ({ word, how: 'read', recursive: parsed.has('-r') }) as const), ...(isRemote(to) ? [] : [{ word: to, how: 'write', recursive: parsed.has('-r') } as const])],
  };
}

/** Only looking at fingerprints and public halves is harmless. */
function keygenDoes(parsed: Parsed, call: Call): Deed | undefined {
  const file = parsed.value('-f');
  const touches = file === undefined ? [] : [{ word: file, how: 'read' } as const];
  if (parsed.has('-l', '-B', '-F', '-L')) return { effects: [looks('keys')], touches: file?.text.endsWith('.pub') === true || parsed.has('-F') ? [] : touches };
  if (parsed.has('-y', '-e', '-p', '-c', '-i')) return { effects: [parsed.has('-p', '-c') ? changesSystem(file?.text ?? '~/.ssh') : printsSecrets(file?.text ?? call.program)], touches };
  if (parsed.has('-R')) return { effects: [changesSystem('known hosts')] };
  return { effects: [takesRights(call.program, 'makes or signs keys')], touches: file === undefined ? [] : [{ word: file, how: 'write' }] };
}

export const ssh: Family = {
  name: 'ssh',
  rules: [
    { command: 'ssh|autossh', level: 'HIGH', operands: 'text', stopsAtOperand: true, flags: sshFlags, values: sshValues, reads: '-i -S -E -F', does: sshDoes, matches: ['ssh host', 'ssh -p 22 me@host ls -la', 'ssh -o ProxyCommand=x host'], not: ['ssh -V'] },
    { command: 'scp', level: 'HIGH', operands: 'text', flags: '-3 -4 -6 -A -B -C -O -p -q -R -r -s -T -v', values: '-c -J -l -o -P -S -D -X', reads: '-F -i', does: copyDoes, matches: ['scp a.txt host:/tmp', 'scp -r src me@host:'], not: ['scp host:/a.txt b.txt', 'scp a b'] },
    { command: 'sftp|mosh|rsh|rlogin|ftp|lftp|tftp', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }) => ({ effects: [sends(texts[0] ?? 'another machine', 'opens a session on another machine')] }), matches: ['sftp host', 'lftp -c x host', 'mosh host'], not: [], insensitive: true },
    { command: 'ssh-keygen', level: 'HIGH', operands: 'text', flags: '-A -B -c -e -g -H -h -i -k -L -l -p -q -U -u -v -y -K', values: '-a -b -C -D -E -F -I -m -M -N -n -O -P -R -r -s -t -V -w -Y -Z -z -f', does: keygenDoes, matches: ['ssh-keygen -t ed25519', 'ssh-keygen -R host', 'ssh-keygen -y -f key.bin'], not: ['ssh-keygen -l -f key.pub', 'ssh-keygen -F host'] },
    { command: 'ssh-add', level: 'HIGH', operands: 'text', flags: '-c -D -d -K -k -l -L -q -T -v -X -x -A', values: '-E -e -H -h -S -s -t', does: (parsed) => ({ effects: [parsed.has('-l', '-L') && !parsed.has('-D', '-d', '-X', '-x', '-s', '-e') ? looks('ssh agent') : takesRights('ssh agent', 'adds or removes keys')] }), matches: ['ssh-add', 'ssh-add -D', 'ssh-add key'], not: ['ssh-add -l', 'ssh-add -L'] },
    { command: 'ssh-copy-id|ssh-agent|sshpass|sshfs|ssh-import-id', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [takesRights(call.program, 'gives or uses rights on another machine')] }), matches: ['ssh-copy-id me@host', 'sshpass -p x ssh host', 'sshfs host:/ m'], not: [], insensitive: true },
    { command: 'ssh-keyscan', level: 'MODERATE', operands: 'text', flags: '-4 -6 -c -D -H -v', values: '-O -p -T -t', reads: '-f', does: ({ texts }) => ({ effects: [fetches(texts.join(', '))] }), matches: ['ssh-keyscan github.com'], not: ['ssh-keyscan -f id_rsa'] },
  ],
};
