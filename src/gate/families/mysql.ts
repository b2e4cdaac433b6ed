import { changesInfra, fetches, looks, looksAtInfra, runsCode } from '../analyse/effects.ts';
import { mergeDeeds, type Family } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { isLocalHost } from './hosts.ts';
import { destruction } from './infraRules.ts';
import { stdinDeed } from './postgres.ts';
import { sqlDeed } from './sqlDeed.ts';

const connection = '-h --host -P --port -S --socket -u --user --protocol --ssl-mode --ssl-ca --ssl-cert --ssl-key --tls-version --default-auth --default-character-set --connect-timeout --charset --bind-address --max-allowed-packet --net-buffer-length --server-public-key-path';
const connectionFlags = '-p= --password= -C --compress --ssl= --skip-ssl -v --verbose -V --version -? --help --no-defaults --print-defaults --enable-cleartext-plugin --get-server-public-key';
const isRemote = (parsed: Parsed): boolean => {
  const host = parsed.value('-h', '--host');
  return host !== undefined && (!host.exact || !isLocalHost(host.text));
};

function mysqlDoes(parsed: Parsed, call: Call): Deed {
  const remote = isRemote(parsed);
  const texts = [...parsed.values('-e', '--execute'), ...parsed.values('--init-command', '--init-command-add')];
  const fed = parsed.has('-e', '--execute') || call.stdin.kind === 'none' ? [] : [stdinDeed(call, 'mysql', remote)];
  const client = texts.some(({ text }) => /(^|[;\n])\s*(\\!|\\\.|system\b|source\b|tee\b|\\T|pager\b|\\P|edit\b|\\e)/i.test(text)) ? [{ effects: [runsCode('mysql', 'a command of the client that runs programs or touches files')] }] : [];
  const files = parsed.has('--defaults-file', '--defaults-extra-file', '--plugin-dir', '--pager', '--local-infile') ? [{ effects: [runsCode('mysql', 'settings, plug-ins or a pager from elsewhere')] }] : [];
  const deeds = [...texts.map((text) => sqlDeed(text, { engine: 'mysql', remote })), ...fed, ...client, ...files];
  if (deeds.length > 0) return mergeDeeds(deeds);
  return { effects: [parsed.has('--version', '-V', '--help', '-?', '--print-defaults') ? looks('mysql') : changesInfra('mysql', 'opens a session whose statements are not known')] };
}

const statement = (engine: string, detail: string) => (parsed: Parsed): Deed => ({ ...destruction(detail, parsed.texts.slice(1)), losses: [{ kind: 'data', engine, statement: parsed.texts.join(' ') }] });

/** The verbs of mysqladmin stand among its operands. */
function adminDoes(parsed: Parsed): Deed {
  if (parsed.texts.includes('drop')) return statement('mysql', 'drops a database')(parsed);
  const looking = parsed.texts.every((verb) => /^(ping|status|extended-status|processlist|variables|version)$/.test(verb));
  return { effects: [looking ? (isRemote(parsed) ? fetches('mysql') : looksAtInfra('mysql')) : changesInfra('mysql', parsed.texts.join(' '))] };
}

export const mysql: Family = {
  name: 'mysql',
  rules: [
    { command: 'mysql|mariadb', level: 'SAFE', operands: 'text', maxOperands: 1, flags: `${connectionFlags} -A --no-auto-rehash --auto-rehash -B --batch --binary-mode --binary-as-hex -b --no-beep -c --comments --skip-comments -f --force -G --named-commands -H --html -i --ignore-spaces -L --skip-line-numbers -N --skip-column-names --column-names -n --unbuffered -o --one-database -q --quick -r --raw --reconnect --skip-reconnect -s --silent --show-warnings --sigint-ignore --syslog -t --table -U --safe-updates --i-am-a-dummy -w --wait -X --xml -E --vertical -T --debug-info --column-type-info --line-numbers --skip-pager --abort-source-on-error`, values: `${connection} -D --database -e --execute --init-command --init-command-add --delimiter --prompt --select-limit --max-join-size --login-path --histignore --pager --plugin-dir --local-infile`, reads: '--defaults-file --defaults-extra-file', writes: '--tee', does: mysqlDoes, matches: ["mysql -e 'SELECT 1'", "mysql -u root -D app -B -e 'SHOW TABLES'", "mysql --database=a -psecret -e 'select 1'", 'mysql --help'], not: ["mysql -e 'DROP DATABASE a'", "mysql -e 'INSERT INTO a VALUES (1)'", 'mysql', "mysql -h db.example -e 'select 1'", "mysql -e 'system ls'", "mysql -e \"select 1 into outfile 'x'\"", "mysql -e 'select load_file(1)'"] },
    { command: 'mysqldump|mariadb-dump|mysqlpump', level: 'SAFE', operands: 'text', anyOption: true, values: connection, writes: '-r --result-file --log-error', flags: `${connectionFlags} -A --all-databases -d --no-data -t --no-create-info -R --routines -E --events --single-transaction --quick --opt`, does: (parsed) => ({ effects: [parsed.has('--delete-master-logs', '--delete-source-logs', '--flush-logs', '-F', '--tab', '-T', '--defaults-file') ? changesInfra('mysql', 'also changes or writes on the server') : isRemote(parsed) ? fetches('mysql') : looksAtInfra('mysql')] }), matches: ['mysqldump app', 'mysqldump --single-transaction -u root app users'], not: ['mysqldump -h db.example app', 'mysqldump --delete-master-logs app', 'mysqldump -r /etc/x app'] },
    { command: 'mysqladmin|mariadb-admin', level: 'SAFE', operands: 'text', flags: `${connectionFlags} -b -c -f --force -E -r -s --silent -t --relative --vertical`, values: `${connection} -i --sleep --count -w --wait --shutdown-timeout`, does: adminDoes, matches: ['mysqladmin ping', 'mysqladmin -u root status'], not: ['mysqladmin -f drop app', 'mysqladmin shutdown', 'mysqladmin password x'] },
    { command: 'mysqlshow|mysqlcheck|mysqlimport|mysqlslap|mysqlbinlog|mysql_secure_installation|mysql_upgrade|mysqlsh|mycli|mysqld|mysqld_safe', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [changesInfra(call.program, 'changes a database, or opens a session')] }), matches: ['mysqlimport app a.txt', 'mysqlsh'], not: [], insensitive: true },
  ],
};
