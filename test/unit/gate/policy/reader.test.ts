import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import type { PolicyFile } from '../../../../src/core/policy.ts';
import { policyPlaces } from '../../../../src/gate/policy/places.ts';
import { createPolicyReader } from '../../../../src/gate/policy/reader.ts';

describe('reading policy files', () => {
  const build = () => {
    const disk = new Map<string, string | Error>();
    const told: PolicyFile[] = [];
    const reader = createPolicyReader({
      read: async (path) => {
        const content = disk.get(path);
        if (content === undefined) throw new AppError('file-missing', `${path} does not exist`);
        if (content instanceof Error) throw content;
        return new TextEncoder().encode(content);
      },
    }, [{ source: 'user', path: '/u/policy.yaml' }, { source: 'workspace', path: '/w/.pilothouse/policy.yaml' }], (file) => told.push(file));
    return { disk, told, reader };
  };
  const deny = (program: string): string => `version: 1\nrules:\n  - match: { program: ${program} }\n    decision: deny\n    reason: r\n`;

  it('finds nothing where there is nothing', async () => {
    const { reader, told } = build();
    assert.deepEqual([await reader.read(), told], [[], []]);
  });

  it('sees a change, a new file and one that went away at the next decision', async () => {
    const { reader, disk } = build();
    disk.set('/u/policy.yaml', deny('a'));
    const [first] = await reader.read();
    assert.equal((await reader.read())[0], first);
    disk.set('/u/policy.yaml', deny('b'));
    disk.set('/w/.pilothouse/policy.yaml', deny('c'));
    assert.deepEqual((await reader.read()).map(({ source, rules }) => [source, rules[0]?.match.program]), [['user', ['b']], ['workspace', ['c']]]);
    disk.delete('/u/policy.yaml');
    assert.deepEqual((await reader.read()).map(({ source }) => source), ['workspace']);
  });

  it('refuses what is there and cannot be read, and says each problem once', async () => {
    const { reader, disk, told } = build();
    disk.set('/u/policy.yaml', new AppError('file-unreadable', 'No permission to read'));
    assert.deepEqual((await reader.read()).map(({ refused, problems }) => [refused, problems]), [[true, ['No permission to read']]]);
    await reader.read();
    disk.set('/w/.pilothouse/policy.yaml', 'version: 3\n');
    await reader.read();
    await reader.read();
    assert.deepEqual(told.map(({ source }) => source), ['user', 'workspace']);
    disk.set('/w/.pilothouse/policy.yaml', deny('a'));
    assert.equal((await reader.read()).at(-1)?.refused, false);
    disk.set('/w/.pilothouse/policy.yaml', 'version: 3\n');
    await reader.read();
    assert.equal(told.length, 3);
  });

  it('looks in the places of each system, the workspace’s own folder among them', () => {
    const paths = (platform: NodeJS.Platform): string[] => policyPlaces('/data', '/w', platform, 'C:\\ProgramData').map(({ source, path }) => `${source} ${path.replaceAll('\\', '/')}`).filter((line) => line.endsWith('yaml'));
    assert.deepEqual(paths('linux'), ['machine /etc/pilothouse/policy.yaml', 'user /data/policy.yaml', 'workspace /w/.pilothouse/policy.yaml']);
    assert.ok(paths('darwin').includes('machine /Library/Application Support/Pilothouse/policy.yaml'));
    assert.ok(paths('win32').includes('machine C:/ProgramData/Pilothouse/policy.yaml'));
  });
});
