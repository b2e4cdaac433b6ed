import { fetches, looks, printsSecrets, unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run, Word } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import { parseOptions, type OptionTable, type Parsed } from '../analyse/options.ts';
import { touching } from './common.ts';

const jqTable: OptionTable = {
  flags: '-r -c -e -S -s -M -C -n -N -j -a -R -h -V -b -u --raw-output --raw-output0 --compact-output --exit-status --sort-keys --slurp --null-input --null-output --tab --join-output --ascii-output --raw-input --color-output --monochrome-output --seq --stream --stream-errors --args --jsonargs --unbuffered --binary --yaml-input --yaml-output --help --version',
  values: '--indent', reads: '-f --from-file -L --library-path',
};

/** Programs that query and edit JSON, YAML, XML and tables. */
export const structured: Family = {
  name: 'structured text',
  globals: { flags: '--help --version' },
  rules: [
    {
      command: 'jq|gojq|jaq', level: 'SAFE', insensitive: true, does: (_, call) => jqDoes(call),
      matches: ["jq '.name' a.json", 'jq -r .a b.json', "jq --arg a b '.[$a]' c.json", 'jq -n --argjson a 1 \'$a\'', "jq '.environment' a"], not: ["jq -n 'env.TOKEN'", `jq -n '"a\\(1)"+env.TOKEN+"b"'`, "jq -n '$ENV'", 'jq -f script a.json', "jq 'import \"a\" as a; .' b.json", 'jaq -i .a b', 'jq --strange . a', 'jq . .env'],
    },
    {
      command: 'yq', level: 'SAFE', operands: 'text', does: yqDoes, values: '-o -p -I --output-format --input-format --indent --expression --header-preprocess --lua-prefix --lua-suffix --xml-attribute-prefix --xml-content-name --csv-separator --tsv-separator --properties-separator --string-interpolation --security-disable-env-ops -w --width',
      flags: '-C -M -N -P -e -i= -j -n -r -s= -v -y -Y -0 -c -S -x -t -V --colors= --no-colors --no-doc --prettyPrint --exit-status --inplace= --in-place --tojson --null-input --unwrapScalar= --split-exp= --verbose --nul-output --raw-output --compact-output --sort-keys --slurp --yaml-output --yaml-roundtrip --front-matter=', reads: '-f --from-file',
      matches: ["yq '.key' a", 'yq eval .key a.yaml', 'yq -o json . a.yaml', 'yq -C .a b'], not: ["yq -i '.a = 1' b", "yq --inplace=true '.a = 1' b", "yq '.a = env(TOKEN)' b", "yq 'load(\"x\")' b", 'yq -s .a b', 'yq --strange . b'],
    },
    { command: 'xmllint', level: 'SAFE', operands: 'reads', flags: '--noout --format --recover --huge --nonet --debug --html --xmlout --nowrap --nsclean --nocdata --c14n --c14n11 --exc-c14n --compact --quiet --timing --stream --auto --noblanks --pedantic --nowarning', values: '--xpath --encode --pretty --pattern --maxmem', reads: '--schema --relaxng --schematron', writes: '--output -o', matches: ['xmllint --format a.xml', "xmllint --xpath '//a' b.xml"], not: ['xmllint --output b a', 'xmllint --shell a', 'xmllint --noent a', 'xmllint --valid a'] },
    { command: 'xmlstarlet|xml', level: 'SAFE', operands: 'text', anyOption: true, does: ({ operands, options }): Deed | undefined => (/^(sel|select|val|validate|el|elements|fo|format)$/.test(operands[0]?.text ?? '') && !options.some(({ name }) => /^(-L|--inplace|-d|--dtd|-x|--xinclude|-N|--net)$/.test(name)) ? { touches: touching('read', operands.slice(1).filter(({ text }) => !text.startsWith('//'))) } : undefined), matches: ['xmlstarlet sel -t -v //a b.xml'], not: ['xmlstarlet ed -L -d //a b.xml'] },
    { command: 'csvcut|csvgrep|csvlook|csvstat|csvsort|csvjson|csvformat|csvstack|csvjoin|in2csv|gron|htmlq|pup|xq|htmltotext', level: 'SAFE', operands: 'reads', numeric: true, flags: '-a -c= -d= -e= -f= -g= -H -i= -I -k= -l -m= -n -p= -q= -r= -s= -S -t -u= -v -y= -j -x -r --no-header-row --names --invert-match --reverse --text --monochrome --stream --ungron --values', values: '--columns --delimiter --match --regex --max-rows', matches: ['csvcut -c 1 a.csv', 'csvlook a.csv'], not: ['csvlook --strange a.csv', 'gron https://x.example/a.json --output b'] },
    { command: 'xsv|qsv count|headers|select|search|stats|frequency|slice|sample|table|flatten|reverse|fixlengths|input|behead|dedup|sniff', level: 'SAFE', operands: 'text', numeric: true, does: ({ operands }, { words }): Deed => ({ touches: touching('read', operands.filter(({ text }) => /[./]/.test(text))), effects: words.some(({ text }) => /:\/\//.test(text)) ? [fetches('a table')] : [looks('a table')] }), flags: '-h -i -a -n --no-headers --just-names --every --right -j= -l= -c= -s= --limit= --csv --condense=', values: '-d --delimiter --select --len --end --start --index', matches: ['xsv count a.csv', 'xsv select a b.csv', 'qsv stats a.csv'], not: ['xsv index a.csv', 'xsv split out a.csv', "qsv foreach a 'touch x' a.csv", 'xsv select -o out a b.csv', 'xsv stats .env'] },
    { command: 'jo', level: 'SAFE', operands: 'text', flags: '-a -B -D -e -n -p -v -V -d=', does: ({ operands }): Deed => ({ touches: touching('read', operands.flatMap((word) => { const path = /(?:^|[=:])[@%:](.+)$/s.exec(word.text)?.[1]; return path === undefined ? [] : [{ ...word, text: path }]; })) }), matches: ['jo a=1 b=c', 'jo a=@b.txt'], not: ['jo a=@.env', 'jo a=%.env', 'jo -f .env'] },
    { command: 'jc', level: 'SAFE', operands: 'text', stopsAtOperand: true, anyOption: true, does: ({ operands }): Deed => (operands.length === 0 ? {} : { runs: [{ kind: 'words', words: operands }] }), matches: ['jc --ls', 'jc ls'], not: ['jc env', 'jc find . -delete'] },
  ],
};

/** Options that take two words: a name, and a value or a file. */
const pairs: Readonly<Record<string, 'text' | 'read'>> = { '--arg': 'text', '--argjson': 'text', '--slurpfile': 'read', '--rawfile': 'read', '--argfile': 'read' };

function jqDoes({ words, program }: Call): Deed {
  const rest: Word[] = [];
  const files: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const kind = pairs[word?.text ?? ''];
    const value = words[at + 2];
    if (kind !== undefined && value !== undefined) {
      if (kind === 'read') files.push(value);
      at += 2;
    } else if (word !== undefined) rest.push(word);
  }
  const parsed = parseOptions(rest, { table: jqTable, style: 'gnu' });
  const scriptFiles = parsed.values('-f', '--from-file');
  const [script] = scriptFiles.length > 0 ? [] : parsed.operands;
  const inputs = parsed.has('--args', '--jsonargs') ? [] : parsed.operands.slice(scriptFiles.length > 0 ? 0 : 1);
  const strange = [...parsed.unknown, ...parsed.unsure.filter((word) => word !== script).map(({ text }) => text)];
  const deeds = script === undefined ? {} : jqScript(script, program);
  return {
    touches: touching('read', [...files, ...parsed.values('-L', '--library-path'), ...inputs.filter(({ text }) => text !== '-')]),
    runs: scriptFiles.map((path): Run => ({ kind: 'file', path, language: 'other' })),
    effects: [...strange.map((text) => unknownHere(program, `${text} is not known to be harmless`)), ...(deeds.effects ?? [])],
  };
}

/** A filter only reads its input, but for the environment and other files. */
function jqScript({ text, exact }: Word, program: string): Deed {
  // Texts that hold code of their own are not told apart from the code around them
  const code = text.includes('\\(') ? text : text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  if (/\$ENV\b|(^|[^.\w$])env\b/.test(code)) return { effects: [printsSecrets('the environment', 'variables may hold secrets')] };
  if (!exact || /(^|[^.\w$])(import|include|modulemeta|get_search_list|input_filename)\b/.test(text) || program === 'jaq' && /\bload\b/.test(text)) return { effects: [unknownHere(program, 'the filter uses what is not known')] };
  return {};
}

function yqDoes(parsed: Parsed): Deed | undefined {
  const verb = /^(e|eval|ea|eval-all)$/.test(parsed.operands[0]?.text ?? '') ? 1 : 0;
  const byOption = parsed.has('-f', '--from-file', '--expression');
  const script = byOption ? parsed.value('--expression') : parsed.operands[verb];
  const files = parsed.operands.slice(byOption ? verb : verb + 1).filter(({ text }) => text !== '-');
  if (/\b(str)?env(subst)?\b|\$ENV\b/i.test(script?.text ?? '')) return { effects: [printsSecrets('the environment', 'variables may hold secrets')], touches: touching('read', files) };
  if (parsed.has('-f', '--from-file', '-s', '--split-exp') || script?.exact === false || /\b(load\w*|import|include|eval|system|filename)\b/.test(script?.text ?? '')) return undefined;
  return { touches: touching(parsed.has('-i', '--inplace', '--in-place') ? 'write' : 'read', script !== undefined && files.length === 0 && /\.(ya?ml|json|xml|toml)$/.test(script.text) ? [script] : files) };
}
