import { destroys, fetches, looks, printsSecrets, takesRights, unknownHere } from '../analyse/effects.ts';
import type { Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

/** Programs that handle keys, certificates and passwords. */
export const secretTools: Family = {
  name: 'keys and secrets',
  rules: [
    { command: 'openssl', level: 'MODERATE', operands: 'text', anyOption: true, values: '-in -out -connect -CAfile -CApath -servername -key -keyout -inkey -config -engine -provider -passin -passout -pass -signkey', does: opensslDoes, matches: ['openssl rand -hex 8', 'openssl x509 -in a.txt -text', 'openssl s_client -connect a.example:443', 'openssl dgst -sha256 a', 'openssl enc -in a -out b'], not: ['openssl version -a', 'openssl list -commands', 'openssl x509 -noout -issuer -in cert.pem', 'openssl rsa -in key.pem -out b', 'openssl', 'openssl help', 'openssl s_server -accept 1', 'openssl dgst -engine ./x a', 'openssl req -noout -in a -config ./x'] },
    { command: 'gpg|gpg2|gpgv|gpgconf|gpgsm|gpg-connect-agent|rage|age|minisign|signify', level: 'HIGH', operands: 'text', anyOption: true, does: gpgDoes, matches: ['gpg -d a', 'gpg --sign a', 'gpg -c a', 'gpg --export-secret-keys', 'age -d a'], not: ['gpg --list-keys', 'gpg --verify a.sig a', 'gpg --version', 'gpg --delete-secret-keys x', 'gpg -k'] },
    { command: 'ssh-keygen', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((parsed, { words }) => (words.some(({ text }) => /^-(l|lf|lv|lvf|F|B)$/.test(text)) && !words.some(({ text }) => text === '-R') ? { effects: [looks('the fingerprint of a key')] } : { effects: [takesRights('keys', 'makes, changes or shows keys')], touches: touching('list', parsed.operands) })), matches: ['ssh-keygen -t ed25519 -f k', 'ssh-keygen -R host', 'ssh-keygen -y -f k'], not: ['ssh-keygen -lf k.pub'] },
    { command: 'ssh-add|ssh-agent|ssh-copy-id|keyctl|secret-tool|kwallet-query|gnome-keyring-daemon|pass|gopass|age-keygen|certtool|keytool|pk12util|step|mkcert|certbot|update-ca-certificates|trust|kinit|kdestroy|htpasswd|mkpasswd', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { program, words }) => ((program === 'ssh-add' && /^-[lL]$/.test(words[0]?.text ?? '')) || (program === 'keytool' && /^-(list|printcert)$/.test(words[0]?.text ?? '')) ? { effects: [looks(program)] } : { effects: [printsSecrets(program, 'handles keys and passwords')] })), matches: ['ssh-add -D', 'pass show a', 'keyctl show'], not: ['ssh-add -l', 'keytool -list'] },
  ],
};

/** Programs of openssl that only say something about itself, or about a certificate that they do not print. */
function opensslDoes(parsed: Parsed, { words }: { words: readonly { text: string }[] }): Deed {
  const [verb, ...rest] = parsed.operands;
  const [output, input] = [parsed.values('-out', '-keyout'), parsed.values('-in', '-key', '-inkey', '-CAfile', '-signkey', '-config')];
  const loads = words.some(({ text }) => /^-(engine|provider|provider-path|dynamic|loader|config)$/.test(text));
  const about = /^(version|help|list|ciphers|errstr|info)$/.test(verb?.text ?? '');
  if (about && !loads) return { effects: [looks('openssl')] };
  const shows = /^(x509|crl|req|verify)$/.test(verb?.text ?? '') && parsed.has('-noout') && output.length === 0 && !parsed.has('-new', '-x509', '-signkey', '-CA', '-newkey', '-req', '-key');
  if (shows && !loads) return { effects: [looks('a certificate')] };
  const network = /^(s_client|ocsp|s_time|cmp)$/.test(verb?.text ?? '');
  const grave = verb === undefined || loads || /^(s_server|engine|ca)$/.test(verb.text);
  return {
    touches: [...touching('read', [...input, ...rest.filter(({ text }) => /[./]/.test(text))].filter((word) => !network || input.includes(word))), ...touching('write', output)],
    effects: [network ? fetches(parsed.value('-connect')?.text ?? 'a server') : unknownHere('openssl', 'handles keys, certificates or digests')],
    ...(grave ? { level: 'HIGH', reasons: ['Loads code, serves others or takes commands from its input.'] } : {}),
  };
}

function gpgDoes(parsed: Parsed, { program, words }: { program: string; words: readonly { text: string }[] }): Deed {
  const all = words.map(({ text }) => text);
  if (all.some((text) => /^--delete-/.test(text))) return { effects: [destroys(parsed.texts.at(-1) ?? 'keys', 'deletes keys')], target: parsed.texts.at(-1) ?? 'keys' };
  const shows = all.some((text) => /^(-k|-K|--(list-.*|check-sigs|fingerprint|version|help|verify|with-colons|show-keys|dump-options))$/.test(text))
    && all.every((text) => !text.startsWith('-') || /^(-k|-K|-q|--(list-.*|check-sigs|fingerprint|version|help|verify|with-.*|show-keys|keyid-format.*|batch|quiet|no-tty|status-fd|dump-options|no-default-keyring|keyring))$/.test(text));
  if (shows || program === 'gpgv') return { touches: touching('list', parsed.operands), effects: [looks('keys and signatures')] };
  return { effects: [printsSecrets(program, 'handles keys and secrets')], touches: touching('list', parsed.operands) };
}
