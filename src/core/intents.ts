import type { Channel } from '../shared/effects.ts';
import type { JsonObject } from '../shared/json.ts';

/** What a message asks for without any model: an infrastructure verb, the help, or nothing that is known. */
export type Intent =
  | { kind: 'tool'; tool: string; input: JsonObject }
  | { kind: 'help' }
  | { kind: 'unknown-command'; name: string };

/** The slash commands, in the order in which they are offered. */
export const SLASH_COMMANDS = [
  { name: 'status', tool: 'infra_status', summary: 'What runs in the stack, its last update, locks and open operations' },
  { name: 'preview', tool: 'infra_preview', summary: 'What a deployment would change; nothing is changed' },
  { name: 'deploy', tool: 'infra_deploy', summary: 'Preview, confirm, then deploy exactly that' },
  { name: 'outputs', tool: 'infra_outputs', summary: 'The stack\'s outputs; secrets stay hidden' },
  { name: 'destroy', tool: 'infra_destroy', summary: 'List what would be lost, confirm by typing the stack\'s name, then destroy' },
] as const;

const STACK = String.raw`(?<stack>[a-z0-9][\w.-]*(?:\/[\w.-]+){0,2})`;
const THE_STACK = String.raw`(?:(?:the|my|our)\s+)?(?:stack\s+)?${STACK}(?:\s+(?:stack|environment|env))?`;

/**
 * Whole sentences only: a phrase with anything more in it ("deploy dev and write a readme") goes to the model.
 * Only words that cannot mean code work alone; `status` by itself could be git's. One group `stack` in each pattern: Node 22
 * takes no name twice.
 */
const PHRASES: { tool: string; patterns: RegExp[] }[] = [
  {
    tool: 'infra_preview',
    patterns: [
      `what (?:would|will) (?:change|happen|be changed)(?: if (?:i|we) (?:deploy(?:ed)?|ran pulumi up on|updated?)(?: to)?(?: ${THE_STACK})?)?`,
      `what (?:would|will) (?:a )?deploy(?:ment|ing)? (?:of |to )?(?:${THE_STACK} )?(?:change|do)`,
      `(?:preview|plan|dry[- ]run)(?: (?:the )?(?:deployment|deploy|changes?|infrastructure|infra|stack))?(?: (?:of|for|to|on|in))?(?: ${THE_STACK})?`,
      `show (?:me )?(?:a |the )?(?:preview|plan|pending changes)(?: (?:of|for) ${THE_STACK})?`,
      `pulumi preview(?: ${THE_STACK})?`,
    ],
  },
  {
    tool: 'infra_deploy',
    patterns: [
      `(?:deploy|roll out|ship|apply)(?: (?:it|this|the (?:changes|infrastructure|infra|stack|project)))?(?: (?:to|on|in))?(?: ${THE_STACK})?`,
      `(?:run )?pulumi up(?: (?:on|for))?(?: ${THE_STACK})?`,
      `update (?:the )?stack(?: ${STACK})?`,
    ],
  },
  {
    tool: 'infra_destroy',
    patterns: [
      `(?:destroy|tear down|take down|delete)(?: everything in| all resources (?:in|of)| the (?:whole|entire))? stack ${STACK}`,
      `(?:destroy|tear down|take down|delete)(?: everything in| all resources (?:in|of)| the (?:whole|entire))? ${THE_STACK} (?:stack|environment|env)`,
      `(?:destroy|tear down)(?: everything in| all resources (?:in|of))? ${THE_STACK}`,
      `(?:destroy|tear down) (?:the stack|everything|the infrastructure|all resources)`,
      `(?:run )?pulumi destroy(?: (?:on|for))?(?: ${THE_STACK})?`,
    ],
  },
  {
    tool: 'infra_outputs',
    patterns: [
      `(?:show |list |get |print )?(?:me )?(?:the )?(?:stack )?outputs(?: (?:of|for|from))?(?: ${THE_STACK})?`,
      `what (?:are|were) the (?:stack )?outputs(?: (?:of|for|from) ${THE_STACK})?`,
      `pulumi stack output(?: ${THE_STACK})?`,
    ],
  },
  {
    tool: 'infra_status',
    patterns: [
      `(?:show |get )?(?:me )?(?:the )?(?:stack|infrastructure|infra|deployment) status(?: (?:of|for))?(?: ${THE_STACK})?`,
      `(?:what(?: is|'s)|show me|show) the (?:status|state) of (?:the )?(?:stack ${STACK}|infrastructure|infra|deployment)`,
      `(?:what(?: is|'s)|show me|show) the (?:status|state) of (?:the )?${STACK} stack`,
      `what (?:is|'s) (?:running|deployed)(?: (?:in|on) ${THE_STACK})?`,
      `status of ${THE_STACK}`,
    ],
  },
].map(({ tool, patterns }) => ({ tool, patterns: patterns.map((pattern) => new RegExp(`^${pattern}$`, 'i')) }));

