import { changesInfra, fetches, looks, looksAtInfra, runsCode, sends } from '../analyse/effects.ts';
import { mergeDeeds, type Family, type Rule } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { isLocalHost } from './hosts.ts';
import { destruction } from './infraRules.ts';
import { sqlDeed } from './sqlDeed.ts';

const connection = '-h --host -p --port -U --username -d --dbname --role --lock-wait-timeout';

/** Whether the command names a host that is not this machine, also inside a connection string. */
export function isRemoteServer(parsed: Parsed, hostOption: readonly string[], texts: readonly string[]): boolean {
  const host = parsed.value(...hostOption);
  if (host !== undefined && (!host.exact || !isLocalHost(host.text))) return true;
  return texts.some((text) => {
    const named = /^\w[\w+]*:\/\/(?:[^@/]*@)?([^:/?]*)/.exec(text)?.[1] ?? /\bhost(?:addr)?=(\S+)/.exec(text)?.[1];
    return named !== undefined && !isLocalHost(named);
  });
}

/** What a person sees in a catalogue: `\\d`, `\\l`, `\\conninfo`; and what only changes the look. */
const lookingMeta = /^\\(d\w*\+?|l\+?|list\+?|z|sf\+?|sv\+?|conninfo|encoding|h|help|\?|timing|x|a|t|pset|f|C|H|T|q|echo|qecho|warn|errverbose|copyright|set|unset|gdesc|crosstabview|if|elif|else|endif|dconfig\+?)(\s|$)/;

