import { destroysInfra, fetches, looks, runsCode, sends } from '../analyse/effects.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Deed, Touch } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { basenameOf, hostOf } from './hosts.ts';

/** wget, aria2c and the clients that are made for APIs. */

const wgetFlags = '-b --background -d --debug -q --quiet -v --verbose -nv --no-verbose -F --force-html -nc --no-clobber -c --continue --show-progress --progress= -N --timestamping --no-if-modified-since --no-use-server-timestamps -S --server-response --spider --no-dns-cache --retry-connrefused --retry-on-host-error --no-proxy -4 --inet4-only -6 --inet6-only --ask-password --no-iri --unlink -nd --no-directories -x --force-directories -nH --no-host-directories --protocol-directories --no-cache -E --adjust-extension --html-extension --ignore-length --compression --no-http-keep-alive --no-cookies --keep-session-cookies --save-headers --auth-no-challenge --content-disposition --content-on-error --trust-server-names --no-check-certificate --https-only --ftps-implicit --no-remove-listing --no-glob --no-passive-ftp --preserve-permissions --retr-symlinks --no-warc-compression --warc-cdx --no-hsts -r --recursive --delete-after -k --convert-links -K --backup-converted -m --mirror -p --page-requisites --strict-comments -H --span-hosts -L --relative -np --no-parent --no-config --random-wait --xattr --no-xattr -i -h --help -V --version --no-netrc --no-verbose --no-warc-digests --no-warc-keep-log';
const wgetValues = '-e --execute -o -a -B --base -t --tries -O -T --timeout --dns-timeout --connect-timeout --read-timeout -w --wait --waitretry --limit-rate --bind-address --restrict-file-names --prefer-family --user --password -Q --quota --cut-dirs -U --user-agent --default-page --http-user --http-password --header --referer --max-redirect --proxy-user --proxy-password --post-data --post-file --method --body-data --body-file --secure-protocol --certificate-type --private-key-type --ciphers --pinnedpubkey --warc-header --warc-max-size --warc-tempdir -l --level -A --accept -R --reject --accept-regex --reject-regex --regex-type -D --domains --exclude-domains --follow-tags --ignore-tags -I --include-directories -X --exclude-directories --start-pos --local-encoding --remote-encoding --report-speed --ftp-user --ftp-password --egd-file --random-file --use-askpass --dns-servers -Y --ca-certificate --ca-directory --crl-file --certificate --private-key';
const wgetReads = '--input-file --load-cookies --hsts-file --config --rejected-log --input-metalink --warc-dedup';
const wgetWrites = '--output-document --output-file --append-output -P --directory-prefix --save-cookies --warc-file';

function wgetDoes(parsed: Parsed): Deed | undefined {
  if (parsed.has('-h', '--help', '-V', '--version')) return { effects: [looks('wget')] };
  const target = parsed.texts.map(hostOf).join(', ') || 'what the file lists';
  const method = parsed.value('--method')?.text.toUpperCase() ?? 'GET';
  const effects = [
    ...(parsed.has('-e', '--execute', '--use-askpass') ? [runsCode('wget', 'takes settings or a program from the command')] : []),
    ...(parsed.has('--post-data', '--post-file', '--body-data', '--body-file') || !/^(GET|HEAD|DELETE)$/.test(method) ? [sends(target, `${method === 'GET' ? 'POST' : method} request`)] : []),
    ...(method === 'DELETE' ? [destroysInfra(parsed.texts.join(', '), 'DELETE request')] : []),
    ...(parsed.operands.some(({ exact }) => !exact) || parsed.unknown.length > 0 ? [sends(target, 'what it asks for is not known')] : []),
    fetches(target),
  ];
  const saved = parsed.value('-O', '--output-document');
  const folder = parsed.value('-P', '--directory-prefix')?.text;
  const names = saved !== undefined ? [saved] : parsed.has('--spider') ? [] : parsed.texts.map((url) => plain([folder, parsed.has('-r', '--recursive', '-m', '--mirror', '-p') ? hostOf(url) : basenameOf(url)].filter((part) => part !== undefined).join('/')));
  const touches: Touch[] = [
    ...names.filter(({ text }) => text !== '-').map((word) => ({ word, how: 'write' }) as const),
    ...parsed.values('--post-file', '--body-file', '-i').map((word) => ({ word, how: 'read' }) as const),
    ...parsed.values('-o', '-a').map((word) => ({ word, how: 'write' }) as const),
  ];
  return { effects, touches, ...(method === 'DELETE' ? { target } : {}) };
}

