import { changesInfra, looks, runsCode, unknownHere } from '../analyse/effects.ts';
import { mergeDeeds, type Family } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { destruction } from './infraRules.ts';
import { fileDeed } from './postgres.ts';
import { readsDatabase, sqlDeed, type Database } from './sqlDeed.ts';

/** Databases that are one file: sqlite3 and duckdb. */

/** Dot commands that only look or change how results are shown. */
const lookingDots = /^\.(tables|schema|fullschema|indexes|indices|databases|dbinfo|dbconfig|headers?|mode|width|nullvalue|separator|timer|stats|show|help|changes|echo|explain|eqp|bail|exit|quit|print|version|limit|lint|sha3sum|selftest|dump|columns|maxrows|maxwidth|rows|last|large_number_rendering|thousand_sep|decimal_sep|display_colors|highlight|keyword|prompt|constant|cd_|parameter list)\b/;
const runningDots = /^\.(shell|system|load|import|read|once|output|open|backup|restore|save|clone|archive|ar|log|trace|excel|www|edit|cd|recover|vfs\w*|progress|session|unmodule|filectrl|testctrl|scanstats|connection|nonce|binary)\b/;

function lineDeed(word: Word, database: Database): Deed {
  const dots = word.text.split('\n').map((line) => line.trim()).filter((line) => line.startsWith('.'));
  if (dots.length === 0) return sqlDeed(word, database);
  if (dots.some((line) => runningDots.test(line) || line.includes('|')) || !word.exact) return { effects: [runsCode(database.engine, 'a dot command that runs programs or writes files')] };
  if (!dots.every((line) => lookingDots.test(line))) return { effects: [unknownHere(database.engine, 'a dot command that is not known')] };
  const rest = word.text.split('\n').filter((line) => !line.trim().startsWith('.')).join('\n');
  return rest.trim() === '' ? readsDatabase(database) : sqlDeed({ ...word, text: rest }, database);
}

/** `ATTACH`, `COPY … TO` and functions that read files reach beyond the one file. */
function reaches({ text }: Word): boolean {
  return /\b(attach|copy|export|import|install|load|vacuum\s+into)\b/i.test(text) || /\bfrom\s+'/i.test(text) || /\.(csv|parquet|json|ndjson|db|sqlite)\b/i.test(text) && /\bfrom\b/i.test(text);
}

function fileDoes(engine: string, guards: readonly string[]): (parsed: Parsed, call: Call) => Deed {
  return (parsed, call) => {
    if (parsed.has('-version', '-help')) return { effects: [looks(engine)] };
    const [file, ...lines] = parsed.has('-lookaside', '-pagecache') && /^\d+$/.test(parsed.texts[0] ?? '') ? parsed.operands.slice(1) : parsed.operands;
    const database: Database = { engine, remote: false, ...(file === undefined ? {} : { file }) };
    const texts = [...lines, ...parsed.values('-cmd', '-c', '-s')];
    const guarded = parsed.has(...guards);
    const files = parsed.values('-init', '-f').map((word) => (/^\/dev\/null$/.test(word.text) ? {} : fileDeed(word, engine)));
    const fed = texts.length === 0 && call.stdin.kind !== 'none' ? [stdinOf(call, database)] : [];
    const deeds = [...texts.map((word) => lineDeed(word, database)), ...files, ...fed];
    if (texts.some(reaches)) deeds.push({ effects: [changesInfra(engine, 'reaches files beyond the database')] });
    if (parsed.has('-unsigned', '-A', '-deserialize', '-vfs')) deeds.push({ effects: [runsCode(engine, 'loads code or files from elsewhere')] });
    if (guarded && parsed.has('-readonly', '-safe') && files.length === 0 && texts.every(({ exact, text }) => exact && !runningDots.test(text.trim()) && !reaches({ text, exact })) && fed.length === 0) return readsDatabase(database);
    if (deeds.length === 0) return guarded ? readsDatabase(database) : { effects: [changesInfra(engine, 'opens a session whose statements are not known')] };
    return mergeDeeds([...deeds, ...(file === undefined || file.text === ':memory:' ? [] : [readsDatabase(database)])]);
  };
}

