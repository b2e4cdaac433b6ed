import { PROFILES, ROLES } from '../core/policy.ts';
import type { ApprovalSettings } from '../host.ts';

const MAX_DAYS = 90;

/** What the settings say; a value that the manifest does not know counts as the strictest. */
export function approvalSettings(given: { profile: unknown; role: unknown; rememberDays: unknown; production: unknown }): ApprovalSettings {
  const { rememberDays: days } = given;
  return {
    profile: PROFILES.find((name) => name === given.profile) ?? 'careful',
    role: ROLES.find((name) => name === given.role) ?? 'viewer',
    production: typeof given.production === 'string' ? given.production : '.',
    rememberDays: typeof days === 'number' && days >= 1 ? Math.min(Math.floor(days), MAX_DAYS) : 1,
  };
}
