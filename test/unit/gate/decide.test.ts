import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DecisionInput, Verdict } from '../../../src/core/gate.ts';
import { PERMISSIONS, PROFILES, ROLES, type GateRules, type PolicyFile, type PolicyRule, type Profile, type Role } from '../../../src/core/policy.ts';
import { decide } from '../../../src/gate/decide.ts';
import { levelOf } from '../../../src/gate/level.ts';
import type { Actor, Effect, Level } from '../../../src/shared/effects.ts';

const effects = {
  read: { kind: 'read', target: '/w/a.ts', inWorkspace: true },
  'read outside': { kind: 'read', target: '/x/a.ts', inWorkspace: false },
  edit: { kind: 'write', target: '/w/a.ts', inWorkspace: true, recoverable: 'checkpoint' },
  'edit of package.json': { kind: 'write', target: '/w/package.json', inWorkspace: true, recoverable: 'checkpoint' },
  'harmless edit of package.json': { kind: 'write', target: '/w/package.json', inWorkspace: true, recoverable: 'checkpoint', grantsPower: false },
  'write by a command': { kind: 'write', target: '/w/a.ts', inWorkspace: true },
  tests: { kind: 'exec', target: 'npm test', inWorkspace: true },
  fetch: { kind: 'network', target: 'https://example.com', access: 'read' },
  'infra read': { kind: 'infra', target: 'shop/dev', access: 'read' },
  deploy: { kind: 'infra', target: 'shop/dev', access: 'write', recoverable: 'unknown' },
  destroy: { kind: 'infra', target: 'shop/dev', access: 'write', recoverable: 'none' },
  commit: { kind: 'git', target: 'commit', access: 'write', recoverable: 'git' },
  push: { kind: 'network', target: 'origin', access: 'write' },
  policy: { kind: 'write', target: '/w/.pilothouse/policy.yaml', inWorkspace: true, recoverable: 'checkpoint' },
  unknown: { kind: 'unknown', target: 'frobnicate', inWorkspace: true },
  sudo: { kind: 'privilege', target: 'sudo' },
} as const satisfies Record<string, Effect>;
type Name = keyof typeof effects;

const MODEL: Actor = { kind: 'model', name: 'm' };
const HUMAN: Actor = { kind: 'human', name: 'you' };
const rules = (more: Partial<GateRules> = {}): GateRules => ({ profile: 'standard', role: 'admin', policy: [], workspace: '/w', exposure: [], ...more });
const input = (name: Name, given: Partial<GateRules> = {}, more: Partial<DecisionInput> = {}): DecisionInput => ({
  effects: [effects[name]], actor: MODEL, direct: false, humanPresent: true, workspaceTrusted: true, digest: 'd', allowedForSession: new Set(), rules: rules(given), subject: { names: ['edit'] }, ...more,
});
const saying = (verdict: Verdict): string => `${verdict.decision} ${verdict.rule}`;

