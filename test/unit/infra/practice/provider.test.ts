import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import proto from '@pulumi/pulumi/proto/provider_pb.js';
import type { World } from '../../../../src/infra/practice/world.ts';
import type { ProviderProcess } from './providerProcess.ts';
import { rpc, secret, startProvider, UNKNOWN, urnOf } from './providerProcess.ts';

const { Kind } = proto.PropertyDiff;

const database = { name: 'shop-db', engine: 'pg15', size: 20, password: secret('correct horse') };
const databaseUrn = urnOf('Database', 'db');
const service = { name: 'web', image: 'shop:1', replicas: 2, port: 8080 };
const webUrn = urnOf('Service', 'web');

const closing = <T extends { close(): void }>(value: T): T & Disposable => Object.assign(value, { [Symbol.dispose]: () => value.close() });

describe('the practice provider', function () {
  this.timeout(30_000);
  let folder: string;
  let worldPath: string;
  let provider: ProviderProcess;

  const world = (): World => JSON.parse(readFileSync(worldPath, 'utf8')) as World;
  const writeWorld = (change: (world: World) => void) => {
    const value = existsSync(worldPath) ? world() : { version: 1 as const, control: {}, resources: {} };
    change(value);
    writeFileSync(worldPath, JSON.stringify(value));
  };
  const messageOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(() => assert.fail('it succeeded'), (error: unknown) => (error as { details: string }).details);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'practice-'));
    worldPath = join(folder, 'world.json');
    provider = await startProvider(worldPath);
  });
  beforeEach(() => rmSync(worldPath, { force: true }));
  after(async () => {
    await provider[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('accepts secrets, resources and outputs, and says its version', async () => {
    const handshake = (await rpc.handshake(provider)).toObject();
    assert.deepEqual([handshake.acceptSecrets, handshake.acceptResources, handshake.acceptOutputs], [true, true, true]);
    assert.equal((await rpc.info(provider)).getVersion(), '0.1.0');
  });

  it('marks the password secret in its schema', async () => {
    const { resources } = await rpc.schema(provider);
    assert.deepEqual(Object.keys(resources).sort(), ['Bucket', 'Database', 'Network', 'Queue', 'Service'].map((name) => `sim:index:${name}`));
    assert.equal(resources['sim:index:Database']?.inputProperties['password']?.secret, true);
    assert.deepEqual(resources['sim:index:Database']?.requiredInputs, ['name', 'engine', 'password']);
  });

  describe('check', () => {
    it('fills defaults and marks the password secret although the program did not', async () => {
      const { inputs, failures } = await rpc.check(provider, databaseUrn, { name: 'shop-db', engine: 'pg15', password: 'correct horse' });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { name: 'shop-db', engine: 'pg15', password: secret('correct horse'), size: 20, deletionProtection: false });
    });

    it('names each wrong property: type, range, form, missing and unknown', async () => {
      const { failures } = await rpc.check(provider, webUrn, { name: 'Web!', replicas: 101, port: 'x', colour: 'red' });
      assert.deepEqual(failures.map(({ property }) => property).sort(), ['colour', 'image', 'name', 'port', 'replicas']);
      assert.match(failures.find(({ property }) => property === 'replicas')?.reason ?? '', /whole number from 0 to 100/);
    });

    it('never repeats a secret in a failure', async () => {
      const { failures } = await rpc.check(provider, databaseUrn, { ...database, password: secret('hunter2') });
      assert.equal(failures.length, 1);
      assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
    });

    it('takes what is not known yet for right', async () => {
      const { inputs, failures } = await rpc.check(provider, webUrn, { ...service, replicas: UNKNOWN });
      assert.deepEqual(failures, []);
      assert.equal(inputs['replicas'], UNKNOWN);
    });

    it('fails where the resource asks for it', async () => {
      const { failures } = await rpc.check(provider, webUrn, { ...service, fail: 'check' });
      assert.deepEqual(failures.map(({ property }) => property), ['fail']);
    });
  });

  describe('diff', () => {
    const kinds = (response: proto.DiffResponse) =>
      Object.fromEntries([...response.getDetaileddiffMap().entries()].map(([name, diff]) => [name, (diff).getKind()]));

    it('says that nothing changes', async () => {
      const response = await rpc.diff(provider, databaseUrn, database, database);
      assert.equal(response.getChanges(), proto.DiffResponse.DiffChanges.DIFF_NONE);
      assert.deepEqual(kinds(response), {});
    });

    it('names the property that forces a replacement, and deletes a database first', async () => {
      const response = await rpc.diff(provider, databaseUrn, database, { ...database, engine: 'pg16', size: 40 });
      assert.deepEqual(kinds(response), { engine: Kind.UPDATE_REPLACE, size: Kind.UPDATE });
      assert.deepEqual(response.getReplacesList(), ['engine']);
      assert.equal(response.getDeletebeforereplace(), true);
    });

    it('changes a service in place and keeps the outputs that do not depend on it', async () => {
      const { replicas: _, ...without } = service;
      const response = await rpc.diff(provider, webUrn, without, { ...service, image: 'shop:2' });
      assert.deepEqual(kinds(response), { replicas: Kind.ADD, image: Kind.UPDATE });
      assert.deepEqual(response.getReplacesList(), []);
      assert.deepEqual(response.getStablesList(), ['endpoint']);
    });

    it('announces a replacement where the new value of a forcing property is not known yet', async () => {
      const response = await rpc.diff(provider, urnOf('Bucket', 'b'), { name: 'old' }, { name: UNKNOWN });
      assert.deepEqual(kinds(response), { name: Kind.UPDATE_REPLACE });
    });

    it('notices a new password without having it in the clear', async () => {
      const response = await rpc.diff(provider, databaseUrn, database, { ...database, password: secret('something else') });
      assert.deepEqual(kinds(response), { password: Kind.UPDATE });
    });

    it('replaces on the further properties that the resource names', async () => {
      const response = await rpc.diff(provider, webUrn, { ...service, replaceOn: ['image'] }, { ...service, replaceOn: ['image'], image: 'shop:2' });
      assert.deepEqual(kinds(response), { image: Kind.UPDATE_REPLACE });
    });
  });

  describe('preview', () => {
    it('knows outputs made from known inputs, not those that need an id, and touches nothing', async () => {
      const web = await rpc.create(provider, webUrn, service, true);
      assert.equal(web.outputs['endpoint'], 'http://web.sim.invalid:8080');
      const db = await rpc.create(provider, databaseUrn, database, true);
      assert.equal(db.outputs['endpoint'], UNKNOWN);
      assert.equal((await rpc.update(provider, webUrn, 'web-1', service, { ...service, port: UNKNOWN }, true))['endpoint'], UNKNOWN);
      assert.equal(existsSync(worldPath), false);
    });
  });

  describe('the world', () => {
    it('holds what was created, updated and deleted', async () => {
      const { id } = await rpc.create(provider, webUrn, service);
      assert.deepEqual(world().resources[id], { type: 'sim:index:Service', urn: webUrn, properties: service });
      await rpc.update(provider, webUrn, id, service, { ...service, replicas: 5 });
      assert.equal(world().resources[id]?.properties['replicas'], 5);
      await rpc.delete(provider, webUrn, id, service);
      assert.deepEqual(world().resources, {});
      await rpc.delete(provider, webUrn, id, service);
    });

    it('gets no secret in the clear, and gives it back secret', async () => {
      const { id, outputs } = await rpc.create(provider, databaseUrn, database);
      assert.doesNotMatch(readFileSync(worldPath, 'utf8'), /correct horse/);
      assert.deepEqual(outputs['password'], secret('correct horse'));
      assert.deepEqual((await rpc.read(provider, databaseUrn, id, database)).properties['password'], secret('correct horse'));
    });

    it('keeps whatever else is secret out of file, id and outputs', async () => {
      const { id, outputs } = await rpc.create(provider, urnOf('Bucket', 'b'), { name: secret('project-x'), versioning: false });
      assert.doesNotMatch(readFileSync(worldPath, 'utf8') + id, /project-x/);
      assert.deepEqual(outputs['url'], secret('sim://project-x'));
    });

    it('shows drift: a changed property, a changed password, a vanished resource', async () => {
      const web = await rpc.create(provider, webUrn, service);
      const db = await rpc.create(provider, databaseUrn, database);
      writeWorld(({ resources }) => {
        (resources[web.id]?.properties as Record<string, unknown>)['replicas'] = 7;
        (resources[db.id]?.properties as Record<string, unknown>)['password'] = { $secret: 'AAAA:BBBB' };
      });
      const drifted = await rpc.read(provider, webUrn, web.id, service);
      assert.deepEqual([drifted.inputs['replicas'], drifted.properties['replicas']], [7, 7]);
      assert.deepEqual((await rpc.read(provider, databaseUrn, db.id, database)).inputs['password'], secret('(changed outside of Pulumi)'));
      writeWorld(({ resources }) => { delete resources[web.id]; });
      assert.equal((await rpc.read(provider, webUrn, web.id, service)).id, '');
      assert.match(await messageOf(rpc.update(provider, webUrn, web.id, service, service)), /no longer in the practice cloud/);
    });

    it('can be imported from', async () => {
      const { id } = await rpc.create(provider, webUrn, service);
      assert.deepEqual((await rpc.read(provider, webUrn, id)).inputs, service);
    });

    it('protects a database from deletion until the protection is off', async () => {
      const { id } = await rpc.create(provider, databaseUrn, { ...database, deletionProtection: true });
      assert.match(await messageOf(rpc.delete(provider, databaseUrn, id, database)), /deletionProtection/);
      assert.ok(world().resources[id]);
    });

    it('is never overwritten where it is damaged or of another version', async () => {
      for (const text of ['{"version": 1, "resources": {', '{"version": 2, "resources": {}}', '[]', '{"version": 1}']) {
        writeFileSync(worldPath, text);
        assert.match(await messageOf(rpc.create(provider, webUrn, service)), /nothing was changed/);
        assert.equal(readFileSync(worldPath, 'utf8'), text);
      }
    });

    it('loses nothing when many creates of two processes write at once', async () => {
      await using other = await startProvider(worldPath);
      const names = Array.from({ length: 20 }, (_, index) => `web-${index}`);
      const created = await Promise.all(names.flatMap((name) => [provider, other].map((one, index) =>
        rpc.create(one, urnOf('Service', `${name}-${index}`), { ...service, name }))));
      assert.deepEqual(Object.keys(world().resources).sort(), created.map(({ id }) => id).sort());
    });
  });

  describe('trouble on request', () => {
    it('fails the operation that the resource names, and leaves the world as it was', async () => {
      assert.match(await messageOf(rpc.create(provider, webUrn, { ...service, fail: 'create' })), /create of web failed, as its input/);
      const { id } = await rpc.create(provider, webUrn, { ...service, fail: 'update' });
      const before = readFileSync(worldPath, 'utf8');
      assert.match(await messageOf(rpc.update(provider, webUrn, id, service, { ...service, fail: 'update', replicas: 9 })), /update of web failed/);
      assert.match(await messageOf(rpc.delete(provider, webUrn, id, { ...service, fail: 'delete' })), /delete of web failed/);
      assert.equal(readFileSync(worldPath, 'utf8'), before);
    });

    it('fails once for the control block of the world', async () => {
      writeWorld((value) => { value.control = { failNext: { create: 'web' } }; });
      const results = await Promise.allSettled([rpc.create(provider, webUrn, service), rpc.create(provider, webUrn, service)]);
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      assert.deepEqual(world().control, { failNext: {} });
    });

    it('ends a slow operation when the engine cancels, before anything changed', async () => {
      await using slow = await startProvider(worldPath, { delayMs: 60_000 });
      const message = messageOf(rpc.create(slow, webUrn, service));
      await rpc.cancel(slow);
      assert.match(await message, /Cancelled/);
      assert.equal(existsSync(worldPath), false);
    });
  });

  describe('its process', () => {
    it('ends when the engine goes away', async () => {
      const own = await startProvider(worldPath);
      own.child.stdin?.end();
      const [code] = await once(own.child, 'close') as [number];
      assert.equal(code, 0);
      assert.equal(own.errors(), '');
      own.client.close();
    });

    it('leaves a valid world when it is killed amid fifty creates, and the next one goes on', async function () {
      for (let round = 0; round < 4; round += 1) {
        // a big world takes long to write, so that the kill falls into a write
        const others = Array.from({ length: 3_000 }, (_, index) => [`other-${index}`, { type: 'sim:index:Service', urn: webUrn, properties: service }] as const);
        writeWorld((value) => { value.resources = Object.fromEntries(others); });
        const victim = await startProvider(worldPath);
        const ids: string[] = [];
        const died = once(victim.child, 'close');
        let writes = 0;
        using watcher = closing(watch(folder, (_, name) => {
          if (name?.endsWith('.lock') === false && ++writes === 4 + round * 5) victim.child.kill('SIGKILL');
        }));
        assert.ok(watcher);
        const creates = Array.from({ length: 50 }, async (_, index) => {
          const { id } = await rpc.create(victim, urnOf('Service', `web-${index}`), service);
          ids.push(id);
        });
        await Promise.allSettled(creates);
        await died;
        victim.client.close();
        assert.ok(ids.length < 50, 'it was killed in the middle');
        const left = world().resources;
        for (const id of [...ids, ...others.map(([id]) => id)]) assert.ok(left[id], `${id} is there`);
        const next = await rpc.create(provider, webUrn, service);
        assert.ok(world().resources[next.id]);
      }
    });
  });
});
