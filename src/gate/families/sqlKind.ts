/** What the statements of an SQL text do, judged by their words. What is not known for certain to read only is no read. */
export type SqlKind = 'read' | 'write' | 'destroy' | 'execute' | 'unknown';

export interface SqlFinding {
  kind: SqlKind;
  /** The first statement of that kind, without comments. */
  statement: string;
  /** Tables and databases that it destroys. */
  names: readonly string[];
}

const gravity: readonly SqlKind[] = ['read', 'write', 'unknown', 'destroy', 'execute'];

/** The gravest of all statements of a text; a text without one is not known. */
export function sqlKind(text: string): SqlFinding {
  const bare = withoutComments(text);
  if (bare === undefined) return { kind: 'unknown', statement: text.trim(), names: [] };
  const found = bare.split(';').map((one) => one.trim()).filter((one) => one !== '').map(kindOf);
  const [first, ...others] = found;
  if (first === undefined) return { kind: 'unknown', statement: '', names: [] };
  return others.reduce((gravest, one) => (gravity.indexOf(one.kind) > gravity.indexOf(gravest.kind) ? one : gravest), first);
}

/** Strings become `''`, comments a blank; undefined where one is left open or MySQL would run a comment (`/*!`). */
function withoutComments(text: string): string | undefined {
  if (/\/\*[!+M]/.test(text)) return undefined;
  const bare = text.replace(/'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`[^`]*`|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|(?:^|\s)#[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    (part.startsWith("'") || part.startsWith('$') ? "''" : part.startsWith('"') || part.startsWith('`') ? part.replace(/[;'"`-]/g, (mark) => (/["`]/.test(mark) ? mark : '_')) : ' '));
  return /'(?!')(?:[^']*)$/.test(bare.replaceAll("''", '')) || bare.includes('/*') ? undefined : bare;
}

const readers = /^(select|show|describe|desc|explain|values|table|help|list|from|summarize|use|exists|fetch)\b/i;
/** Words of other statements, which a CTE, a subselect or `EXPLAIN ANALYZE` may carry. */
const writers = /\b(insert|update|delete|merge|replace\s+into|truncate|drop|alter|create|grant|revoke|into|call|do|execute|exec|lock|nextval|setval)\b/i;
/** Functions of one's own, by schema or by a name that says they change things. */
const ownFunctions = /\b(?!pg_catalog|information_schema|sys\b)\w+\.\w+\s*\(|\b\w*(drop|delet|remov|purg|destroy|kill|terminat|schedul|exec|updat|creat|cleanup|wipe|erase)\w*\s*\(/i;
/** Functions that touch files, other servers, locks or other sessions. */
const sideEffects = /\b(pg_(terminate|cancel|reload|rotate|switch|promote|create|drop|read|ls_|stat_file|stat_reset|advisory|start|stop|backup|notify|import|sleep)\w*|lo_(import|export|unlink|put|create)\w*|dblink\w*|xp_\w+|sp_\w+|openrowset|opendatasource|openquery|load_file|load_extension|writefile|readfile|edit|sys_(exec|eval)|set_config|query_to_xml|sleep|get_lock|benchmark|read_(csv|parquet|json|text|blob)\w*|system|file|url|remote|s3|hdfs|shell|getenv|ftp|httpget|http_\w+|cluster|mysql|postgresql|jdbc|odbc|executable|install|load)\s*\(/i;

function kindOf(statement: string): SqlFinding {
  const first = /^\W*(\w+)/.exec(statement)?.[1]?.toLowerCase() ?? '';
  const finding = (kind: SqlKind, names: readonly string[] = []): SqlFinding => ({ kind, statement, names });
  if (/\bto\s+program\b|\bfrom\s+program\b|\bxp_cmdshell\b|\binto\s+(outfile|dumpfile)\b|\bsys_(exec|eval)\s*\(/i.test(statement)) return finding('execute');
  if (first === 'explain' && !/^explain\s*\(?[^)]*\banaly[sz]e\b/i.test(statement)) return finding('read');
  const destroyed = destroyedBy(statement);
  if (destroyed !== undefined) return finding('destroy', destroyed);
  if (first === 'pragma') return finding(/^pragma\s+([\w.]*\.)?(table_info|table_list|table_xinfo|index_list|index_info|foreign_key_list|database_list|collation_list|function_list|compile_options|integrity_check|quick_check|user_version|schema_version|encoding|journal_mode|page_count|page_size|freelist_count|foreign_keys|show_tables|version)(\s*\([^)]*\))?$/i.test(statement) ? 'read' : 'write');
  const reads = readers.test(statement) || first === 'with' || statement.startsWith('(');
  if (!reads) return finding(/^(insert|update|delete|merge|replace|create|alter|grant|revoke|comment|rename|upsert|set|begin|start|commit|rollback|end|savepoint|release|analyze|vacuum|reindex|refresh|cluster|optimize|lock|unlock|detach|checkpoint|discard|reset|listen|notify|flush|kill|export|import|undrop|attach)\b/i.test(statement) ? 'write' : 'unknown');
  if (writers.test(statement)) return finding('write');
  return finding(sideEffects.test(statement) || ownFunctions.test(statement) || /\bfor\s+(update|share|no\s+key|key\s+share)\b/i.test(statement) ? 'unknown' : 'read');
}

/** Names of what the statement throws away; undefined where it throws nothing away. */
function destroyedBy(statement: string): string[] | undefined {
  const name = '((?:[\\w$*.\\[\\]-]|"[^"]*"|`[^`]*`)+)';
  const dropped = new RegExp(`\\bdrop\\s+(?:materialized\\s+|temporary\\s+|foreign\\s+|external\\s+)?\\w+\\s+(?:concurrently\\s+)?(?:if\\s+exists\\s+)?${name}`, 'i').exec(statement) ?? new RegExp(`\\btruncate\\s+(?:table\\s+)?(?:only\\s+)?(?:if\\s+exists\\s+)?${name}`, 'i').exec(statement);
  if (dropped !== null) return [dropped[1] ?? ''];
  const deleted = new RegExp(`\\bdelete\\s+(?:(?:low_priority|quick|ignore)\\s+)*(?:top\\s*\\([^)]*\\)\\s*)?from\\s+(?:only\\s+)?${name}`, 'i').exec(statement) ?? new RegExp(`^delete\\s+${name}`, 'i').exec(statement);
  if (deleted !== null) return [deleted[1] ?? ''];
  return /^(drop|truncate|flushall|shutdown|purge)\b/i.test(statement) ? [statement.split(/\s+/)[1] ?? ''] : undefined;
}