describe('the decision by profile', () => {
  const table: [Name, careful: string, standard: string, autonomous: string][] = [
    ['read', 'allow read-in-workspace', 'allow read-in-workspace', 'allow read-in-workspace'],
    ['infra read', 'allow read-in-workspace', 'allow read-in-workspace', 'allow read-in-workspace'],
    ['edit', 'ask moderate-asks', 'allow checkpointed-edit', 'allow checkpointed-edit'],
    ['harmless edit of package.json', 'ask moderate-asks', 'allow checkpointed-edit', 'allow checkpointed-edit'],
    ['edit of package.json', 'ask high-asks', 'ask high-asks', 'ask high-asks'],
    ['policy', 'ask high-asks', 'ask high-asks', 'ask high-asks'],
    ['write by a command', 'ask moderate-asks', 'ask moderate-asks', 'allow autonomous'],
    ['tests', 'ask moderate-asks', 'ask moderate-asks', 'allow autonomous'],
    ['commit', 'ask moderate-asks', 'ask moderate-asks', 'allow autonomous'],
    ['fetch', 'ask moderate-asks', 'ask moderate-asks', 'allow autonomous'],
    ['read outside', 'ask moderate-asks', 'ask moderate-asks', 'allow autonomous'],
    ['unknown', 'ask moderate-asks', 'ask moderate-asks', 'allow autonomous'],
    ['push', 'ask high-asks', 'ask high-asks', 'ask high-asks'],
    ['deploy', 'ask high-asks', 'ask high-asks', 'ask high-asks'],
    ['sudo', 'ask high-asks', 'ask high-asks', 'ask high-asks'],
    ['destroy', 'ask destructive-asks', 'ask destructive-asks', 'ask destructive-asks'],
  ];
  for (const [name, ...expected] of table) {
    it(`is the same in every run for ${name}: ${expected.join(' | ')}`, () => {
      assert.deepEqual(PROFILES.map((profile) => saying(decide(input(name, { profile })))), expected);
    });
  }

  it('asks for all that is more than a read where no rules were given at all', () => {
    assert.equal(saying(decide({ ...input('edit'), rules: undefined })), 'ask moderate-asks');
  });

  it('is silent for no program but this host: bridge, MCP client and delegated CLI ask', () => {
    for (const kind of ['bridge', 'mcp', 'delegated-cli'] as const) {
      for (const profile of PROFILES) assert.equal(decide(input('edit', { profile }, { actor: { kind, name: 'x' }, direct: true })).decision, 'ask', `${kind} ${profile}`);
    }
    assert.equal(decide(input('edit', {}, { actor: { kind: 'sub-agent', name: 'x' } })).decision, 'allow');
  });

  it('asks for commands as root or over SSH also under autonomous, and says so', () => {
    const verdict = decide(input('tests', { profile: 'autonomous', exposure: ['Runs as root'] }));
    assert.equal(saying(verdict), 'ask moderate-asks');
    assert.ok(verdict.reasons.includes('Runs as root'));
    assert.equal(saying(decide(input('edit', { profile: 'autonomous', exposure: ['Runs as root'] }))), 'allow checkpointed-edit');
  });

  it('takes "asked by name" from a person only', () => {
    assert.equal(saying(decide(input('tests', {}, { direct: true, actor: HUMAN }))), 'allow asked-by-name');
    for (const kind of ['bridge', 'mcp', 'sub-agent', 'delegated-cli', 'model', 'host'] as const) {
      assert.equal(decide(input('tests', {}, { direct: true, actor: { kind, name: 'x' } })).decision, 'ask', kind);
    }
  });

  it('lets a write with a checkpoint and anything else in the same step ask', () => {
    assert.equal(decide({ ...input('edit'), effects: [effects.edit, effects.tests] }).decision, 'ask');
    assert.equal(decide({ ...input('edit'), effects: [effects.edit, effects.read] }).decision, 'allow');
    assert.equal(decide({ ...input('edit'), effects: [{ ...effects.edit, inWorkspace: false }] }).decision, 'ask');
  });
});

describe('the decision about production', () => {
  const production = '(^|[-_./])prod(uction)?($|[-_./])';
  const onProd = (name: 'deploy' | 'infra read', given: Partial<GateRules> = {}): Verdict => decide(input(name, { production, ...given }, { effects: [{ ...effects[name], target: 'shop/prod' }] }));

  it('takes a change of it for what must be confirmed by its name, in every profile', () => {
    for (const profile of PROFILES) {
      const verdict = onProd('deploy', { profile });
      assert.deepEqual([verdict.decision, verdict.level, verdict.typedTarget, verdict.rememberable], ['ask', 'DESTRUCTIVE', 'prod', 'no']);
      assert.equal(verdict.reasons[0], 'shop/prod looks like production.');
    }
  });

  it('leaves reads of it, and changes elsewhere, as they are', () => {
    assert.equal(onProd('infra read').level, 'SAFE');
    assert.equal(decide(input('deploy', { production })).level, 'HIGH');
    assert.equal(decide(input('deploy', { production })).typedTarget, undefined);
  });

  it('is refused to an operator, who approves nothing that destroys', () => {
    assert.equal(onProd('deploy', { role: 'operator' }).decision, 'deny');
  });

  it('raises whatever is called anything where the expression is none', () => {
    assert.equal(onProd('deploy', { production: '(' }).level, 'DESTRUCTIVE');
  });
});

