import type { PolicyFile, PolicyRule, PolicySource } from '../../core/policy.ts';
import { sha256 } from '../digest.ts';
import { applies, exampleText } from './examples.ts';
import { policySchema, type PolicyDocument } from './schema.ts';
import type { YamlText } from './yamlText.ts';

/** Bytes; a policy is written by hand. */
export const MAX_POLICY_BYTES = 32 * 1024;
/** Brackets open at once; the parser would take its time over thousands. */
const MAX_NESTING = 50;
const MAX_PROBLEMS = 10;

/**
 * Reads a policy file, YAML or JSON. Never throws: a file that is not understood whole, or whose own examples fail, is
 * refused whole, with problems that name the line and what is allowed there.
 */
export async function parsePolicy(source: PolicySource, path: string, bytes: Uint8Array): Promise<PolicyFile> {
  const file = { source, path, digest: sha256(bytes), withhold: [], rules: [] };
  const refused = (problems: string[]): PolicyFile => ({ ...file, problems: problems.slice(0, MAX_PROBLEMS), refused: true });
  if (bytes.length > MAX_POLICY_BYTES) return refused([`The file has ${bytes.length} bytes; at most ${MAX_POLICY_BYTES} are read.`]);
  try {
    const { readYaml } = await import('./yamlText.ts');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (nesting(text) > MAX_NESTING) return refused(['It is nested too deeply to be read.']);
    const { value, errors, lineOf } = readYaml(text);
    if (errors.length > 0) return refused(errors);
    const parsed = policySchema.safeParse(value);
    if (!parsed.success) return refused(parsed.error.issues.map((issue) => `${lineOf(issue.path)}: ${issue.path.map(String).join('.') || 'policy'}: ${issue.message}`));
    const failed = failedExamples(parsed.data, lineOf);
    if (failed.length > 0) return refused(failed);
    return { ...file, withhold: parsed.data.withhold, ...settle(source, parsed.data, lineOf), refused: false };
  } catch (error) {
    return refused([error instanceof RangeError ? 'It is nested too deeply to be read.' : `It cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** A policy file that is there and cannot be read. */
export function unreadablePolicy(source: PolicySource, path: string, why: string): PolicyFile {
  return { source, path, digest: '', rules: [], withhold: [], problems: [why], refused: true };
}

/** A workspace may only tighten: what it would allow asks instead. */
function settle(source: PolicySource, { rules }: PolicyDocument, lineOf: YamlText['lineOf']): { rules: PolicyRule[]; problems: string[] } {
  const problems: string[] = [];
  const settled = rules.map(({ match, decision, reason }, index): PolicyRule => {
    if (source !== 'workspace' || decision !== 'allow') return { match: withoutAbsent(match), decision, reason };
    problems.push(`${lineOf(['rules', index, 'decision'])}: a policy in a workspace cannot allow anything; what this rule matches asks. Only deny and ask are allowed here.`);
    return { match: withoutAbsent(match), decision: 'ask', reason: `${reason} (the workspace's policy may not allow this)` };
  });
  return { rules: settled, problems };
}

function failedExamples({ rules }: PolicyDocument, lineOf: YamlText['lineOf']): string[] {
  return rules.flatMap((rule, index) => {
    const candidate: PolicyRule = { match: withoutAbsent(rule.match), decision: rule.decision, reason: rule.reason };
    const check = (list: 'matches' | 'not'): string[] => rule[list].flatMap((example, place) => (applies(candidate, example) === (list === 'matches') ? []
      : [`${lineOf(['rules', index, list, place])}: rule ${index + 1} should ${list === 'matches' ? '' : 'not '}match ${exampleText(example)}, and does${list === 'matches' ? ' not' : ''}.`]));
    return [...check('matches'), ...check('not')];
  });
}

/** The exact optional properties of the type in core. */
const withoutAbsent = (match: PolicyDocument['rules'][number]['match']): PolicyRule['match'] => Object.fromEntries(Object.entries(match).filter(([, wanted]) => wanted !== undefined));
