import { randomUUID } from 'node:crypto';

/** A new random id; `prefix` only helps a person who reads logs. */
export function newId<Id extends string>(prefix: string): Id {
  return `${prefix}_${randomUUID().replaceAll('-', '')}` as Id;
}