describe('the decision by role and permission', () => {
  const table: [Role, Name, string][] = [
    ['viewer', 'read', 'allow read-in-workspace'], ['viewer', 'infra read', 'allow read-in-workspace'], ['viewer', 'edit', 'deny role-viewer'], ['viewer', 'tests', 'deny role-viewer'],
    ['viewer', 'commit', 'deny permission-missing'], ['viewer', 'deploy', 'deny permission-missing'], ['viewer', 'destroy', 'deny permission-missing'],
    ['operator', 'edit', 'allow checkpointed-edit'], ['operator', 'tests', 'ask moderate-asks'], ['operator', 'push', 'ask high-asks'], ['operator', 'deploy', 'ask high-asks'],
    ['operator', 'destroy', 'deny permission-missing'], ['operator', 'policy', 'deny permission-missing'],
    ['admin', 'deploy', 'ask high-asks'], ['admin', 'destroy', 'ask destructive-asks'], ['admin', 'policy', 'ask high-asks'],
  ];
  for (const [role, name, expected] of table) {
    it(`answers ${expected} to ${name} of a ${role}`, () => assert.equal(saying(decide(input(name, { role }))), expected));
  }

  it('refuses an operator a loss that needs no permission of its own', () => {
    assert.equal(saying(decide({ ...input('edit', { role: 'operator' }), effects: [{ kind: 'delete', target: '/w/a', recoverable: 'none' }] })), 'deny role-operator');
  });

  it('lets a viewer look with commands, and a command that does more needs shell:run', () => {
    const shell = { subject: { names: ['shell'] } };
    assert.equal(decide(input('read', { role: 'viewer' }, shell)).decision, 'allow');
    assert.match(decide(input('tests', { role: 'viewer' }, shell)).reasons[0] ?? '', /shell:run[\s\S]*operator or admin/);
  });

  it('names the permission and who can give it, also where a policy file withholds it', () => {
    assert.match(decide(input('destroy', { role: 'operator' })).reasons[0] ?? '', /infra:destroy.*role operator does not have.*The role admin has it/);
    const file = { ...policyFile('machine', []), withhold: ['infra:destroy' as const] };
    const verdict = decide(input('destroy', { policy: [file] }));
    assert.deepEqual([verdict.decision, verdict.rule], ['deny', 'permission-withheld']);
    assert.match(verdict.reasons[0] ?? '', /infra:destroy.*\/machine\/policy\.yaml withholds/);
  });
});

describe('the decision in a tainted session', () => {
  const taintedBy = ['https://example.com/page'];
  for (const [name, expected] of [['fetch', 'ask'], ['infra read', 'ask'], ['read outside', 'ask'], ['read', 'allow'], ['edit', 'allow'], ['tests', 'allow']] as const) {
    it(`${expected}s under autonomous for ${name}`, () => {
      const verdict = decide(input(name, { profile: 'autonomous' }, { taintedBy }));
      assert.equal(verdict.decision, expected);
      if (expected === 'ask') assert.ok(verdict.reasons.some((reason) => reason.includes('https://example.com/page')), verdict.reasons.join());
    });
  }

  it('asks in spite of what was remembered, allowed for the session or allowed by a policy, and is not remembered again', () => {
    const allowing = policyFile('user', [{ match: { effect: ['network'] }, decision: 'allow', reason: 'r' }]);
    const verdict = decide(input('fetch', { profile: 'autonomous', policy: [allowing] }, { taintedBy, remembered: true, allowedForSession: new Set(['d']) }));
    assert.deepEqual([saying(verdict), verdict.rememberable], ['ask tainted-asks', 'no']);
  });

  it('offers no approval for good, and does not hinder what a person asks for by name', () => {
    assert.equal(decide(input('tests', {}, { taintedBy })).rememberable, 'session');
    assert.equal(decide(input('tests')).rememberable, 'always');
    assert.equal(decide(input('infra read', {}, { taintedBy, direct: true, actor: HUMAN })).decision, 'allow');
  });
});

