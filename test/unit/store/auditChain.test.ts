import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditId, AuditIntent, Secrets } from '../../../src/core/ports.ts';
import { createAuditCheckpoint } from '../../../src/store/auditCheckpoint.ts';
import { loadAuditKey } from '../../../src/store/auditKey.ts';
import { AUDIT_KEY_BYTES, type AuditHead } from '../../../src/store/auditSeal.ts';
import { createFileSecrets } from '../../../src/store/fileSecrets.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { human, session } from './samples.ts';

const key = new Uint8Array(AUDIT_KEY_BYTES).fill(7);

function inMemory(): Secrets & { values: Map<string, string>; writes: number } {
  const values = new Map<string, string>();
  const secrets = {
    values, writes: 0,
    get: (name: string) => Promise.resolve(values.get(name)),
    set: (name: string, value: string) => {
      secrets.writes++;
      values.set(name, value);
      return Promise.resolve();
    },
    remove: () => Promise.resolve(),
  };
  return secrets;
}

describe('the chain of the audit', () => {
  let folder: string;
  let heads: AuditHead[];
  const stores: Store[] = [];
  const open = (with_: Uint8Array | undefined = key): Store => {
    const store = openStore(folder, { key: with_, onSealed: (head) => heads.push(head) });
    stores.push(store);
    return store;
  };
  const intent = (level: AuditIntent['level'] = 'MODERATE'): AuditIntent => ({
    sessionId: session, at: 5, actor: human, action: 'shell', title: 'Run make', digest: 'd'.repeat(64), level, rule: 'asks', decidedBy: 'person',
    effects: [{ kind: 'exec', target: 'make', inWorkspace: true }],
  });
  const fill = ({ audit }: Store): AuditId[] => [1, 2, 3].map(() => {
    const id = audit.intent(intent());
    audit.outcome(id, 6, 'ok', 'exit 0');
    return id;
  });
  /** As somebody with the file, but without the key: the triggers are no obstacle to him. */
  const tamper = (...statements: string[]): void => {
    const database = new DatabaseSync(join(folder, 'pilothouse.db'));
    for (const name of ['audit_intents_fixed', 'audit_intents_kept', 'audit_outcomes_fixed', 'audit_outcomes_kept', 'audit_seals_fixed', 'audit_seals_kept']) database.exec(`DROP TRIGGER ${name}`);
    database.exec('PRAGMA foreign_keys = OFF');
    for (const statement of statements) database.exec(statement);
    database.close();
  };
  const kinds = (store: Store, checkpoint?: AuditHead): string[] => store.audit.verify(checkpoint).problems.map((problem) => problem.kind);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'audit '));
    heads = [];
  });
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds over everything that was written, by several windows too', () => {
    fill(open());
    const other = open();
    fill(other);
    assert.deepEqual(other.audit.verify(heads.at(-1)), { records: 12, sealed: 12, checkpoint: 'matches', problems: [] });
  });

  for (const [what, sql, expected] of [
    ['a level made harmless', "UPDATE audit_intents SET level = 'SAFE' WHERE id = 2", ['changed']],
    ['a title that was rewritten', "UPDATE audit_intents SET title = 'Run ls' WHERE id = 1", ['changed']],
    ['an outcome that was rewritten', "UPDATE audit_outcomes SET detail = 'nothing' WHERE intent_id = 3", ['changed']],
    ['a record that was taken out', 'DELETE FROM audit_outcomes WHERE intent_id = 2', ['removed']],
    ['a seal that was taken out with its record', "DELETE FROM audit_seals WHERE kind = 'outcome' AND intent_id = 2; DELETE FROM audit_outcomes WHERE intent_id = 2", ['reordered', 'changed']],
    ['a record that was added', "INSERT INTO audit_intents SELECT 99, session_id, at, actor, action, digest, level, rule, effects, decision, decided_by, owner, title FROM audit_intents WHERE id = 1", ['unsealed']],
  ] as const) {
    it(`shows ${what}`, () => {
      const store = open();
      fill(store);
      tamper(sql);
      assert.deepEqual(kinds(store), expected);
    });
  }

  it('shows by the checkpoint that its end was cut off, and that it was written anew', () => {
    const store = open();
    fill(store);
    const head = heads.at(-1);
    const cut = 'DELETE FROM audit_seals WHERE seq > 4; DELETE FROM audit_outcomes WHERE intent_id > 2; DELETE FROM audit_intents WHERE id > 2';
    tamper(cut);
    assert.deepEqual(kinds(store), [], 'without a checkpoint nothing is missing');
    assert.deepEqual(kinds(store, head), ['truncated']);
    fill(store);
    assert.deepEqual(kinds(store, head), ['rewritten']);
  });

  it('says which records were sealed with another key, and which with none', () => {
    fill(open(new Uint8Array(AUDIT_KEY_BYTES).fill(8)));
    assert.deepEqual(new Set(kinds(open())), new Set(['other-key']));
    const without = openStore(folder);
    stores.push(without);
    fill(without);
    assert.equal(kinds(open()).filter((kind) => kind === 'unsealed').length, 6);
  });

  it('refuses what cannot be undone where there is no key', () => {
    const store = openStore(folder);
    stores.push(store);
    for (const level of ['HIGH', 'DESTRUCTIVE'] as const) assert.throws(() => store.audit.intent(intent(level)), { code: 'audit-unwritable', message: /keychain/ });
    assert.equal(store.audit.entries().length, 0);
  });

  describe('key', () => {
    it('is made once, also by windows that start at the same moment', async () => {
      const secrets = inMemory();
      const keys = await Promise.all([1, 2, 3].map(() => loadAuditKey(secrets, folder)));
      assert.equal(new Set(keys.map((one) => Buffer.from(one).toString('hex'))).size, 1);
      assert.equal(secrets.writes, 1);
    });

    it('is one for all processes that share the folder', async () => {
      const script = `import { loadAuditKey } from ${JSON.stringify(new URL('../../../src/store/auditKey.ts', import.meta.url).href)};
        import { createFileSecrets } from ${JSON.stringify(new URL('../../../src/store/fileSecrets.ts', import.meta.url).href)};
        const key = await loadAuditKey(createFileSecrets(process.argv[1] + '/secrets'), process.argv[1]); console.log(Buffer.from(key).toString('hex'));`;
      const children = Array.from({ length: 3 }, () => spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] }));
      const lines = await Promise.all(children.map(async (child) => {
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => { text += chunk.toString(); });
        await once(child, 'close');
        return text.trim();
      }));
      assert.match(lines[0] ?? '', /^[0-9a-f]{64}$/);
      assert.equal(new Set(lines).size, 1);
    });

    it('is not waited for where the keychain does not answer', async () => {
      await assert.rejects(loadAuditKey({ ...inMemory(), get: () => new Promise(() => undefined) }, folder, 5), /does not answer/);
    });

    it('is replaced where what is stored is no key', async () => {
      const secrets = inMemory();
      secrets.values.set('pilothouse.auditKey', 'torn');
      assert.equal((await loadAuditKey(secrets, folder)).length, AUDIT_KEY_BYTES);
    });
  });

  describe('checkpoint', () => {
    let synced: number;
    beforeEach(() => { synced = 0; });
    const head = (count: number): AuditHead => ({ count, mac: String(count % 10).repeat(64) });

    it('is kept every few seals, at once for what cannot be undone, and at the end', async () => {
      const secrets = inMemory();
      const checkpoint = createAuditCheckpoint(secrets, () => void synced++, assert.fail);
      for (let count = 1; count <= 15; count++) checkpoint.note(head(count), false);
      assert.equal(secrets.writes, 0);
      checkpoint.note(head(16), false);
      checkpoint.note(head(17), true);
      checkpoint.note(head(18), false);
      await checkpoint.flush();
      assert.deepEqual(await checkpoint.read(), head(18));
      assert.equal(secrets.writes, 3);
      assert.equal(synced, 3, 'each after what it counts is on the disk');
    });

    it('is not kept where what it counts could not be brought to the disk', async () => {
      const secrets = inMemory();
      const lines: string[] = [];
      const checkpoint = createAuditCheckpoint(secrets, () => { throw new Error('disk is full'); }, (line) => lines.push(line));
      checkpoint.note(head(1), true);
      await checkpoint.flush();
      assert.equal(secrets.writes, 0);
      assert.match(lines.join(), /disk is full/);
    });

    it('never goes back where another window has come further', async () => {
      const secrets = inMemory();
      await secrets.set('pilothouse.auditCheckpoint', JSON.stringify(head(40)));
      const checkpoint = createAuditCheckpoint(secrets, () => void synced++, assert.fail);
      checkpoint.note(head(20), true);
      await checkpoint.flush();
      assert.deepEqual(await checkpoint.read(), head(40));
    });

    it('that cannot be kept stops nothing, and is said in the log', async () => {
      const lines: string[] = [];
      const checkpoint = createAuditCheckpoint({ ...inMemory(), set: () => Promise.reject(new Error('locked')) }, () => void synced++, (line) => lines.push(line));
      checkpoint.note(head(1), true);
      await checkpoint.flush();
      assert.match(lines.join(), /locked/);
    });
  });

  describe('secrets in files', () => {
    it('come back as they were, and are gone when removed', async () => {
      const secrets = createFileSecrets(join(folder, 'secrets'));
      assert.equal(await secrets.get('a/b'), undefined);
      await secrets.set('a/b', 'x');
      await secrets.set('a/b', 'y');
      assert.equal(await secrets.get('a/b'), 'y');
      await secrets.remove('a/b');
      assert.equal(await secrets.get('a/b'), undefined);
    });
  });
});
