import * as z from 'zod';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import type { ToolSpec } from './model.ts';
import type { Tool } from './tool.ts';

/**
 * What a model is told of a tool. The same tool gives the same bytes every time, so that the provider's cache holds.
 */
export function toolSpec(tool: Tool): ToolSpec {
  const schema = z.toJSONSchema(tool.input, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  const { $schema: _, ...inputSchema } = JSON.parse(JSON.stringify(schema)) as JsonObject;
  return { name: tool.name, description: tool.description, inputSchema: withoutSafeIntegerBounds(inputSchema) };
}

/** Zod says that an integer lies within ±2^53; a model needs no such reminder. */
function withoutSafeIntegerBounds(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutSafeIntegerBounds);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => Math.abs(Number(field)) !== Number.MAX_SAFE_INTEGER || typeof field !== 'number');
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutSafeIntegerBounds(field)]));
}