describe('the decision by policy', () => {
  const rule = (decision: PolicyRule['decision'], more: PolicyRule['match'] = {}): PolicyRule => ({ match: { effect: ['exec'], ...more }, decision, reason: `we ${decision}` });
  const table: [string, PolicyFile[], Partial<DecisionInput>, string][] = [
    ['an allow of the user', [policyFile('user', [rule('allow')])], {}, 'allow policy:user:1'],
    ['an allow of the machine', [policyFile('machine', [rule('allow')])], {}, 'allow policy:machine:1'],
    ['a later ask of the workspace', [policyFile('user', [rule('allow')]), policyFile('workspace', [rule('ask')])], {}, 'ask policy:workspace:1'],
    ['a deny after an allow in the same file', [policyFile('user', [rule('allow'), rule('deny')])], {}, 'deny policy:user:2'],
    ['an ask, although remembered and asked by name', [policyFile('machine', [rule('ask')])], { remembered: true, direct: true, actor: HUMAN, allowedForSession: new Set(['d']) }, 'ask policy:machine:1'],
    ['a deny, although asked by name', [policyFile('machine', [rule('deny')])], { direct: true, actor: HUMAN }, 'deny policy:machine:1'],
    ['an ask with nobody there', [policyFile('machine', [rule('ask')])], { humanPresent: false }, 'deny nobody-to-ask'],
    ['an allow with nobody there', [policyFile('user', [rule('allow')])], { humanPresent: false }, 'allow policy:user:1'],
    ['an allow in an untrusted workspace', [policyFile('user', [rule('allow')])], { workspaceTrusted: false }, 'deny workspace-untrusted'],
    ['a refused file', [{ ...policyFile('workspace', []), refused: true, problems: ['Line 3: no'] }], {}, 'ask policy:workspace:refused'],
  ];
  for (const [name, policy, more, expected] of table) {
    it(`answers ${expected} to ${name}`, () => {
      const verdict = decide(input('tests', { policy }, more));
      assert.equal(saying(verdict), expected);
      if (verdict.rule.startsWith('policy:')) assert.equal(verdict.policyDigest, policy.find(({ source }) => verdict.rule.includes(source))?.digest);
    });
  }

  it('asks even for a read while a policy file is not in order, and says where', () => {
    const verdict = decide(input('read', { policy: [{ ...policyFile('workspace', []), refused: true, problems: ['Line 3: no'] }] }));
    assert.equal(verdict.decision, 'ask');
    assert.match(verdict.reasons[0] ?? '', /\/workspace\/policy\.yaml[\s\S]*Line 3: no/);
  });

  it('denies a read that it names', () => {
    assert.equal(decide(input('read', { policy: [policyFile('workspace', [{ match: { path: ['a.ts'] }, decision: 'deny', reason: 'private' }])] })).decision, 'deny');
  });
});

