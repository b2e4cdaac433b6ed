import type { Level } from '../../src/shared/effects.ts';
import type { ApprovalRequest, EventBody, SessionEvent } from '../../src/shared/events.ts';
import type { ApprovalId, CallId, MessageId, RunId, SessionId } from '../../src/shared/ids.ts';
import type { ResourceRow, StepOp } from '../../src/shared/infra.ts';
import type { HostMessage, HostState } from '../../src/shared/messages.ts';
import { emptySession, reduceSession } from '../../src/shared/sessionState.ts';

/** Conversations as plain event lists: each is one state that the webview must show well. */

export const NOW = Date.UTC(2026, 10, 20, 12, 0, 0);
const sessionId = 's1' as SessionId;
const runId = 'r1' as RunId;
export const call = (id: string): CallId => id as CallId;
export const message = (id: string): MessageId => id as MessageId;

export const readyHost: HostState = {
  hasKey: true, model: { provider: 'anthropic', id: 'claude-sonnet-5' }, chips: [], pulumi: { state: 'ready', detail: '' },
  stack: { project: 'shop', name: 'dev', production: false }, trusted: true,
};

/** Numbers the bodies from `from` on. */
export function eventsOf(bodies: EventBody[], from = 1): SessionEvent[] {
  return bodies.map((body, index) => ({ ...body, sessionId, seq: from + index, at: NOW - 12_000, actor: { kind: 'host', name: 'host' } }));
}

export function snapshotOf(bodies: EventBody[], host: HostState = readyHost): HostMessage {
  return { type: 'snapshot', epoch: 1, sessionId, state: eventsOf(bodies).reduce(reduceSession, emptySession()), host };
}

const user = (text: string): EventBody => ({ type: 'user-message', messageId: message('u1'), text, context: [] });
const run: EventBody = { type: 'run-start', runId };
const tool = (id: string, name: string, title: string, input = {}): EventBody => ({ type: 'tool-call', runId, callId: call(id), name, title, input });
const started = (id: string, level: Level = 'SAFE'): EventBody => ({ type: 'tool-start', callId: call(id), level, rule: 'r', reasons: [] });
const ended = (id: string, more: Partial<Extract<EventBody, { type: 'tool-end' }>> = {}): EventBody => ({ type: 'tool-end', callId: call(id), outcome: 'ok', forModel: 'ok', durationMs: 120, ...more });

const answer = `## What \`cart.ts\` does

The cart keeps **lines** and a *total*; see [the reducer](src/cart.ts:12) and [the docs](https://example.com/docs).

1. Adds a line
2. Sums the prices

\`\`\`ts
export function total(lines: Line[]): number {
  // prices are in cents
  return lines.reduce((sum, line) => sum + line.price * line.count, 0);
}
\`\`\`

| Field | Type |
|---|---|
| price | number |

- [x] rounding
- [ ] currencies
`;

export function approval(level: Level, more: Partial<ApprovalRequest> = {}): EventBody {
  return {
    type: 'approval-requested',
    request: {
      approvalId: 'a1' as ApprovalId, callId: call('c1'), digest: 'd', level, title: 'Run npm install --save-exact zod@4.6.7',
      effects: [{ kind: 'exec', target: 'npm install', inWorkspace: true, detail: 'runs install scripts', recoverable: 'git', words: 'Runs' }, { kind: 'network', target: 'packages.example.com', words: 'Sends over the network to' }],
      reasons: ['Installs packages, which run their own scripts'], command: { text: 'npm install --save-exact zod@4.6.7', cwd: '/home/ada/shop' },
      rememberable: level === 'MODERATE', askedBy: { kind: 'model', name: 'claude-sonnet-5' }, channel: 'chat', expiresAt: NOW + 290_000, ...more,
    },
  };
}

const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
export function row(type: string, name: string, op: StepOp, state: ResourceRow['state'], more: Partial<ResourceRow> = {}): ResourceRow {
  return { urn: urn(type, name), type, name, op, state, changes: [], startedAt: NOW - 12_000, ...(state === 'done' ? { endedAt: NOW - 3_000 } : {}), ...more };
}