/** Words that stand where a stack's name could, and are none. */
const NOT_A_STACK = new Set(['it', 'this', 'that', 'stack', 'the', 'everything', 'all', 'now', 'again', 'infrastructure', 'infra', 'changes', 'code', 'app', 'file', 'files', 'environment', 'env', 'project', 'please']);

const POLITE = /^(?:(?:please|ok|okay|hey|hi|now|so|then)[,\s]+|(?:can|could|would|will) you (?:please )?|i(?:'d| would) like (?:you )?to |i want (?:you )?to |let'?s |go ahead and )+/i;
const POLITE_END = /(?:[,\s]+(?:please|now|for me|thanks|thank you))+$/i;

/** Reads a message locally, in well under a millisecond; `undefined` means that the model should answer. */
export function parseIntent(text: string): Intent | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('/')) return parseSlash(trimmed);
  if (trimmed.length > 120 || trimmed.includes('\n')) return undefined;
  const sentence = trimmed.replace(/[.!?\s]+$/, '').replace(/[’`]/g, (c) => (c === '’' ? '\'' : '')).replace(/["“”]/g, '').replace(POLITE, '').replace(POLITE_END, '').replace(/\s+/g, ' ');
  for (const { tool, patterns } of PHRASES) {
    for (const pattern of patterns) {
      const match = pattern.exec(sentence);
      if (match === null) continue;
      const stack = match.groups?.['stack'];
      if (stack !== undefined && NOT_A_STACK.has(stack.toLowerCase())) continue;
      return { kind: 'tool', tool, input: stack === undefined ? {} : { stack } };
    }
  }
  return undefined;
}

/** How a message asks, where whoever sent it did not say. */
export function channelOf(text: string, intent: Intent | undefined): Channel {
  if (intent?.kind !== 'tool') return 'chat';
  return text.trim().startsWith('/') ? 'slash-command' : 'plain-words';
}

function parseSlash(text: string): Intent | undefined {
  const match = /^\/([a-z][\w-]*)(?:\s+(.*))?$/is.exec(text);
  if (match === null) return undefined;
  const name = (match[1] ?? '').toLowerCase();
  if (name === 'help') return { kind: 'help' };
  const command = SLASH_COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) return { kind: 'unknown-command', name };
  const argument = match[2]?.trim();
  return { kind: 'tool', tool: command.tool, input: argument === undefined || argument === '' ? {} : { stack: argument } };
}

/** The text of `/help`, and of an unknown command. */
export function helpText(unknown?: string): string {
  const head = unknown === undefined ? '' : `There is no command \`/${unknown}\`.\n\n`;
  return `${head}${SLASH_COMMANDS.map(({ name, summary }) => `- \`/${name} [stack]\` – ${summary}`).join('\n')}\n- \`/help\` – this list\n\nThey work without a model; so do plain words such as “what would change if I deployed dev?”.`;
}
