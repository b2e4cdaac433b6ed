import { LineCounter, parseDocument } from 'yaml';

/** YAML or JSON as plain data, with the way back to its lines (dist/yaml.js, loaded where a policy file exists). */
export interface YamlText {
  value: unknown;
  /** `Line 3`: of the deepest part of the path that the text has. */
  lineOf: (path: readonly PropertyKey[]) => string;
  /** What is wrong with the text itself; `value` says nothing then. */
  errors: string[];
}

/** @throws RangeError where it is nested too deeply, ReferenceError where it holds an alias */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const line = (offset: number): string => `Line ${lines.linePos(offset).line}`;
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', version: '1.2', merge: false, stringKeys: true, prettyErrors: false });
  const errors = document.errors.map(({ pos, message }) => `${line(pos[0])}: ${message}`);
  return {
    errors,
    // no aliases at all: a few of them can unfold into millions of entries
    value: errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
    lineOf(path) {
      for (let length = path.length; length >= 0; length--) {
        const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
        const range = (node as { range?: [number, number, number] } | null | undefined)?.range;
        if (range !== undefined) return line(range[0]);
      }
      return 'Line 1';
    },
  };
}
