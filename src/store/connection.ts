import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { storeError } from './sqliteErrors.ts';

/** Milliseconds that a write waits for another window's write; a write takes well below one. */
const BUSY_TIMEOUT_MS = 2_000;

/** One open database: statements are prepared once, errors say what to do. */
export class Connection {
  readonly path: string;
  readonly #database: DatabaseSync;
  #closed = false;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * @param path file, or `:memory:`.
   * @throws AppError `store-…`
   */
  constructor(path: string) {
    this.path = path;
    this.#database = this.#guard(() => new DatabaseSync(path, { enableForeignKeyConstraints: true }));
    try {
      // WAL with NORMAL survives kill -9 at any moment; only a power cut may cost the newest commits (sqlite.org/pragma.html#pragma_synchronous)
      this.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF`);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Runs statements without parameters. */
  exec(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  /** Runs a use of a prepared statement, e.g. `query(sql, (s) => s.get(id))`. */
  query<Result>(sql: string, use: (statement: StatementSync) => Result): Result {
    return this.#guard(() => {
      let statement = this.#statements.get(sql);
      if (statement === undefined) {
        statement = this.#database.prepare(sql);
        this.#statements.set(sql, statement);
      }
      return use(statement);
    });
  }

  /** Runs `work` in one transaction that takes the write lock at its start; all of it happens or nothing. */
  write<Result>(work: () => Result): Result {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Like `write`, and durable against a power cut too when it returns (about 2 ms on a disk). */
  writeDurably<Result>(work: () => Result): Result {
    this.exec('PRAGMA synchronous = FULL');
    try {
      return this.write(work);
    } finally {
      this.exec('PRAGMA synchronous = NORMAL');
    }
  }

  /** May be called again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#statements.clear();
    this.#database.close();
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // a full disk or a broken page has rolled back already, and the error that says so is on its way
    }
  }

  #guard<Result>(use: () => Result): Result {
    try {
      return use();
    } catch (error) {
      throw storeError(this.path, error);
    }
  }
}
