import assert from 'node:assert/strict';
import { toolSpec } from '../../../src/core/toolSpec.ts';
import { codeTools, type CodeToolPorts } from '../../../src/tools/index.ts';

/** Describing a tool uses no port. */
const tools = () => codeTools({ shell: 'bash' } as CodeToolPorts);

describe('tool descriptions', () => {
  it('come in a fixed order and are the same bytes every time', () => {
    assert.deepEqual(tools().map((tool) => tool.name), ['read', 'list', 'search', 'edit', 'write', 'shell']);
    assert.equal(JSON.stringify(tools().map(toolSpec)), JSON.stringify(tools().map(toolSpec)));
  });

  it('stay small, so that a lean first request fits its budget', () => {
    const bytes = Buffer.byteLength(JSON.stringify(tools().map(toolSpec)));
    assert.ok(bytes <= 6 * 1024, `${bytes} bytes`);
  });

  it('are plain JSON schemas that refuse unknown fields', () => {
    for (const { inputSchema } of tools().map(toolSpec)) {
      assert.equal((inputSchema as { type: string }).type, 'object');
      assert.equal((inputSchema as { additionalProperties: boolean }).additionalProperties, false);
      assert.doesNotMatch(JSON.stringify(inputSchema), /\$schema|9007199254740991/);
    }
  });
});
