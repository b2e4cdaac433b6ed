import type { Effect } from '../../shared/effects.ts';
import type { Finding } from './findings.ts';

/** Signs that source text in some programming language deletes or drops. */
const deletes = /rmtree|rmSync|rmdirSync|unlinkSync|\bunlink\b|os\.remove|os\.rmdir|os\.removedirs|\bfs(\.promises)?\.(rm|rmdir|unlink)\b|FileUtils\.(rm|remove)|File\.delete|Dir\.(rmdir|delete)|shutil\.move|\brm\s+-\w*[rf]|Deno\.remove|\brimraf\b|\bdrop\s+(table|database|schema|collection)\b|\btruncate\b|dropDatabase|\bmkfs\b|\bdelete\s+from\b|\bformat_volume\b|::delete\(/i;

/** Text that only prints literals, versions or the folder, by language. */
const printsOnly = new RegExp([
  String.raw`^\s*(?:import\s+(?:sys|os|time)\s*[;\n]\s*)*print\s*\(\s*(?:LITERAL(?:\s*[-+*/%]+\s*LITERAL)*|sys\.(?:version|version_info|executable|platform|path)|platform\.(?:python_version|system|machine)\(\)|os\.getcwd\(\)|time\.time\(\))?\s*\)\s*;?\s*$`,
  String.raw`^\s*console\.log\s*\(\s*(?:LITERAL(?:\s*[-+*/%]+\s*LITERAL)*|process\.(?:version|versions|platform|arch|cwd\(\)|versions\.\w+))\s*\)\s*;?\s*$`,
  String.raw`^\s*(?:LITERAL(?:\s*[-+*/%]+\s*LITERAL)*|process\.(?:version|platform|arch|cwd\(\)|versions\.\w+))\s*;?\s*$`,
  String.raw`^\s*(?:puts|print|p|say|echo)\s*\(?\s*(?:LITERAL|RUBY_VERSION|\$\]|\$\^V|PHP_VERSION)\s*(?:,\s*"\\n")?\)?\s*;?\s*$`,
].map((source) => `(?:${source.replaceAll('LITERAL', String.raw`(?:\d+(?:\.\d+)?|'[^'\\$\`#{}]*'|"[^"\\$\`#{}@]*")`)})`).join('|'));

const jsonPath = String.raw`(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.json`;
const access = String.raw`FILE(?:\??\.\w+|\[\s*(?:\d+|'[^'\\]*'|"[^"\\]*")\s*\])*`;
const shown = String.raw`(?:${access}|JSON\.stringify\(\s*${access}(?:\s*,\s*null\s*,\s*\d+)?\s*\)|Object\.(?:keys|values|entries)\(\s*${access}\s*\))`;
/** How a language reads a JSON file below the folder it runs in, and a text that does nothing else but print some of it. */
const jsonReaders: Readonly<Record<string, { reads: RegExp; prints: RegExp }>> = {
  node: { reads: new RegExp(String.raw`require\(\s*(['"])\./(${jsonPath})\1\s*\)`), prints: new RegExp(String.raw`^\s*(?:console\.log\(\s*${shown}\s*\)|${shown})\s*;?\s*$`) },
  python: { reads: new RegExp(String.raw`json\.load\(\s*open\(\s*(['"])(${jsonPath})\1\s*\)\s*\)`), prints: new RegExp(String.raw`^\s*import\s+json\s*[;\n]\s*print\(\s*${access}\s*\)\s*;?\s*$`) },
};

/** The JSON file of which a text prints a part. */
function printedJson(language: string, text: string): string | undefined {
  const reader = jsonReaders[language];
  const found = reader?.reads.exec(text) ?? undefined;
  return found !== undefined && reader?.prints.test(text.replace(found[0], 'FILE')) === true ? found[2] : undefined;
}

/**
 * What a text in a programming language does. HIGH unless it plainly only prints, DESTRUCTIVE where it shows signs of deletion.
 * @param inside it runs in a folder of the workspace
 */
export function codeFinding(language: string, text: string, exact: boolean, inside = false): Finding {
  const target = `${language}: ${text.length > 120 ? `${text.slice(0, 120)}…` : text}`;
  if (exact && printsOnly.test(text)) return { text: target, effects: [{ kind: 'read', target: language, inWorkspace: true, detail: 'prints what it is given' }] };
  const file = exact && inside ? printedJson(language, text) : undefined;
  // Where there is no such file, `require` may load a module of a longer name
  if (file !== undefined) return { text: target, effects: [{ kind: 'read', target: file, inWorkspace: true }, { kind: 'exec', target: file, inWorkspace: true, detail: 'prints a part of it' }] };
  return { text: target, effects: [{ kind: 'exec', target, inWorkspace: false, detail: `runs ${language} code given as text` }, ...deletionEffects(language, text)], ...(deletes.test(text) ? { target: language, reasons: [`The ${language} code shows signs of deleting.`] } : {}) };
}

/** A loss, where a text shows signs of one. */
export function deletionEffects(what: string, text: string): Effect[] {
  const match = deletes.exec(text);
  return match === null ? [] : [{ kind: 'delete', target: what, recoverable: 'none', detail: `runs code with ${match[0].trim()}` }];
}