function stdinOf({ stdin }: Call, database: Database): Deed {
  const text = stdin.kind === 'text' ? { text: stdin.text, exact: stdin.exact } : stdin.kind === 'pipe' && stdin.text !== undefined ? { text: stdin.text, exact: true } : undefined;
  return text === undefined ? { effects: [changesInfra(database.engine, 'runs statements that are not in the command')], forgettable: true } : lineDeed(text, database);
}

export const databaseFiles: Family = {
  name: 'database files',
  style: 'go',
  rules: [
    { command: 'sqlite3|sqlite|sqlcipher|litecli', level: 'SAFE', operands: 'text', flags: '-ascii -bail -batch -box -column -csv -echo -header -noheader -html -interactive -json -line -list -markdown -memtrace -nofollow -quote -readonly -safe -stats -table -tabs -append -deserialize -version -help -unsafe-testing -no-rowid-in-view', values: '-cmd -separator -newline -nullvalue -mmap -maxsize -heap -hexkey -key -textkey -nonce -zip -init -vfs -escape -A -lookaside -pagecache', does: fileDoes('sqlite', ['-readonly', '-safe']), matches: ["sqlite3 app.db 'SELECT * FROM users'", "sqlite3 -json app.db 'select 1'", 'sqlite3 app.db .tables', "sqlite3 :memory: 'SELECT 1'", "sqlite3 -readonly app.db 'DELETE FROM users'", "sqlite3 app.db 'PRAGMA table_info(users)'", "sqlite3 app.db '.schema users'"], not: ["sqlite3 app.db 'DROP TABLE users'", "sqlite3 app.db 'INSERT INTO a VALUES (1)'", "sqlite3 app.db '.shell ls'", "sqlite3 app.db '.output x'", 'sqlite3', "sqlite3 app.db \"ATTACH 'b.db' AS b\"", 'sqlite3 app.db -init a.sql', "sqlite3 app.db 'select load_extension(1)'", "sqlite3 /etc/x.db 'select 1'"] },
    { command: 'duckdb', level: 'SAFE', operands: 'text', flags: '-ascii -bail -batch -box -column -csv -echo -header -noheader -html -interactive -json -jsonlines -line -list -markdown -no-stdin -quote -readonly -safe -stats -table -latex -trash -unsigned -unredacted -version -help -ui -storage-version', values: '-c -cmd -s -separator -newline -nullvalue -init -f', does: fileDoes('duckdb', ['-readonly', '-safe']), matches: ["duckdb app.db 'SELECT 1'", "duckdb -c 'select 42'", "duckdb -readonly app.db 'DROP TABLE a'", 'duckdb -version'], not: ["duckdb app.db 'DROP TABLE a'", "duckdb app.db \"COPY a TO '/tmp/x'\"", "duckdb -c \"select * from 'a.csv'\"", 'duckdb', 'duckdb -f a.sql', "duckdb -c 'INSTALL httpfs'", "duckdb -c \"select * from read_csv('https://x')\""] },
    { command: 'sqldiff|sqlite3_analyzer', level: 'SAFE', operands: 'reads', flags: '--changeset --lib --primarykey --schema --summary --transaction --vtab', matches: ['sqldiff a.db b.db'], not: ['sqldiff /etc/a b.db'] },
    { command: 'sqlite-utils|litestream|datasette', level: 'HIGH', operands: 'text', anyOption: true, does: (parsed, { program }) => (parsed.texts.some((text) => /^(drop-|delete)/.test(text)) ? destruction('drops tables', parsed.texts) : { effects: [changesInfra(program, 'changes or serves a database')] }), matches: ['sqlite-utils insert a.db t -', 'datasette a.db'], not: ['sqlite-utils drop-table a.db t'] },
  ],
};