/** `-c` takes a statement or one line that begins with a backslash; a backslash within a statement can start `\\!` or `\\copy`. */
function commandDeed(text: Word, remote: boolean): Deed {
  const line = text.text.trim();
  if (!line.startsWith('\\')) return /\\(!|copy|o|w|i|g|gexec|gset|watch)\b|\\!/.test(line.replace(/'[^']*'/g, '')) ? { effects: [runsCode('psql', 'a command of psql within the statement')] } : sqlDeed(text, { engine: 'postgres', remote });
  if (text.exact && lookingMeta.test(line) && !line.includes('`') && !/\\(!|copy|o|w|i|g)\b|\|/.test(line.slice(1)) && !/\n/.test(line)) return { effects: [remote ? fetches('postgres') : looksAtInfra('postgres')] };
  return { effects: [runsCode('psql', 'a command of psql that may run programs or touch files')] };
}

function psqlDoes(parsed: Parsed, call: Call): Deed | undefined {
  const remote = isRemoteServer(parsed, ['-h', '--host'], [...parsed.texts, ...parsed.values('-d', '--dbname').map(({ text }) => text)]);
  const set = parsed.values('-v', '--set', '--variable').some(({ text }) => /^(PROMPT|EDITOR|PAGER|HISTFILE)/i.test(text)) ? [{ effects: [runsCode('psql', 'a variable that may run a program')] }] : [];
  const texts = parsed.values('-c', '--command');
  const files = parsed.values('-f', '--file');
  const fed = texts.length === 0 && files.length === 0 && call.stdin.kind !== 'none' ? [stdinDeed(call, 'postgres', remote)] : [];
  const deeds = [...texts.map((text) => commandDeed(text, remote)), ...files.map((file) => fileDeed(file, 'postgres')), ...fed, ...set];
  if (parsed.has('-l', '--list')) deeds.push({ effects: [remote ? fetches('postgres') : looksAtInfra('postgres')] });
  if (deeds.length === 0) return parsed.has('--version', '-V', '--help', '-?') ? { effects: [looks('psql')] } : { effects: [changesInfra('postgres', 'opens a session whose statements are not known')] };
  return mergeDeeds(deeds);
}

/** Statements from a file are not read here. */
export const fileDeed = (file: Word, engine: string): Deed => ({ effects: [changesInfra(engine, `runs the statements of ${file.text}`)], touches: file.text === '-' ? [] : [{ word: file, how: 'read' }] });

/** Statements from standard input: judged where they are known to the letter. */
export function stdinDeed({ stdin }: Call, engine: string, remote: boolean): Deed {
  const text = stdin.kind === 'text' ? { text: stdin.text, exact: stdin.exact } : stdin.kind === 'pipe' && stdin.text !== undefined ? { text: stdin.text, exact: true } : undefined;
  if (text === undefined) return { effects: [changesInfra(engine, 'runs statements that are not in the command')], forgettable: true };
  return engine === 'postgres' ? commandDeed(text, remote) : sqlDeed(text, { engine, remote });
}

const dumpFlags = '-a --data-only -b --blobs --large-objects -B --no-blobs --no-large-objects -c --clean -C --create -O --no-owner -s --schema-only -x --no-privileges --no-acl --column-inserts --attribute-inserts --inserts --disable-triggers --if-exists --no-comments --no-publications --no-security-labels --no-subscriptions --no-tablespaces --no-unlogged-table-data --no-sync --quote-all-identifiers --serializable-deferrable --snapshot --strict-names --use-set-session-authorization -w --no-password -W --password -v --verbose --binary-upgrade --disable-dollar-quoting --enable-row-security -g --globals-only -r --roles-only --statistics --no-statistics --no-data --no-schema --statistics-only --no-policies --version';
const dumpValues = `${connection} -E --encoding -F --format -j --jobs -n --schema -N --exclude-schema -S --superuser -t --table -T --exclude-table --exclude-table-data -Z --compress --extra-float-digits --rows-per-insert --section --include-foreign-data --exclude-database -l --database -e --extension`;

const rules: Rule[] = [
  { command: 'psql', level: 'SAFE', operands: 'text', maxOperands: 2, flags: '-a --echo-all -A --no-align -b --echo-errors -e --echo-queries -E --echo-hidden -H --html --csv -l --list -n --no-readline -q --quiet -s --single-step -S --single-line -t --tuples-only -V --version -w --no-password -W --password -x --expanded -X --no-psqlrc -1 --single-transaction -z --field-separator-zero -0 --record-separator-zero --help=', values: `${connection} -c --command -F --field-separator -P --pset -R --record-separator -T --table-attr -v --set --variable -f --file`, writes: '-o --output -L --log-file', does: psqlDoes, matches: ["psql -c 'SELECT 1'", "psql -U postgres -d app -At -c 'select * from users'", 'psql --list', "psql -c '\\dt+'", 'psql --version'], not: ["psql -c 'DROP TABLE a'", "psql -c 'update a set b=1'", "psql -c '\\! ls'", 'psql -f a.sql', 'psql', "psql -h db.example -c 'select 1'", "psql -c \"COPY a TO PROGRAM 'x'\"", "psql -o /etc/x -c 'select 1'", "psql -c 'select pg_terminate_backend(1)'"] },
  { command: 'pg_dump|pg_dumpall', level: 'SAFE', operands: 'text', flags: dumpFlags, values: dumpValues, writes: '-f --file', does: (parsed) => ({ effects: [isRemoteServer(parsed, ['-h', '--host'], [...parsed.texts, ...parsed.values('-d', '--dbname').map(({ text }) => text)]) ? fetches('postgres') : looksAtInfra('postgres')] }), matches: ['pg_dump app', 'pg_dump -s -t users app'], not: ['pg_dump -f /etc/x app', 'pg_dump -h db.example app'] },
  { command: 'pg_isready|pg_config|pg_lsclusters', level: 'SAFE', operands: 'text', flags: '-q --quiet -V --version --bindir --includedir --libdir --libs --cflags --pgxs', values: `${connection} -t --timeout`, does: { effects: [looks('postgres')] }, matches: ['pg_isready -h localhost', 'pg_config --version'], not: ['pg_isready --strange'] },
  { command: 'pg_restore', level: 'HIGH', operands: 'reads', flags: `${dumpFlags} -e --exit-on-error -l --list -1 --single-transaction --no-data-for-failed-tables`, values: `${dumpValues} -I --index -P --function --trigger --transaction-size`, reads: '-L --use-list', writes: '-f --file', does: restoreDoes, matches: ['pg_restore -d app dump.bin'], not: ['pg_restore -l dump.bin', 'pg_restore --clean -d app dump.bin'] },
  { command: 'dropdb|dropuser|pg_dropcluster', level: 'DESTRUCTIVE', operands: 'text', flags: '-e --echo -f --force -i --interactive --if-exists -w -W --stop', values: `${connection} --maintenance-db`, does: ({ texts }) => ({ ...destruction('drops a database or a role', texts), losses: [{ kind: 'data', engine: 'postgres', statement: `DROP DATABASE ${texts.join(' ')}` }] }), matches: ['dropdb app', 'dropdb --if-exists -h localhost app'], not: ['pg_isready'] },
  { command: 'createdb|createuser|vacuumdb|reindexdb|clusterdb|pgbench|initdb|pg_ctl|pg_ctlcluster|pg_basebackup|pg_upgrade|pg_rewind|pg_resetwal|pg_createcluster|pgloader', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [changesInfra(call.program, 'changes a database server')] }), matches: ['createdb app', 'vacuumdb -a', 'pg_ctl restart'], not: [], insensitive: true },
  { command: 'pgcli|usql', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [sends('database', 'opens a session whose statements are not known')] }, matches: ['pgcli app'], not: [], insensitive: true },
];

function restoreDoes(parsed: Parsed): Deed {
  if (parsed.has('-l', '--list') || parsed.value('-f', '--file') !== undefined) return { effects: [looks('dump')] };
  if (parsed.has('-c', '--clean')) return { ...destruction('drops what is there before it restores', parsed.values('-d', '--dbname').map(({ text }) => text)), alternative: 'Restore into a new database.' };
  return { effects: [changesInfra('postgres', 'restores a dump into a database')] };
}

export const postgres: Family = { name: 'postgres', help: '--help', rules };