const requestFlags = '-v --verbose -h --headers -b --body -m --meta --all -p= --print= -F --follow -d --download -c --continue -j --json -f --form --multipart -S --stream --offline --curl --curl-long --ignore-stdin -I --no-stdin --check-status --no-check-status --pretty= --https -q --quiet --version --help --manual -4 -6 --http2 --xml --no-verify';
const requestValues = '-s --style --unsorted --sorted --response-charset --response-mime --format-options -A --auth-type -a --auth --bearer --session --session-read-only --proxy --verify --ssl --ciphers --cert --cert-key --timeout --max-redirects --max-headers --history-print -P --boundary --compress --default-scheme --raw --http-version --resolve --interface';

/** HTTPie and xh: a method in capitals, then the URL, then what is sent (`name=value`, `name:=json`, `file@path`). */
function requestDoes(parsed: Parsed): Deed | undefined {
  if (parsed.operands.length === 0) return parsed.has('--version', '--help', '--manual') ? { effects: [looks('http')] } : undefined;
  const written = /^[A-Za-z]+$/.test(parsed.texts[0] ?? '') && parsed.operands.length > 1 ? parsed.texts[0]?.toUpperCase() : undefined;
  const [url, ...items] = written === undefined ? parsed.operands : parsed.operands.slice(1);
  const sent = items.filter(({ text }) => !/^[\w-]+(==|:(?!=))/.test(text));
  const method = written ?? (sent.length > 0 || parsed.has('--raw') ? 'POST' : 'GET');
  const target = hostOf(url?.text ?? '');
  const exact = parsed.operands.every((word) => word.exact);
  const plainGet = /^(GET|HEAD|OPTIONS)$/.test(method) && sent.length === 0 && exact && !items.some(({ text }) => /@/.test(text)) && !parsed.has('--raw', '--session');
  const files = items.flatMap((word): Touch[] => {
    const path = /(?:=@|:=@|==@|:@|^[\w-]+@)(.+)$/s.exec(word.text)?.[1];
    return path === undefined ? [] : [{ word: { ...word, text: path }, how: 'read' }];
  });
  const saved: Touch[] = parsed.has('-d', '--download') ? [{ word: plain(basenameOf(url?.text ?? '')), how: 'write' }] : [];
  const effect = plainGet ? fetches(target) : method === 'DELETE' ? destroysInfra(url?.text ?? target, 'DELETE request') : sends(target, `${method} request`);
  return { effects: [effect], touches: [...files, ...saved], ...(method === 'DELETE' ? { target } : {}) };
}

export const download: Family = {
  name: 'downloads',
  rules: [
    { command: 'wget', level: 'MODERATE', operands: 'text', abbreviates: true, flags: wgetFlags, values: wgetValues, reads: wgetReads, writes: wgetWrites, does: wgetDoes, matches: ['wget https://x.example/a.tgz', 'wget -q --spider -T 5 https://x.example', 'wget -O a.html https://x.example', 'wget -r -np https://x.example', 'wget -qO- https://x.example'], not: ['wget --help', 'wget --post-data=a https://x.example', 'wget --method=DELETE https://x.example', 'wget -O /etc/x https://x.example', 'wget -e use_proxy=on https://x.example', 'wget --use-askpass=./x https://x.example', 'wget --post-file a https://x.example'] },
    { command: 'aria2c|axel', level: 'MODERATE', operands: 'text', values: '-x -s -j -k --max-connection-per-server --split -n --num-connections', writes: '-d --dir -o --out --output', flags: '-c --continue= -q --quiet= -a -v', does: ({ texts }) => ({ effects: [fetches(texts.map(hostOf).join(', '))] }), matches: ['aria2c -x 4 https://x.example/a'], not: ['aria2c -d /etc https://x.example/a'] },
    { command: 'http|https|httpie|xh|xhs', level: 'MODERATE', operands: 'text', flags: requestFlags, values: requestValues, writes: '-o --output', does: requestDoes, matches: ['http https://x.example', 'http GET x.example/a q==b', 'xh x.example Accept:text/html', 'https x.example'], not: ['http POST x.example a=b', 'http x.example a=b', 'http DELETE x.example', 'http x.example file@~/.ssh/id_rsa', 'http --version'] },
  ],
};
