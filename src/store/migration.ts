import type { Connection } from './connection.ts';

/** One step of the schema. Steps are never changed once released; a new one is added. */
export interface Migration {
  /** Counts up from 1 without gaps. */
  id: number;
  name: string;
  up(database: Connection): void;
  /** Undoes `up`; the data of what it made is gone. */
  down(database: Connection): void;
}