const stackRow = row('pulumi:pulumi:Stack', 'shop-dev', 'same', 'done');
const parent = stackRow.urn;
const treeRows = (failed: boolean): ResourceRow[] => [
  stackRow,
  row('sim:Network', 'net', 'create', 'done', { parent }),
  row('sim:Database', 'orders', 'replace', failed ? 'failed' : 'running', {
    parent, stateful: true, ...(failed ? { message: 'quota exceeded: 2 of 2 databases in use', endedAt: NOW } : {}),
    changes: [{ path: 'engine', kind: 'update', forcesReplace: true, before: '"pg15"', after: '"pg16"' }, { path: 'password', kind: 'update', forcesReplace: false, before: '[secret]', after: '[secret]' }],
  }),
  row('sim:Service', 'api', 'update', 'running', { parent, changes: [{ path: 'replicas', kind: 'update', forcesReplace: false, before: '2', after: '[unknown]' }] }),
  row('sim:Queue', 'jobs', 'delete', 'planned', { parent, startedAt: undefined, protect: true }),
  row('sim:Bucket', 'assets', 'same', 'done', { parent }),
];
const infraUpdate = (failed: boolean): EventBody => ({ type: 'infra-update', callId: call('c1'), update: { verb: 'deploy', project: 'shop', stack: 'dev', phase: 'update', rows: treeRows(failed), diagnostics: failed ? [{ severity: 'error', message: 'sim:Database (orders): quota exceeded: 2 of 2 databases in use' }] : [] } });

export const destructive = approval('DESTRUCTIVE', {
  title: 'Destroy shop/dev', command: undefined, typedTarget: 'dev', effects: [{ kind: 'infra', target: 'shop/dev', recoverable: 'none', words: 'Destroys' }], reasons: ['Snapshots are not taken by this provider.'],
  recoverability: 'Cannot be undone: nothing brings back what it destroys.', dryRun: 'The engine previewed it: 4 to delete.', channel: 'slash-command', askedBy: { kind: 'human', name: 'you' },
  loss: {
    headline: 'Deletes 4 resources of shop/dev; 2 of them hold data.', counts: { delete: 4 }, atLeast: true, warnings: [],
    items: [
      { kind: 'resource', name: 'orders', detail: 'sim:Database', operation: 'delete', because: ['destroy was asked for'], stateful: true, protectDropped: true, dependents: ['api'], id: 'db-4f1c' },
      { kind: 'resource', name: 'assets', detail: 'sim:Bucket', operation: 'replace', because: ['region: eu → us'], stateful: true },
      { kind: 'resource', name: 'api', detail: 'sim:Service', operation: 'delete', because: [], stateful: false },
    ],
  },
});

/** Many rows of a deployment, with long names: every third one runs. */
export const manyRows = (count: number): ResourceRow[] => [stackRow, ...Array.from({ length: count }, (_, index) => row(
  'aws:ec2/securityGroupRule:SecurityGroupRule', `shop-eu-central-1-private-subnet-rule-${index}`, 'create', index % 3 === 0 ? 'running' : 'done', { parent },
))];
export const deployOf = (rows: ResourceRow[]): EventBody => ({ type: 'infra-update', callId: call('c1'), update: { verb: 'deploy', project: 'shop', stack: 'dev', phase: 'update', rows, diagnostics: [] } });

const hiddenCommand = 'echo safe \u202e && rm -rf build\u200b\n' + Array.from({ length: 30 }, (_, index) => `step-${index + 1} --with a-rather-long-argument-${index}`).join('\n');

