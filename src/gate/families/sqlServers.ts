import { changesInfra, looks, runsCode } from '../analyse/effects.ts';
import { mergeDeeds, type Family, type Rule } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { isLocalHost } from './hosts.ts';
import { destroying, destruction, reading } from './infraRules.ts';
import { fileDeed, stdinDeed } from './postgres.ts';
import { sqlDeed } from './sqlDeed.ts';

/** Clients of servers that speak SQL: SQL Server, ClickHouse, Cassandra, Snowflake, CockroachDB, BigQuery and others. */

interface Client {
  engine: string;
  statements: readonly string[];
  files: readonly string[];
  hosts: readonly string[];
  /** The operands are statements too. */
  operands?: boolean;
}

function clientDoes({ engine, statements, files, hosts, operands = false }: Client): (parsed: Parsed, call: Call) => Deed {
  return (parsed, call) => {
    const host = parsed.value(...hosts);
    const remote = host !== undefined && (!host.exact || !isLocalHost(host.text.replace(/^(tcp|np|lpc):/i, '')));
    const texts: Word[] = [...parsed.values(...statements), ...(operands ? parsed.operands : [])];
    const sources = parsed.values(...files);
    const client = texts.some(({ text }) => /^\s*(:?!!|:(r|out|error|connect|setvar)\b|source\b|!)|\bbulk\s+insert\b/im.test(text)) ? [{ effects: [runsCode(engine, 'a command of the client that runs programs or touches files')] }] : [];
    const fed = texts.length === 0 && sources.length === 0 && call.stdin.kind !== 'none' ? [stdinDeed(call, engine, remote)] : [];
    const deeds = [...texts.map((text) => sqlDeed(text, { engine, remote })), ...sources.map((file) => fileDeed(file, engine)), ...client, ...fed];
    if (deeds.length > 0) return mergeDeeds(deeds);
    return { effects: [parsed.has('--version', '--help', '-?', '-V', '-h') && parsed.operands.length === 0 ? looks(engine) : changesInfra(engine, 'opens a session whose statements are not known')] };
  };
}

const sqlServer = clientDoes({ engine: 'sqlserver', statements: ['-Q', '-q', '--query', '--text', '-t'], files: ['-i', '--input-file', '--file-name'], hosts: ['-S', '--server'] });
const sqlServerQuery = clientDoes({ engine: 'sqlserver', statements: ['-Q', '-q', '--query', '--text', '-t'], files: ['-i', '--input-file'], hosts: ['-S', '--server'], operands: true });

const microsoft: Rule[] = [
  { command: 'sqlcmd query', level: 'SAFE', operands: 'text', values: '-q --query -t --text -d --database', does: sqlServerQuery, matches: ["sqlcmd query 'SELECT 1'", "sqlcmd query -d master -q 'select @@version'", "sqlcmd query --text 'SELECT 1'"], not: ["sqlcmd query 'DROP TABLE a'", "sqlcmd query 'UPDATE a SET b = 1'", "sqlcmd query \"EXEC xp_cmdshell 'x'\"", 'sqlcmd query'] },
  reading('sqlcmd config view|connection-strings|current-context|get-contexts|get-endpoints|get-users', ['sqlcmd config view'], ['sqlcmd config view --raw'], { does: (parsed, call) => ({ effects: [parsed.has('--raw') || call.words.some(({ text }) => text === 'connection-strings') ? { kind: 'secret-read', target: 'sqlcmd configuration' } : looks('sqlcmd')] }) }),
  destroying('sqlcmd delete|uninstall', 'removes a server and its data', ['sqlcmd delete'], ['sqlcmd config view']),
  { command: 'sqlcmd create|install|start|stop|open|config', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesInfra('sqlserver', 'steers a server')] }, matches: ['sqlcmd stop', 'sqlcmd create mssql'], not: ['sqlcmd config view'] },
  { command: 'sqlcmd|osql|go-sqlcmd', level: 'HIGH', operands: 'text', values: '-S --server -d -U -P -Q -q -i -v -t -l -w -h -s -a -c -H -K -m -r -y -Y -Z -z -u --authentication-method -F', writes: '-o', flags: '-E -G -C -N= -b -I -j -W -X -x -p -k -e -f -n -R -A -D -g -M -L -V -? --version --help', does: sqlServer, matches: ['sqlcmd', 'sqlcmd -i a.sql', "sqlcmd -Q 'update a set b=1'"], not: ["sqlcmd -Q 'SELECT 1'", "sqlcmd -S localhost -d a -Q 'DROP TABLE b'", 'sqlcmd --help'] },
];

