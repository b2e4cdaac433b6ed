import { LineCounter, parseDocument, type Document } from 'yaml';
import type { PolicyFile, PolicyRule, PolicySource } from '../../core/policy.ts';
import { sha256 } from '../digest.ts';
import { applies, exampleText } from './examples.ts';
import { policySchema, type PolicyDocument } from './schema.ts';

/** Bytes; a policy is written by hand. */
export const MAX_POLICY_BYTES = 64 * 1024;
const MAX_PROBLEMS = 10;

/**
 * Reads a policy file, YAML or JSON. Never throws: a file that is not understood whole, or whose own examples fail, is
 * refused whole, with problems that name the line and what is allowed there.
 */
export function parsePolicy(source: PolicySource, path: string, bytes: Uint8Array): PolicyFile {
  const file = { source, path, digest: sha256(bytes), withhold: [], rules: [] };
  const refused = (problems: string[]): PolicyFile => ({ ...file, problems: problems.slice(0, MAX_PROBLEMS), refused: true });
  if (bytes.length > MAX_POLICY_BYTES) return refused([`The file has ${bytes.length} bytes; at most ${MAX_POLICY_BYTES} are read.`]);
  try {
    const lines = new LineCounter();
    const document = parseDocument(new TextDecoder('utf-8', { fatal: true }).decode(bytes), { lineCounter: lines, schema: 'core', version: '1.2', merge: false, stringKeys: true, prettyErrors: false });
    const lineOf = (keys: readonly PropertyKey[]): string => lineAt(document, lines, keys);
    if (document.errors.length > 0) return refused(document.errors.map(({ pos, message }) => `Line ${lines.linePos(pos[0]).line}: ${message}`));
    // no aliases at all: a few of them can unfold into millions of rules
    const parsed = policySchema.safeParse(document.toJS({ maxAliasCount: 0 }));
    if (!parsed.success) return refused(parsed.error.issues.map((issue) => `${lineOf(issue.path)}: ${issue.path.map(String).join('.') || 'policy'}: ${issue.message}`));
    const failed = failedExamples(parsed.data, lineOf);
    if (failed.length > 0) return refused(failed);
    return { ...file, withhold: parsed.data.withhold, ...settle(source, parsed.data, lineOf), refused: false };
  } catch (error) {
    return refused([error instanceof RangeError ? 'It is nested too deeply to be read.' : `It cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** A policy file that is there and cannot be read. */
export function unreadablePolicy(source: PolicySource, path: string, why: string): PolicyFile {
  return { source, path, digest: '', rules: [], withhold: [], problems: [why], refused: true };
}

/** A workspace may only tighten: what it would allow asks instead. */
function settle(source: PolicySource, { rules }: PolicyDocument, lineOf: (keys: readonly PropertyKey[]) => string): { rules: PolicyRule[]; problems: string[] } {
  const problems: string[] = [];
  const settled = rules.map(({ match, decision, reason }, index): PolicyRule => {
    if (source !== 'workspace' || decision !== 'allow') return { match: withoutAbsent(match), decision, reason };
    problems.push(`${lineOf(['rules', index, 'decision'])}: a policy in a workspace cannot allow anything; what this rule matches asks. Only deny and ask are allowed here.`);
    return { match: withoutAbsent(match), decision: 'ask', reason: `${reason} (the workspace's policy may not allow this)` };
  });
  return { rules: settled, problems };
}

function failedExamples({ rules }: PolicyDocument, lineOf: (keys: readonly PropertyKey[]) => string): string[] {
  return rules.flatMap((rule, index) => {
    const candidate: PolicyRule = { match: withoutAbsent(rule.match), decision: rule.decision, reason: rule.reason };
    const check = (list: 'matches' | 'not'): string[] => rule[list].flatMap((example, place) => (applies(candidate, example) === (list === 'matches') ? []
      : [`${lineOf(['rules', index, list, place])}: rule ${index + 1} should ${list === 'matches' ? '' : 'not '}match ${exampleText(example)}, and does${list === 'matches' ? ' not' : ''}.`]));
    return [...check('matches'), ...check('not')];
  });
}

/** The exact optional properties of the type in core. */
const withoutAbsent = (match: PolicyDocument['rules'][number]['match']): PolicyRule['match'] => Object.fromEntries(Object.entries(match).filter(([, wanted]) => wanted !== undefined));

/** The line of the deepest part of the path that the file has. */
function lineAt(document: Document, lines: LineCounter, keys: readonly PropertyKey[]): string {
  for (let length = keys.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | null | undefined)?.range;
    if (range !== undefined) return `Line ${lines.linePos(range[0]).line}`;
  }
  return 'Line 1';
}
