import { destroysInfra, fetches, looks, sends, unknownHere } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Deed, Touch, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { basenameOf, hostOf } from './hosts.ts';

const body = '-d --data --data-ascii --data-binary --data-raw --data-urlencode -F --form --form-string -T --upload-file --json --mail-from --mail-rcpt --mail-auth --telnet-option -t';
const credentials = '-u --user --oauth2-bearer --aws-sigv4 -b --cookie --delegation --login-options --sasl-authzid -U --proxy-user';
const values = `${body} ${credentials} -X --request -H --header -A --user-agent -e --referer -m --max-time --connect-timeout --retry --retry-delay --retry-max-time -x --proxy --preproxy --socks4 --socks4a --socks5 --socks5-hostname --socks5-gssapi-service --proxy-header --noproxy -r --range -C --continue-at -w --write-out -y --speed-time -Y --speed-limit --limit-rate --rate -z --time-cond --url --url-query --interface --local-port --resolve --connect-to --doh-url --dns-servers --dns-interface --dns-ipv4-addr --dns-ipv6-addr --ciphers --curves --tls13-ciphers --tls-max --proxy-ciphers --proto --proto-default --proto-redir --max-redirs --max-filesize --keepalive-time --keepalive-cnt --create-file-mode -Q --quote --ftp-account --ftp-alternative-to-user --ftp-method -P --ftp-port --ftp-ssl-ccc-mode --krb --cert-type --key-type --pass --pinnedpubkey --engine -E --cert --proxy-cert --proxy-key --proxy-pass --tlsuser --tlspassword --tlsauthtype --service-name --proxy-service-name --happy-eyeballs-timeout-ms --expect100-timeout --hostpubmd5 --hostpubsha256 --request-target --unix-socket --abstract-unix-socket --parallel-max --variable --expand-url --expand-data --expand-header --ip-tos --vlan-priority --trace-config --haproxy-clientip --ech --proxy-cert-type --proxy-key-type --proxy-pinnedpubkey --proxy-tls13-ciphers --proxy-tlsuser --proxy-tlspassword --sigalgs --upload-flags --random-file --egd-file -K --config --output-dir --cacert --capath --proxy-cacert --proxy-capath --crlfile --proxy-crlfile --key --pubkey`;
const reads = '--netrc-file --etag-compare --hsts --alt-svc --knownhosts';
const writes = '-o --output -D --dump-header -c --cookie-jar --etag-save --trace --trace-ascii --stderr --libcurl --ssl-sessions';
const flags = '-# --progress-bar --progress-meter --no-progress-meter -0 --http1.0 --http1.1 --http2 --http2-prior-knowledge --http3 --http3-only --http0.9 -1 --tlsv1 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3 -2 --sslv2 -3 --sslv3 -4 --ipv4 -6 --ipv6 -a --append -B --use-ascii -f --fail --fail-early --fail-with-body --no-fail -G --get -g --globoff -i --include --show-headers -I --head -j --junk-session-cookies -J --remote-header-name -k --insecure --proxy-insecure --doh-insecure -l --list-only -L --location --location-trusted -M --manual -n --netrc --netrc-optional -N --no-buffer --buffer -O --remote-name --remote-name-all -p --proxytunnel -q --disable -R --remote-time -s --silent -S --show-error -v --verbose -Z --parallel --parallel-immediate --anyauth --basic --digest --ntlm --negotiate --proxy-anyauth --proxy-basic --proxy-digest --proxy-ntlm --proxy-negotiate --compressed --compressed-ssh --create-dirs --crlf --disable-eprt --no-eprt --disable-epsv --no-epsv --disallow-username-in-url --false-start --ssl --ssl-reqd --ssl-allow-beast --ssl-no-revoke --ssl-revoke-best-effort --ssl-auto-client-cert --proxy-ssl-allow-beast --ftp-create-dirs --ftp-pasv --ftp-skip-pasv-ip --ftp-pret --ftp-ssl-control --ftp-ssl-ccc --haproxy-protocol --ignore-content-length --mail-rcpt-allowfails --metalink --mptcp --no-alpn --no-npn --no-keepalive --no-sessionid --no-clobber --clobber --no-location --path-as-is --post301 --post302 --post303 --raw --remove-on-error --retry-all-errors --retry-connrefused --sasl-ir --skip-existing --socks5-basic --socks5-gssapi --socks5-gssapi-nec --styled-output --no-styled-output --suppress-connect-headers --tcp-fastopen --tcp-nodelay --tftp-no-options --tr-encoding --trace-ids --trace-time --xattr --ca-native --proxy-ca-native --cert-status --doh-cert-status --dump-ca-embed --out-null --follow -: --next -V --version -h= --help=';