describe('no combination of settings', function () {
  this.timeout(20_000);

  const decisions = ['allow', 'ask', 'deny'] as const;
  const names = Object.keys(effects) as Name[];
  const oneOf = <Value>(...values: Value[]) => fc.constantFrom(...values);
  const match = fc.record({
    effect: fc.uniqueArray(oneOf(...names.map((name) => effects[name].kind)), { minLength: 1 }), level: fc.uniqueArray(oneOf<Level>('SAFE', 'MODERATE', 'HIGH', 'DESTRUCTIVE'), { minLength: 1 }),
    tool: oneOf(['edit'], ['shell']), path: oneOf(['**'], ['*.ts'], ['/x/**']), host: oneOf(['*']), stack: oneOf(['*'], ['dev']), program: oneOf(['npm'], ['rm']), command: oneOf(['npm test'], ['npm']),
  }, { requiredKeys: [] });
  const ruleOf = (allowed: readonly PolicyRule['decision'][]) => fc.record({ match, decision: oneOf(...allowed), reason: fc.constant('r') });
  const fileOf = (source: PolicyFile['source'], allowed: readonly PolicyRule['decision'][]) => fc.record({
    source: fc.constant(source), path: fc.constant(`/${source}/policy.yaml`), digest: fc.constant('0'), rules: fc.array(ruleOf(allowed), { maxLength: 4 }),
    withhold: fc.subarray([...PERMISSIONS], { maxLength: 1 }), problems: fc.constant([]), refused: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  });
  const inputs: fc.Arbitrary<DecisionInput> = fc.record({
    effects: fc.array(oneOf(...names).map((name) => effects[name] as Effect), { maxLength: 3 }), minimumLevel: oneOf<Level | undefined>(undefined, 'MODERATE', 'HIGH', 'DESTRUCTIVE'),
    actor: oneOf<Actor['kind']>('human', 'model', 'sub-agent', 'delegated-cli', 'bridge', 'mcp', 'host').map((kind) => ({ kind, name: 'x' })),
    direct: fc.boolean(), humanPresent: fc.boolean(), workspaceTrusted: fc.boolean(), digest: fc.constant('d'), allowedForSession: oneOf(new Set<string>(), new Set(['d'])), remembered: fc.boolean(),
    taintedBy: oneOf([], ['page']),
    subject: fc.record({ names: oneOf(['edit'], ['shell']), command: oneOf(undefined, { loose: [['npm', 'test']] }, { exact: [['npm', 'test']], loose: [['npm', 'test']] }) }),
    rules: fc.record({
      profile: oneOf<Profile>(...PROFILES), role: oneOf<Role>(...ROLES), workspace: fc.constant('/w'), exposure: oneOf([], ['root']),
      policy: fc.tuple(fileOf('user', decisions), fileOf('machine', decisions)),
    }),
  });
  const levelIn = (given: DecisionInput): Level => levelOf(given.effects, given.minimumLevel).level;

  it('lets HIGH or DESTRUCTIVE run without a person’s answer', () => {
    fc.assert(fc.property(inputs, (given) => {
      const level = levelIn(given);
      fc.pre(level === 'HIGH' || level === 'DESTRUCTIVE');
      const verdict = decide(given);
      assert.notEqual(verdict.decision, 'allow');
      assert.ok(verdict.decision === 'deny' || verdict.rememberable === 'no');
    }), { numRuns: 3_000 });
  });

  it('asks where nobody is there, lets an untrusted workspace be changed, or goes above a role', () => {
    fc.assert(fc.property(inputs, (given) => {
      const { decision } = decide(given);
      const level = levelIn(given);
      if (!given.humanPresent) assert.notEqual(decision, 'ask');
      if (!given.workspaceTrusted && level !== 'SAFE') assert.equal(decision, 'deny');
      if (given.rules?.role === 'viewer' && level !== 'SAFE') assert.equal(decision, 'deny');
      if (given.rules?.role === 'operator' && level === 'DESTRUCTIVE') assert.equal(decision, 'deny');
    }), { numRuns: 3_000 });
  });

  it('lets a workspace’s policy allow what was not allowed without it', () => {
    fc.assert(fc.property(inputs, fileOf('workspace', ['ask', 'deny']), (given, file) => {
      const without = decide(given);
      const withIt = decide({ ...given, rules: { ...given.rules as GateRules, policy: [...given.rules?.policy ?? [], file] } });
      assert.ok(decisions.indexOf(withIt.decision) >= decisions.indexOf(without.decision), `${saying(without)} became ${saying(withIt)}`);
    }), { numRuns: 3_000 });
  });

  it('lets taint, a refused file or a stricter profile allow more', () => {
    fc.assert(fc.property(inputs, (given) => {
      const rank = (one: DecisionInput): number => decisions.indexOf(decide(one).decision);
      const settled = given.rules as GateRules;
      const { humanPresent } = given;
      assert.ok(rank({ ...given, taintedBy: ['page'] }) >= rank({ ...given, taintedBy: [] }));
      assert.ok(rank({ ...given, rules: { ...settled, profile: 'careful' } }) >= rank({ ...given, rules: { ...settled, profile: 'autonomous' } }));
      const refused = { ...policyFile('user', []), refused: true };
      assert.ok(rank({ ...given, rules: { ...settled, policy: [...settled.policy, refused] } }) >= (humanPresent ? 1 : 2));
    }), { numRuns: 2_000 });
  });
});

function policyFile(source: PolicyFile['source'], ruleList: PolicyRule[]): PolicyFile {
  return { source, path: `/${source}/policy.yaml`, digest: `digest of ${source}`, rules: ruleList, withhold: [], problems: [], refused: false };
}
