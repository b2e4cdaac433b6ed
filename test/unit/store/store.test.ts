import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Connection } from '../../../src/store/connection.ts';
import { createMigrations, MIGRATIONS } from '../../../src/store/migrations.ts';
import type { Migration } from '../../../src/store/migration.ts';
import { createSessionStore } from '../../../src/store/sessions.ts';
import { soleOwner } from '../../../src/store/owners.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import type { AuditIntent } from '../../../src/core/ports.ts';
import type { BlobId, SessionId } from '../../../src/shared/ids.ts';
import { createAudit } from '../../../src/store/audit.ts';
import { AUDIT_KEY_BYTES } from '../../../src/store/auditSeal.ts';
import { event, human, session } from './samples.ts';

describe('the store', () => {
  let folder: string;
  let stores: Store[];
  const file = () => join(folder, 'pilothouse.db');
  const open = (): Store => {
    const store = openStore(folder, { key: new Uint8Array(AUDIT_KEY_BYTES) });
    stores.push(store);
    return store;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store '));
    stores = [];
  });
  afterEach(() => {
    for (const store of stores) store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('opening', () => {
    it('makes a file that only its user can read', () => {
      open();
      if (process.platform === 'win32') return assert.ok(existsSync(file()));
      assert.equal(statSync(file()).mode & 0o777, 0o600);
      assert.equal(statSync(`${file()}-wal`).mode & 0o777, 0o600);
    });

    it('moves a damaged file aside, says so and starts afresh', () => {
      writeFileSync(file(), 'this is no database, but the user may want to look at it'.repeat(100));
      const store = open();
      assert.match(store.notices.join(), /damaged.*kept as/);
      store.sessions.create(session, '/w', '', 1);
      const aside = readdirSync(folder).find((name) => name.startsWith('damaged-'));
      assert.match(readFileSync(join(folder, aside ?? ''), 'utf8'), /^this is no database/);
      store.close();
      assert.deepEqual(open().notices, []);
    });

    it('moves a file with a broken first page aside too', () => {
      open().close();
      const bytes = readFileSync(file());
      writeFileSync(file(), bytes.fill(0xab, 100, 4096));
      assert.equal(open().notices.length, 1);
    });

    it('leaves a damaged file where it is while another window is open', () => {
      open();
      rmSync(`${file()}-wal`);
      rmSync(`${file()}-shm`);
      rmSync(file());
      writeFileSync(file(), 'no database at all, really not'.repeat(100));
      assert.throws(open, { code: 'store-damaged', message: /Close all windows/ });
    });

    it('says what to do where its folder cannot be made', () => {
      writeFileSync(join(folder, 'file'), '');
      assert.throws(() => openStore(join(folder, 'file', 'below')), { code: 'store-unavailable', message: /Check its permissions/ });
    });

    it('refuses a file of a later version and leaves it alone', () => {
      open().close();
      const database = new DatabaseSync(file());
      database.exec("INSERT INTO migrations VALUES (99, 'from the future', 1)");
      database.close();
      assert.throws(open, { code: 'store-newer', message: /Update the extension/ });
    });

    it('waits for another window that writes, and says so when it takes too long', function () {
      this.timeout(15_000);
      const store = open();
      store.sessions.create(session, '/w', '', 1);
      const other = new DatabaseSync(file());
      other.exec('BEGIN IMMEDIATE');
      assert.throws(() => store.sessions.append([event(1)]), { code: 'store-locked' });
      other.exec('COMMIT');
      other.close();
      store.sessions.append([event(1)]);
    });

    it('can be opened by many at the same time, the first time too', async () => {
      const script = `import { openStore } from ${JSON.stringify(new URL('../../../src/store/store.ts', import.meta.url).href)};
        const store = openStore(process.argv[1]); console.log(store.migrations.status().length); store.close();`;
      const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script, folder], { stdio: 'inherit' }));
      const codes = await Promise.all(children.map(async (child) => ((await once(child, 'exit')) as [number])[0]));
      assert.deepEqual(codes, [0, 0, 0, 0]);
    });
  });

  describe('with a full disk', () => {
    it('says so, loses nothing that was saved, and goes on when there is space', () => {
      const connection = new Connection(file());
      createMigrations(connection).up();
      const sessions = createSessionStore(connection, soleOwner());
      const audit = createAudit(connection, soleOwner(), { key: new Uint8Array(AUDIT_KEY_BYTES) });
      sessions.create(session, '/w', '', 1);
      sessions.append([event(1)]);
      connection.exec('PRAGMA max_page_count = 1');
      const big = event(2, { type: 'notice', level: 'info', text: 'x'.repeat(100_000) });
      assert.throws(() => sessions.append([big]), { code: 'store-full', message: /Free some space/ });
      assert.throws(() => audit.intent({ ...intent, rule: 'x'.repeat(100_000) }), { code: 'audit-unwritable', message: /disk is full/ });
      assert.deepEqual(sessions.events(session).map(({ seq }) => seq), [1]);
      connection.exec('PRAGMA max_page_count = 1000000');
      sessions.append([big]);
      assert.equal(sessions.events(session).length, 2);
      connection.close();
    });
  });

  describe('migrations', () => {
    it('are all applied by opening, and go down and up again', () => {
      const { migrations } = open();
      assert.deepEqual(migrations.status().map(({ id, appliedAt }) => [id, appliedAt !== undefined]), MIGRATIONS.map(({ id }) => [id, true]));
      migrations.down(1);
      assert.deepEqual(migrations.status().map(({ appliedAt }) => appliedAt !== undefined), MIGRATIONS.map(({ id }) => id === 1));
      migrations.down(0);
      assert.deepEqual(migrations.status().map(({ appliedAt }) => appliedAt), MIGRATIONS.map(() => undefined));
      migrations.up();
      assert.equal(migrations.status().every(({ appliedAt }) => appliedAt !== undefined), true);
    });

    it('leave the same schema after down and up as after the first up', () => {
      const connection = new Connection(':memory:');
      const schema = () => connection.query("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name", (statement) => statement.all());
      const migrations = createMigrations(connection);
      migrations.up();
      const first = schema();
      migrations.down(0);
      assert.deepEqual(schema().map(({ name }) => name), ['migrations']);
      migrations.up();
      assert.deepEqual(schema(), first);
    });

    it('happen whole or not at all', () => {
      const connection = new Connection(':memory:');
      const broken: Migration = { id: MIGRATIONS.length + 1, name: 'broken', up: (database) => database.exec('CREATE TABLE half (a INTEGER); INSERT INTO nowhere VALUES (1)'), down: () => undefined };
      const migrations = createMigrations(connection, [...MIGRATIONS, broken]);
      assert.throws(() => migrations.up(), /nowhere/);
      assert.deepEqual(migrations.status().map(({ appliedAt }) => appliedAt !== undefined), [...MIGRATIONS.map(() => true), false]);
      assert.equal(connection.query("SELECT 1 FROM sqlite_schema WHERE name = 'half'", (statement) => statement.get()), undefined);
    });

    it('have ids without gaps', () => {
      assert.deepEqual(MIGRATIONS.map(({ id }) => id), MIGRATIONS.map((_, index) => index + 1));
    });
  });

  describe('blobs', () => {
    it('are named by their SHA-256 and kept once', () => {
      const { blobs } = open();
      const bytes = Uint8Array.of(0, 255, 13, 10);
      const id = blobs.put(bytes);
      assert.equal(blobs.put(Uint8Array.from(bytes)), id);
      assert.deepEqual(Uint8Array.from(blobs.get(id) ?? []), bytes);
      assert.equal(blobs.put(new Uint8Array()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
      assert.equal(blobs.get('0'.repeat(64) as BlobId), undefined);
    });

    it('are not given back when they are damaged', () => {
      const { blobs } = open();
      const id = blobs.put(Uint8Array.of(1, 2, 3));
      const database = new DatabaseSync(file());
      database.exec("UPDATE blobs SET bytes = x'010204'");
      database.close();
      assert.throws(() => blobs.get(id), { code: 'store-damaged' });
    });
  });

  const intent: AuditIntent = {
    sessionId: session, at: 5, actor: human, action: 'shell', title: 'Run rm a.txt', digest: 'd'.repeat(64), level: 'DESTRUCTIVE', rule: 'deletes', decidedBy: 'person',
    effects: [{ kind: 'delete', target: 'a.txt', recoverable: 'none' }],
  };

  describe('the audit', () => {
    it('keeps intent, outcome and denial', () => {
      const { audit } = open();
      const id = audit.intent(intent);
      assert.deepEqual(audit.entries().map(({ outcome }) => outcome), [undefined]);
      audit.outcome(id, 6, 'ok', 'exit 0');
      const { decidedBy: _, ...denied } = intent;
      audit.denied({ ...denied, level: 'HIGH', sessionId: 'other' as SessionId }, 'expiry');
      assert.deepEqual(audit.entries(), [
        { ...intent, id, decision: 'allowed', outcome: { at: 6, outcome: 'ok', detail: 'exit 0' } },
        { ...denied, id: id + 1, level: 'HIGH', sessionId: 'other', decision: 'denied', decidedBy: 'expiry' },
      ]);
      assert.equal(audit.entries(session).length, 1);
    });

    it('can be read by another window before the action starts', () => {
      const [one, two] = [open(), open()];
      one.audit.intent(intent);
      assert.equal(two.audit.entries().length, 1);
    });

    it('lists what a killed process left open, and not what still runs', async () => {
      const writer = resolve(import.meta.dirname, '../../fixtures/programs/eventWriter.ts');
      const child = spawn(process.execPath, ['--no-warnings', writer, folder, '2'], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      const { audit } = open();
      const own = audit.intent(intent);
      assert.deepEqual(audit.interrupted(), []);
      child.kill('SIGKILL');
      await once(child, 'exit');
      assert.deepEqual(audit.interrupted().map(({ id, digest }) => [id !== own, digest]), [[true, 'd']]);
    });

    it('cannot be changed or shortened, and knows one outcome for each intent', () => {
      const { audit } = open();
      const id = audit.intent(intent);
      audit.outcome(id, 6, 'ok', '');
      assert.throws(() => audit.outcome(id, 7, 'error', ''), { code: 'audit-unwritable' });
      const database = new DatabaseSync(file());
      for (const sql of ['UPDATE audit_intents SET level = 1', 'DELETE FROM audit_intents', 'UPDATE audit_outcomes SET at = 1', 'DELETE FROM audit_outcomes']) {
        assert.throws(() => database.exec(sql), /append-only/);
      }
      database.close();
    });
  });
});