/** A file that is named by `@`: read here and sent. */
function sentFiles(parsed: Parsed): Touch[] {
  const word = (one: Word, text: string): Touch[] => (text === '' || text === '-' ? [] : [{ word: { ...one, text }, how: 'read' }]);
  return [
    ...parsed.values('-T', '--upload-file', '-K', '--config').flatMap((one) => word(one, one.text)),
    ...parsed.values('-d', '--data', '--data-ascii', '--data-binary', '--data-urlencode', '--json', '-H', '--header', '--proxy-header', '-w', '--write-out', '-Q', '--quote', '--variable', '--url', '--url-query').flatMap((one) => word(one, /^[\w-]*@(.*)$/s.exec(one.text)?.[1] ?? '')),
    ...parsed.values('-F', '--form').flatMap((one) => word(one, /=[@<]([^;]*)/.exec(one.text)?.[1] ?? '')),
    ...parsed.values('-b', '--cookie').flatMap((one) => (one.text.includes('=') ? [] : word(one, one.text))),
  ];
}

/** Files beside those that the options name: `-O` takes the name from the URL, `-w` can write one. */
function savedFiles(parsed: Parsed, urls: readonly Word[]): Touch[] {
  const folder = parsed.value('--output-dir')?.text;
  const saved = parsed.has('-O', '--remote-name', '--remote-name-all') ? urls.map((url) => ({ ...url, text: [folder, basenameOf(url.text)].filter((part) => part !== undefined).join('/') })) : [];
  const printed = parsed.values('-w', '--write-out').flatMap((word) => [...word.text.matchAll(/%output\{>{0,2}([^}]*)\}/g)].map(([, path = '']) => ({ ...word, text: path })));
  return [...saved, ...printed].map((word) => ({ word, how: 'write' }));
}

/** The method that the server sees; what the words leave open counts as another one than GET. */
function methodOf(parsed: Parsed): string {
  const written = parsed.value('-X', '--request');
  if (written !== undefined) return written.exact ? written.text.toUpperCase() : 'an unknown method';
  if (parsed.has('-I', '--head')) return 'HEAD';
  const sent = parsed.has('-d', '--data', '--data-ascii', '--data-binary', '--data-raw', '--data-urlencode', '--json') && !parsed.has('-G', '--get');
  if (sent || parsed.has('-F', '--form', '--form-string')) return 'POST';
  return parsed.has('-T', '--upload-file') ? 'PUT' : 'GET';
}

const commandsThatLook = /^[*+-]?\s*(cdup|cwd|pwd|noop|pasv|epsv|size|mdtm|syst|stat|feat|help|list|nlst|type|opts|site help)\b/i;

