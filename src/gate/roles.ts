import { PERMISSIONS, type GateRules, type Permission, type Role } from '../core/policy.ts';
import { LEVELS, type Actor, type Effect, type Level } from '../shared/effects.ts';
import { withheldBy } from './policy/evaluate.ts';

/**
 * Roles are a guard that a person sets for himself against slips and against the agent, not an access control: whoever
 * runs as the same user of the system can change them.
 */

const HIGHEST: Record<Role, Level> = { viewer: 'SAFE', operator: 'HIGH', admin: 'DESTRUCTIVE' };

const GRANTED: Record<Role, readonly Permission[]> = {
  viewer: ['ai:chat', 'infra:read'],
  operator: ['ai:chat', 'infra:read', 'infra:deploy', 'shell:run', 'git:write', 'bridge:drive'],
  admin: PERMISSIONS,
};

/** Why the role or a withheld permission does not let the action through; undefined where they do. */
export function refusal(action: { effects: readonly Effect[]; level: Level; actor: Actor; names: readonly string[] }, rules: GateRules): { rule: string; reason: string } | undefined {
  for (const permission of neededFor(action)) {
    const file = withheldBy(rules, permission);
    if (file !== undefined) return { rule: 'permission-withheld', reason: `This needs the permission ${permission}, which the policy file ${file.path} withholds. Whoever keeps that file can give it.` };
    if (!GRANTED[rules.role].includes(permission)) return { rule: 'permission-missing', reason: `This needs the permission ${permission}, which the role ${rules.role} does not have. ${whoCanGive(permission)}` };
  }
  const highest = HIGHEST[rules.role];
  if (LEVELS.indexOf(action.level) <= LEVELS.indexOf(highest)) return undefined;
  const role = action.level === 'DESTRUCTIVE' ? 'admin' : 'operator or admin';
  return { rule: `role-${rules.role}`, reason: `The role ${rules.role} approves nothing above ${highest}, and this is ${action.level}. The role ${role} can, see the setting pilothouse.approvals.role.` };
}

function whoCanGive(permission: Permission): string {
  const roles = (Object.keys(GRANTED) as Role[]).filter((role) => GRANTED[role].includes(permission));
  return `The role ${roles.join(' or ')} has it, see the setting pilothouse.approvals.role.`;
}

function neededFor({ effects, level, actor, names }: { effects: readonly Effect[]; level: Level; actor: Actor; names: readonly string[] }): Permission[] {
  const needed = new Set<Permission>();
  if (actor.kind === 'model' || actor.kind === 'sub-agent') needed.add('ai:chat');
  if (actor.kind === 'bridge') needed.add('bridge:drive');
  // a command that is proven to read needs no more than reading does
  if (names.includes('shell') && level !== 'SAFE') needed.add('shell:run');
  for (const { kind, access, target } of effects) {
    if (kind === 'infra') needed.add(access === 'read' ? 'infra:read' : level === 'DESTRUCTIVE' ? 'infra:destroy' : 'infra:deploy');
    if (kind === 'git' && access !== 'read') needed.add('git:write');
    if (kind !== 'read' && kind !== 'exec' && isOwnSetting(target)) needed.add('settings:write');
  }
  return [...needed];
}

/** Files that say what Pilothouse may do. */
const isOwnSetting = (target: string): boolean => /(^|[\\/])(\.pilothouse[\\/]|\.vscode[\\/]settings\.json$|\.cursor[\\/])/i.test(target);
