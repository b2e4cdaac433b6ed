import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Files } from '../../../src/core/ports.ts';
import { chooseBackend, fileBackendFolder, shownBackend } from '../../../src/infra/backend.ts';

describe('the backend', () => {
  let home: string;
  const files = {
    read: (path: string) => readFile(path),
    stat: async (path: string) => stat(path).then(({ size, mtimeMs }) => ({ kind: 'file', size, mtimeMs }), () => undefined),
  } as unknown as Files;
  const project = { name: 'shop', runtime: 'yaml' };
  const url = (path: string): string => `file://${path.replaceAll('\\', '/')}`;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'pilothouse-home-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('is the project\'s, else the environment\'s, else the one logged in to', async () => {
    await writeFile(join(home, 'credentials.json'), JSON.stringify({ current: 's3://states' }));
    const environment = { PULUMI_HOME: home, PULUMI_BACKEND_URL: 'gs://states' };
    assert.equal(await chooseBackend({ ...project, backendUrl: 'azblob://states' }, '/p', files, environment), 'azblob://states');
    assert.equal(await chooseBackend(project, '/p', files, environment), 'gs://states');
    assert.equal(await chooseBackend(project, '/p', files, { PULUMI_HOME: home }), 's3://states');
  });

  it('is never chosen by the CLI: without a choice there is an error that says what to do', async () => {
    await assert.rejects(chooseBackend(project, '/p', files, { PULUMI_HOME: home }), { code: 'no-backend', message: /pulumi login/ });
  });

  it('in a folder is absolute: beside the project or in the home folder', async () => {
    const dir = resolve('/p');
    assert.equal(await chooseBackend({ ...project, backendUrl: 'file://./state' }, dir, files, {}), url(join(dir, 'state')));
    assert.equal(await chooseBackend({ ...project, backendUrl: 'file://~/state' }, dir, files, {}), url(join(homedir(), 'state')));
    assert.equal(fileBackendFolder(url(join(dir, 'state with space'))), join(dir, 'state with space'));
    assert.equal(fileBackendFolder('s3://states'), undefined);
  });

  it('is shown without a password', () => {
    assert.equal(shownBackend('postgres://user:pw@db/states'), 'postgres://…@db/states');
    assert.equal(shownBackend('file:///states'), 'file:///states');
  });
});
