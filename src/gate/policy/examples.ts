import { join } from 'node:path';
import type { PolicyRule } from '../../core/policy.ts';
import type { Effect } from '../../shared/effects.ts';
import { levelOf } from '../level.ts';
import { commandWords } from './commands.ts';
import { covers, touches, type PolicyFacts } from './match.ts';
import type { PolicyExample } from './schema.ts';

/** Any folder: paths of examples are relative to it. */
const WORKSPACE = join('/', 'workspace');

/** Whether the rule would apply to the example, as it would to the real action. */
export function applies(rule: PolicyRule, example: PolicyExample): boolean {
  const facts = factsOf(example);
  return rule.decision === 'allow' ? covers(rule.match, facts) : touches(rule.match, facts) === 'yes';
}

/** How a message names an example. */
export const exampleText = (example: PolicyExample): string => JSON.stringify(example);

function factsOf(example: PolicyExample): PolicyFacts {
  const given: Exclude<PolicyExample, string> = typeof example === 'string' ? { command: example } : example;
  const effects = effectsOf(given);
  return {
    effects, level: given.level ?? levelOf(effects).level,
    workspace: WORKSPACE,
    subject: {
      names: [given.tool ?? (given.command === undefined ? '' : 'shell')],
      ...(given.command === undefined ? {} : { command: commandWords(given.command, true) }),
    },
  };
}

function effectsOf({ effect, path, host, stack, command }: Exclude<PolicyExample, string>): Effect[] {
  if (path !== undefined) return [{ kind: effect ?? 'write', target: path.startsWith('/') ? path : join(WORKSPACE, path), inWorkspace: !path.startsWith('/') }];
  if (host !== undefined) return [{ kind: effect ?? 'network', target: host }];
  if (stack !== undefined) return [{ kind: effect ?? 'infra', target: stack }];
  return [{ kind: effect ?? 'exec', target: command ?? 'example', inWorkspace: true }];
}
