import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import type { Blobs } from '../core/ports.ts';
import type { BlobId } from '../shared/ids.ts';
import type { Connection } from './connection.ts';

/** Bytes by the SHA-256 of themselves: equal contents are kept once, and what is read back is proven to be what was put. */
export function createBlobs(database: Connection): Blobs {
  return {
    put(bytes) {
      const id = idOf(bytes);
      database.query('INSERT INTO blobs (id, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING', (statement) => statement.run(id, bytes));
      return id;
    },
    /** @throws AppError `store-damaged` where the bytes are not those that were put: they must not be written back to a file. */
    get(id) {
      const bytes = database.query('SELECT bytes FROM blobs WHERE id = ?', (statement) => statement.get(id))?.['bytes'];
      if (!(bytes instanceof Uint8Array)) return undefined;
      if (idOf(bytes) !== id) throw new AppError('store-damaged', 'A saved version of a file is damaged, so it cannot be shown or put back.');
      return bytes;
    },
  };
}

const idOf = (bytes: Uint8Array): BlobId => createHash('sha256').update(bytes).digest('hex') as BlobId;