function curlDoes(parsed: Parsed): Deed | undefined {
  if (parsed.options.length > 0 && parsed.options.every(({ name }) => /^(-V|--version|-h|--help|-M|--manual)$/.test(name))) return { effects: [looks('curl')] };
  if (parsed.has('-h', '--help', '-V', '--version', '-M', '--manual') && parsed.options[0] !== undefined && /^(-V|--version|-h|--help|-M|--manual)$/.test(parsed.options[0].name)) return { effects: [looks('curl')] };
  const urls = [...parsed.operands, ...parsed.values('--url')];
  if (urls.length === 0 && !parsed.has('-K', '--config')) return undefined;
  const hosts = urls.map(({ text }) => hostOf(text));
  const target = hosts.join(', ') || 'curl';
  const method = methodOf(parsed);
  const touches = [...sentFiles(parsed), ...savedFiles(parsed, urls)];
  const effects = [
    ...(parsed.unknown.length > 0 ? [sends(target, `${parsed.unknown[0] ?? ''} is not known`)] : []),
    ...(parsed.has('-K', '--config', '--next', '-:') ? [sends(target, parsed.has('-K', '--config') ? 'takes its options from a file' : 'several requests at once')] : []),
    ...(parsed.values('-Q', '--quote').some(({ text }) => !commandsThatLook.test(text)) ? [sends(target, 'commands to a file server')] : []),
    ...(parsed.has('--mail-from', '--mail-rcpt', '-t', '--telnet-option', '-a', '--append') ? [sends(target)] : []),
    ...(parsed.has('--unix-socket', '--abstract-unix-socket') && method !== 'GET' ? [sends(parsed.value('--unix-socket', '--abstract-unix-socket')?.text ?? '', 'steers a service of this machine')] : []),
    ...(parsed.has('--engine', '--libcurl') ? [unknownHere('curl', 'loads a library or writes source')] : []),
    ...(urls.some(({ text }) => /^(smtps?|telnet|ldaps?|mqtts?|tftp|scp|sftp|smbs?|rtsp|ws|wss|dict|gopher):/i.test(text)) ? [sends(target, 'another protocol than HTTP')] : []),
  ];
  return { effects: [...effects, requestEffect(method, target, parsed, urls)], touches: [...touches, ...localFiles(urls)], ...(method === 'DELETE' ? { target } : {}) };
}

/** A request that takes credentials along that the user stored or wrote goes beyond a plain GET only in what it may answer. */
function requestEffect(method: string, target: string, parsed: Parsed, urls: readonly Word[]): ReturnType<typeof fetches> {
  if (method === 'DELETE' || urls.some(({ text }) => /\/(doDelete|_delete_by_query|deleteAll)\b/.test(text)) && method !== 'GET') return destroysInfra(urls.map(({ text }) => text).join(', '), `${method} request`);
  if (!/^(GET|HEAD|OPTIONS|TRACE)$/.test(method)) return sends(target, `${method} request`);
  const carries = urls.some(({ exact }) => !exact) || sentFiles(parsed).some(({ word }) => !parsed.values('-K', '--config').includes(word)) && parsed.has('-d', '--data', '--data-binary', '--data-urlencode', '-H', '--header', '-T', '--url-query', '-F', '--form');
  return carries ? sends(target, 'the request may carry what is read here') : fetches(target);
}

/** `file:` URLs are read here. */
const localFiles = (urls: readonly Word[]): Touch[] => urls.filter(({ text }) => /^file:/i.test(text)).map((word) => ({ word: { ...word, text: word.text.replace(/^file:(\/\/(localhost)?)?/i, '') }, how: 'read' }));

export const curl: Family = {
  name: 'curl',
  rules: [{
    command: 'curl', level: 'MODERATE', operands: 'text', values, reads, writes, flags, abbreviates: true, does: curlDoes,
    matches: ['curl https://x.example', 'curl -fsSL https://x.example/a.sh', 'curl -s -o /dev/null -w "%{http_code}" x.example', 'curl -O https://x.example/file.zip', 'curl -I x.example', 'curl -X GET localhost:9200/_cat', "curl -H 'Accept: a/b' https://x.example", 'curl -Q CDUP ftp://x.example', 'curl -sL https://x.example -o out.html', 'curl -G -d a=b https://x.example'],
    not: ['curl --version', 'curl -d a=b https://x.example', 'curl -XPOST https://x.example', 'curl -X DELETE https://x.example/a', 'curl -F file=@a x.example', 'curl -T a ftp://x.example', 'curl -K a.txt', 'curl --json "{}" x.example', 'curl -o /etc/x x.example', 'curl -w "%output{/etc/x}" x.example', 'curl x.example --next -d a y.example', 'curl -H @secrets x.example', 'curl -Q "DELE a" ftp://x.example', 'curl --request PUT x.example', 'curl file:///etc/passwd -X POST x.example', 'curl scp://x.example/a'],
  }],
};