export const stories: Record<string, HostMessage> = {
  empty: snapshotOf([], { ...readyHost, hasKey: false, model: undefined, stack: undefined, pulumi: { state: 'installing', detail: 'Downloading the Pulumi command', percent: 42 } }),
  chat: snapshotOf([
    { type: 'user-message', messageId: message('u1'), text: 'What does this do?', context: [{ id: 'x', kind: 'selection', label: 'cart.ts:12-20', path: 'src/cart.ts', startLine: 12, text: '' }] }, run,
    { type: 'assistant-start', runId, messageId: message('m1') }, { type: 'thinking-delta', messageId: message('m1'), text: 'Reading the cart.' }, { type: 'text-delta', messageId: message('m1'), text: answer },
    { type: 'assistant-end', messageId: message('m1'), reason: 'end', usage: { inputTokens: 12_300, outputTokens: 420 } }, { type: 'run-end', runId, outcome: 'stopped' },
  ], { ...readyHost, stack: { project: 'shop', name: 'prod', production: true }, chips: [{ id: 'y', kind: 'file', label: 'cart.ts', text: '' }] }),
  streaming: snapshotOf([user('Explain'), run, { type: 'assistant-start', runId, messageId: message('m1') }, { type: 'text-delta', messageId: message('m1'), text: 'The **cart** keeps its lines in' }]),
  tools: snapshotOf([
    user('Fix it'), run, tool('c0', 'read_file', 'Read src/cart.ts'), started('c0'), ended('c0', { view: { kind: 'text', text: 'export …' } }),
    tool('c2', 'edit_file', 'Edit src/cart.ts'), started('c2'), ended('c2', { view: { kind: 'edit', path: 'src/cart.ts', added: 2, removed: 1, created: false, diff: '--- a\n+++ b\n@@ -1,3 +1,4 @@\n export const a = 1;\n-const b = 2;\n+const b = 3;\n+const c = 4;\n' } }),
    tool('c3', 'run_command', 'npm test'), started('c3', 'MODERATE'), ended('c3', { outcome: 'error', durationMs: 4200, view: { kind: 'command', command: 'npm test', cwd: '/home/ada/shop', output: '1 failing', exitCode: 1 } }),
    tool('c4', 'run_command', 'npm run build', { command: 'npm run build' }), started('c4', 'MODERATE'), { type: 'tool-output', callId: call('c4'), text: 'building…\n' },
  ]),
  'approval-moderate': snapshotOf([user('Add zod'), run, tool('c1', 'shell', 'Run npm install --save-exact zod@4.6.7'), approval('MODERATE')]),
  'approval-hidden': snapshotOf([user('Clean'), run, tool('c1', 'shell', 'Run echo safe \u202e && rm -rf build\u200b'), approval('HIGH', { title: `Run ${hiddenCommand}`, command: { text: hiddenCommand, cwd: '/home/ada/shop' } })]),
  'approval-destructive': snapshotOf([user('/destroy'), run, tool('c1', 'infra_destroy', 'Destroy shop/dev'), destructive]),
  'approval-loss': snapshotOf([user('Clean up'), run, tool('c1', 'shell', 'Run rm -rf build src'), approval('DESTRUCTIVE', {
    title: 'Run cd web && rm -rf build src && git push --force', command: { text: 'cd web && $\'\\x72\\x6d\' -rf build src && git push --force', cwd: '/home/ada/shop', decoded: [{ encoded: "$'\\x72\\x6d'", text: 'rm' }] }, typedTarget: 'build',
    effects: [], reasons: ['The name of the program is written in another form.'],
    parts: [
      { text: 'rm -rf build src', effects: [{ kind: 'delete', target: '/home/ada/shop/web/build', recoverable: 'none', words: 'Deletes for good' }, { kind: 'delete', target: '/home/ada/shop/web/src', recoverable: 'none', words: 'Deletes for good' }] },
      { text: 'git push --force', effects: [{ kind: 'git', target: 'origin/main', recoverable: 'none', words: 'Throws away commits or uncommitted work', detail: 'overwrites the branch' }] },
    ],
    loss: {
      headline: 'Deletes 1,204 files (38 MB) in build/ and src/; 17 of them are not in git and cannot be recovered. Overwrites origin/main; 2 commits there are lost.', counts: { delete: 1204, commits: 2 }, atLeast: true,
      items: [
        { kind: 'file', name: 'web/src/.env.local', detail: '212 bytes', operation: 'delete', because: ['git ignores it'], stateful: false },
        { kind: 'file', name: 'web/src/notes.md', detail: '4.1 kB', operation: 'delete', because: ['git does not hold it'], stateful: false },
        { kind: 'commit', name: '4f1c2ab', detail: 'Round half up', operation: 'delete', because: ['no other branch or tag holds it'], stateful: false },
      ],
      warnings: ['And 15 more that git cannot bring back.', 'The remote was not asked: it may hold newer commits of others, which would go too.'],
    },
    recoverability: 'Cannot be undone: nothing brings back what it destroys.', dryRun: 'Listed without touching anything: 1,204 files in 37 folders.',
    alternative: 'Move it to the trash or to another folder instead of deleting it.', taint: 'This conversation has read a web page that nobody here wrote.', askedBy: { kind: 'sub-agent', name: 'explorer' },
  })]),
  checking: snapshotOf([user('Clean up'), run, tool('c1', 'shell', 'Run rm -rf build src'), { type: 'tool-checking', callId: call('c1'), text: 'Computing what would be lost…' }]),
  'approval-plan': snapshotOf([user('/deploy'), run, tool('c1', 'infra_deploy', 'Deploy dev'),
    { type: 'infra-update', callId: call('c1'), update: { verb: 'deploy', project: 'shop', stack: 'dev', phase: 'preview', rows: treeRows(false).map((one) => ({ ...one, state: 'planned', startedAt: undefined, endedAt: undefined })), diagnostics: [] } },
    approval('DESTRUCTIVE', { title: 'Deploy shop/dev: 1 to replace, 1 to delete', command: undefined, typedTarget: 'dev', effects: [{ kind: 'infra', target: 'shop/dev', access: 'write', recoverable: 'none', words: 'Destroys' }], reasons: [], recoverability: 'Cannot be undone: nothing brings back what it destroys.', dryRun: 'The engine previewed it: 1 to replace, 1 to delete.', loss: {
      headline: 'Deletes 1 resource and replaces 1 resource of shop/dev; 1 of them holds data.', counts: { delete: 1, replace: 1 }, atLeast: false, warnings: [],
      items: [{ kind: 'resource', name: 'orders', detail: 'sim:Database', operation: 'replace', because: ['engine: pg15 → pg16'], stateful: true, dependents: ['api'] }, { kind: 'resource', name: 'jobs', detail: 'sim:Queue', operation: 'delete', because: ['no longer in the program'], stateful: false }],
    } })]),
  'deploy-running': snapshotOf([user('/deploy'), run, tool('c1', 'infra_deploy', 'Deploy shop/dev'), started('c1', 'HIGH'), infraUpdate(false)]),
  'deploy-failed': snapshotOf([user('/deploy'), run, tool('c1', 'infra_deploy', 'Deploy shop/dev'), started('c1', 'HIGH'), infraUpdate(true), ended('c1', {
    outcome: 'error', durationMs: 12_000, view: { kind: 'infra', summary: { verb: 'deploy', project: 'shop', stack: 'dev', result: 'failed', counts: { create: 1, replace: 1, same: 12 }, durationMs: 12_000, error: 'sim:Database (orders): quota exceeded. Raise the quota or remove a database, then deploy again.', outputs: [{ name: 'url', value: '"https://shop.example"', secret: false }, { name: 'password', secret: true }] } },
  })]),
  'deploy-long-names': snapshotOf([user('/deploy'), run, tool('c1', 'infra_deploy', 'Deploy a-rather-long-stack-name-of-the-european-shop'), started('c1', 'HIGH'), deployOf([
    ...manyRows(4), row('aws:rds/instance:Instance', 'orders-primary-database-with-read-replicas', 'replace', 'failed', { parent, stateful: true, protect: true, endedAt: NOW, message: 'creating RDS DB Instance: InvalidParameterCombination: the engine version cannot be changed' }),
  ])], { ...readyHost, model: { provider: 'openrouter', id: 'anthropic/claude-sonnet-5-20260901-extended-thinking' }, stack: { project: 'european-shop-platform', name: 'production-eu-central-1', production: true } }),
  'approvals-two': snapshotOf([user('Install and push'), run, tool('c2', 'shell', 'Run git push'), { ...(approval('HIGH', { approvalId: 'a2' as ApprovalId, callId: call('c2'), title: 'Run git push', command: { text: 'git push', cwd: '/home/ada/shop' }, effects: [{ kind: 'network', target: 'origin' }], reasons: ['Sends commits to origin'] })) },
    tool('c1', 'edit', 'Edit src/cart.ts'), approval('MODERATE', { title: 'Edit src/cart.ts (+1 −1)', command: undefined, effects: [{ kind: 'write', target: 'src/cart.ts', inWorkspace: true, recoverable: 'checkpoint' }], reasons: ['Changes a file'], diff: { path: 'src/cart.ts', text: '--- a\n+++ b\n@@ -1,2 +1,2 @@\n export const a = 1;\n-const b = 2;\n+const b = 3;\n' } })]),
  refused: snapshotOf([user('/deploy'), run, tool('c1', 'infra_deploy', 'Deploy dev'), approval('HIGH', { title: 'Deploy shop/dev: 1 to create', command: undefined }), { type: 'approval-resolved', approvalId: 'a1' as ApprovalId, callId: call('c1'), outcome: 'reject-once', reason: 'not on a Friday' }, ended('c1', { outcome: 'denied', forModel: 'The person said no.' }), { type: 'run-end', runId, outcome: 'done' }]),
  status: snapshotOf([user('/status'), run, tool('c1', 'infra_status', 'Status of shop/dev'), started('c1'), ended('c1', { view: { kind: 'infra', summary: { verb: 'status', project: 'shop', stack: 'dev', result: 'succeeded', counts: {}, durationMs: 400, status: { project: 'shop', stack: 'dev', backend: 'file:///home/ada/state', resourceCount: 5, lastUpdate: '2026-11-19T10:00:00Z', lastResult: 'succeeded', pendingOperations: [{ urn: urn('sim:Database', 'orders'), type: 'creating' }], lockedBy: 'ada@laptop (pid 4242)', resources: [] } } } })]),
  error: snapshotOf([user('Hello'), run, { type: 'run-end', runId, outcome: 'failed', error: { code: 'model-unauthorized', title: 'Anthropic refused the API key', detail: '401 authentication_error: invalid x-api-key', actions: ['set-api-key', 'retry', 'show-log'] } }]),
  retry: snapshotOf([user('Hello'), run, { type: 'retry-scheduled', runId, attempt: 1, delayMs: 20_000, reason: 'The provider is overloaded.' }]),
};