const others: Rule[] = [
  { command: 'clickhouse-client|clickhouse-local|chdb', level: 'SAFE', operands: 'text', maxOperands: 0, values: '-h --host --port -u --user --password -q --query -d --database -f --format -F --queries-file --queries_file -C --config-file', flags: '-n --multiquery -m --multiline -t --time -E --vertical -s --secure --progress= --version --help', does: clientDoes({ engine: 'clickhouse', statements: ['-q', '--query'], files: ['--queries-file', '--queries_file', '-F'], hosts: ['-h', '--host'] }), matches: ["clickhouse-client -q 'SELECT 1'", "clickhouse-client --query 'SHOW TABLES'"], not: ["clickhouse-client -q 'DROP TABLE a'", 'clickhouse-client', "clickhouse-client --host db.example -q 'select 1'", "clickhouse-client -q \"select * from url('http://x')\""] },
  { command: 'cqlsh', level: 'SAFE', operands: 'text', values: '-e --execute -f --file -k --keyspace -u --username -p --password --request-timeout --connect-timeout --encoding --cqlversion --protocol-version', reads: '--cqlshrc --credentials', flags: '-C --color --no-color --ssl --tty --debug --version --help', does: clientDoes({ engine: 'cassandra', statements: ['-e', '--execute'], files: ['-f', '--file'], hosts: [] }), matches: ["cqlsh -e 'SELECT * FROM a.b'", "cqlsh -e 'DESCRIBE KEYSPACES'"], not: ["cqlsh -e 'DROP KEYSPACE a'", 'cqlsh', 'cqlsh -f a.cql', "cqlsh -e \"SOURCE 'a'\""] },
  { command: 'snowsql', level: 'SAFE', operands: 'none', values: '-a --accountname -u --username -d --dbname -s --schemaname -r --rolename -w --warehouse -c --connection -q --query -f --filename -o --option', flags: '-v --version --help', does: (parsed, call) => mergeDeeds([clientDoes({ engine: 'snowflake', statements: ['-q', '--query'], files: ['-f', '--filename'], hosts: [] })(parsed, call), parsed.values('-o', '--option').some(({ text }) => /output_file|log_file|editor/i.test(text)) ? { effects: [changesInfra('snowflake', 'an option that writes a file')] } : {}]), matches: ["snowsql -q 'select 1'"], not: ["snowsql -q 'drop table a'", 'snowsql', "snowsql -q '!source a'"] },
  { command: 'cockroach sql', level: 'SAFE', operands: 'none', values: '--url --host --port -u --user -d --database -e --execute --format -f --file --set', flags: '--insecure --echo-sql --read-only', reads: '--certs-dir', does: clientDoes({ engine: 'cockroachdb', statements: ['-e', '--execute'], files: ['-f', '--file'], hosts: ['--host', '--url'] }), matches: ["cockroach sql --insecure -e 'SHOW TABLES'"], not: ["cockroach sql -e 'DROP DATABASE a'", 'cockroach sql'] },
  { command: 'cockroach', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesInfra('cockroachdb', 'steers a cluster')] }, matches: ['cockroach node drain 1'], not: ["cockroach sql -e 'select 1'"] },
  { command: 'bq query', level: 'SAFE', operands: 'text', anyOption: true, flags: '--use_legacy_sql= --nouse_legacy_sql --dry_run= --batch= --synchronous_mode= --use_cache= --quiet', values: '--max_rows -n --maximum_bytes_billed --parameter --label --destination_table --schedule --target_dataset', does: (parsed, call) => (parsed.has('--destination_table', '--schedule', '--replace', '--append_table') ? { effects: [changesInfra('bigquery', 'stores what the query finds')] } : clientDoes({ engine: 'bigquery', statements: [], files: [], hosts: [], operands: true })(parsed, call)), matches: ["bq query --use_legacy_sql=false 'SELECT 1'"], not: ["bq query 'DROP TABLE a.b'", "bq query --destination_table=a.b 'select 1'", 'bq query'] },
  reading('bq ls|show|head|help|version', ['bq ls', 'bq show a.b', 'bq head -n 5 a.b'], ['bq rm a.b']),
  destroying('bq rm|truncate', 'deletes tables or data sets', ['bq rm -f -t a.b', 'bq --project_id=p rm -r a'], ['bq ls']),
  { command: 'bq', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesInfra('bigquery', 'changes data')] }, matches: ['bq load a.b c.csv', 'bq mk a', 'bq cp a b'], not: ['bq ls'] },
  { command: 'influx|questdb|presto|trino|impala-shell|hive|beeline|spark-sql|sqlplus|isql|db2|osqueryi|surreal|turso|edgedb|tsql|dolt|neo4j-shell|cypher-shell|couchbase-cli|cbq|arangosh|rqlite|yugabyted|ysqlsh|vsql|exaplus|mclient|iredis', level: 'HIGH', operands: 'text', anyOption: true, does: (parsed, { program }) => (parsed.options.flatMap(({ value }) => value?.text ?? []).concat(parsed.texts).some((text) => /\b(drop|truncate|delete|remove|destroy)\b/i.test(text)) ? destruction('deletes data', [program]) : { effects: [changesInfra(program, 'a database client whose commands are not known here')] }), matches: ["trino --execute 'select 1'", 'cypher-shell'], not: ["presto --execute 'drop table a'"] },
];
export const sqlServers: Family = {
  name: 'SQL servers',
  help: '--help',
  globals: { values: '--project_id --location --format --dataset_id --credential_file', flags: '--quiet --headless' },
  rules: [...microsoft, ...others],
};
