import { changesInfra, destroys, fetches, looks, looksAtInfra, runsCode } from '../analyse/effects.ts';
import type { Deed, Word } from '../analyse/call.ts';
import { sqlKind } from './sqlKind.ts';

export interface Database {
  /** For people: `postgres`. */
  engine: string;
  /** On a host that the command names and that is not this machine. */
  remote: boolean;
  /** Its file, where it is one. */
  file?: Word;
  /** Opened so that nothing can be changed. */
  readOnly?: boolean;
}

/** What a text in SQL does to a database; a text that is not known to the letter may be anything. */
export function sqlDeed(text: Word, database: Database): Deed {
  if (!text.exact) return { effects: [runsCode(database.engine, 'the statement is not known')] };
  const { kind, statement, names } = sqlKind(text.text);
  const { engine, file } = database;
  const shown = statement.length > 120 ? `${statement.slice(0, 119)}…` : statement;
  switch (kind) {
    case 'read': return readsDatabase(database);
    case 'write': return { effects: [changesInfra(engine, shown)], ...(file === undefined ? {} : { touches: [{ word: file, how: 'change' }] }) };
    case 'unknown': return { effects: [changesInfra(engine, `${shown}: not known to read only`)] };
    case 'execute': return { effects: [runsCode(engine, 'the database runs programs or writes files')], level: 'HIGH' };
    case 'destroy': {
      const target = names[0] === undefined || names[0] === '' ? engine : names[0];
      return { effects: [destroys(target, shown)], target, losses: [{ kind: 'data', engine, statement }], alternative: 'Take a dump first, or run it in a transaction that can be rolled back.' };
    }
  }
}

/** A read: of a file, of a server here, of one somewhere else. */
export function readsDatabase({ engine, file, remote }: Database): Deed {
  if (file !== undefined) return file.text === ':memory:' ? { effects: [looks(engine)] } : { touches: [{ word: file, how: 'read' }] };
  return { effects: [remote ? fetches(engine) : looksAtInfra(engine)] };
}
