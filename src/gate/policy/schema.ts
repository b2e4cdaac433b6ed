import * as z from 'zod';
import { PERMISSIONS, type PolicyMatch } from '../../core/policy.ts';
import type { EffectKind } from '../../shared/effects.ts';
import { LEVELS } from '../../shared/effects.ts';

/** What a policy file may hold. Unknown keys are refused: a misspelt `deny` must not look like one. */

const EFFECTS = [
  'read', 'write', 'overwrite', 'delete', 'exec', 'network', 'privilege', 'infra', 'git', 'process', 'power-config', 'secret-read', 'unknown',
] as const satisfies readonly EffectKind[];
const MAX_RULES = 200;
const MAX_ENTRIES = 100;
const MAX_FOLDERS = 30;

const text = z.string().min(1).max(500);
/** Each folder of a glob is held against each folder of a path. */
const glob = text.refine((pattern) => pattern.split('/').length <= MAX_FOLDERS, `a path has at most ${MAX_FOLDERS} folders`);
/** One, or a list of which one must fit. */
const oneOrMore = <Entry extends z.ZodType<string>>(entry: Entry) => z.union([entry.transform((one) => [one]), z.array(entry).min(1).max(MAX_ENTRIES)]);

const match = z.strictObject({
  tool: oneOrMore(text), program: oneOrMore(text), command: oneOrMore(text), effect: oneOrMore(z.enum(EFFECTS)), path: oneOrMore(glob), host: oneOrMore(text),
  stack: oneOrMore(text), level: oneOrMore(z.enum(LEVELS as [typeof LEVELS[number]])),
}).partial().refine((given) => Object.keys(given).length > 0, 'a rule needs at least one thing to match');

/** A command as it would be typed, or an action by its parts. */
const example = z.union([text, z.strictObject({
  tool: text, command: text, effect: z.enum(EFFECTS), path: text, host: text, stack: text, level: z.enum(LEVELS as [typeof LEVELS[number]]),
}).partial()]);

const examples = z.array(example).max(MAX_ENTRIES).default([]);

export const policySchema = z.strictObject({
  version: z.literal(1),
  withhold: z.array(z.enum(PERMISSIONS)).default([]),
  rules: z.array(z.strictObject({ match, decision: z.enum(['deny', 'ask', 'allow']), reason: text, matches: examples, not: examples })).max(MAX_RULES).default([]),
});

export type PolicyExample = z.infer<typeof example>;
export type PolicyDocument = z.infer<typeof policySchema>;

/** The schema and the type in core say the same. */
true satisfies (PolicyDocument['rules'][number]['match'] extends { [Key in keyof PolicyMatch]: PolicyMatch[Key] | undefined } ? true : false);
