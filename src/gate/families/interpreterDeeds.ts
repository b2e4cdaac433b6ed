import type { Call, Deed, Run, Word } from '../analyse/call.ts';
import { runsCode, runsProject, unknownHere } from '../analyse/effects.ts';
import type { Parsed } from '../analyse/options.ts';

/** How an interpreter is told what to run. */
interface Ways {
  /** Options whose value is source text. */
  code: readonly string[];
  /** Option whose value is the name of a module. */
  module?: string;
  /** Options that print a version or help. */
  safe?: readonly string[];
  /** Options that only check the syntax of a file. */
  checks?: readonly string[];
  /** Options whose value is loaded, or changes what is. */
  loads?: readonly string[];
  /** What it runs acts on the machine, not on the project. */
  outside?: boolean;
}

type Given = Pick<Parsed, 'operands' | 'options'>;

/** `python -c text`, `node a.js`, `… | ruby`. */
export const runsCodeBy = (language: string, ways: Ways) => ({ operands, options }: Given, { program, stdin }: Call): Deed | undefined => {
  const given = (names: readonly string[] = []): typeof options => options.filter(({ name }) => names.includes(name));
  const texts = given(ways.code).flatMap(({ value }) => value ?? []);
  const [file] = operands;
  const loads = given(ways.loads).flatMap(({ value }) => value ?? []);
  const loaded: Deed = loads.length === 0 ? {} : { effects: loads.map(({ text }) => runsProject(text, 'loads further code')) };
  if (texts.length > 0) return { ...loaded, forgettable: true, runs: [codeRun(language, texts)] };
  // Some go on with the file after they have said their version
  if (given(ways.safe).length > 0 && loads.length === 0 && file === undefined) return {};
  if (ways.module !== undefined) {
    const module = given([ways.module])[0]?.value;
    if (module !== undefined) return moduleDeed(module, operands);
  }
  if (given(ways.checks).length > 0) return { ...loaded, touches: operands.map((word) => ({ word, how: 'read' })) };
  if (file !== undefined && file.text !== '-') return fileDeed(file, loaded, ways);
  if (options.some(({ name }) => name === '--test')) return { effects: [runsProject(program)] };
  switch (stdin.kind) {
    case 'text': return { ...loaded, forgettable: true, runs: [{ kind: 'code', language, text: stdin.text, exact: stdin.exact }] };
    case 'pipe': return { ...loaded, forgettable: true, runs: stdin.text === undefined ? [] : [{ kind: 'code', language, text: stdin.text, exact: true }], ...(stdin.text === undefined ? { effects: [runsCode(program, 'runs what another command prints')] } : {}) };
    case 'file': return { forgettable: true, effects: [runsCode(program, 'runs what a file holds')] };
    case 'none': return { forgettable: true, effects: [unknownHere(program, 'starts without anything to run')] };
  }
};

const codeRun = (language: string, texts: readonly Word[]): Run => ({ kind: 'code', language, text: texts.map(({ text }) => text).join('\n'), exact: texts.every(({ exact, matches }) => exact && matches === undefined) });

function fileDeed(file: Word, loaded: Deed, ways: Ways): Deed {
  if (/^[a-z][a-z0-9+.-]+:/i.test(file.text)) return { ...loaded, forgettable: true, effects: [runsCode(file.text, 'runs code from the network')] };
  return { ...loaded, ...(ways.outside === true ? { level: 'HIGH' } : {}), forgettable: true, runs: [{ kind: 'file', path: file, language: 'other' }] };
}

/** Modules of Python that only read what they are given. */
const readingModules = /^(json\.tool|tokenize|ast|dis|calendar|this|sysconfig|platform|site|pyflakes|pycodestyle|tabnanny|symtable|pickletools|inspect)$/;

function moduleDeed(module: Word, operands: readonly Word[]): Deed | undefined {
  if (!module.exact) return { forgettable: true, effects: [runsCode(module.text, 'runs a module that is only known when it runs')] };
  if (module.text === 'json.tool' && operands.length > 1) return { touches: [{ word: operands[0] ?? module, how: 'read' }, { word: operands[1] ?? module, how: 'write' }] };
  if (readingModules.test(module.text)) return { touches: operands.filter(({ text }) => text !== '-').map((word) => ({ word, how: 'read' })) };
  if (module.text === 'pip') return { forgettable: true, runs: [{ kind: 'words', words: [{ text: 'pip', exact: true }, ...operands] }] };
  if (/^(http\.server|SimpleHTTPServer|smtpd|webbrowser|ftplib|telnetlib)$/.test(module.text)) return { forgettable: true, effects: [runsCode(module.text, 'opens the machine to the network')] };
  // Tools that are known by their own name
  if (/^(pytest|mypy|ruff|black|isort|flake8|coverage|tox|build|twine|poetry|pipx|uv|virtualenv|venv|unittest|compileall|ensurepip|pylint|pyright|bandit|sphinx|mkdocs|ansible|jupyter|alembic|django|flask)$/.test(module.text)) {
    return { effects: [runsProject(`python -m ${module.text}`)], forgettable: true };
  }
  return { forgettable: true, effects: [runsProject(`python -m ${module.text}`, "runs a module, which may be the project's own code")] };
}

/** `java -jar file`, `java -cp path Main`, `java Main.java`. */
export function javaDoes(parsed: Parsed): Deed | undefined {
  const { operands, options } = parsed;
  if (options.some(({ name }) => /^-?-(javaagent|agentlib|agentpath|XX|Xbootclasspath|patch-module|upgrade-module-path|add-)|^@/.test(name))) return { forgettable: true, effects: [runsCode('java', 'loads further code into the virtual machine')] };
  const jar = parsed.value('-jar');
  const verb = operands.find(({ text }) => /^(delete|destroy|remove|drop|purge|wipe|kill|shutdown)\b/i.test(text));
  const effects = verb === undefined ? [] : [runsCode(verb.text, 'may take something away')];
  if (jar !== undefined) return { effects, forgettable: true, runs: [{ kind: 'file', path: jar, language: 'other' }] };
  const [main] = operands;
  if (main !== undefined || parsed.has('-m', '--module')) return { forgettable: true, effects: [runsProject(`java ${main?.text ?? ''}`)] };
  return options.some(({ name }) => /^--?(version|help|h|\?|list-modules|show-version|showversion)$/.test(name)) ? {} : undefined;
}
