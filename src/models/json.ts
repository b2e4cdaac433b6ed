import type { JsonObject, JsonValue } from '../shared/json.ts';

/** Careful looks into JSON that a server sent: a wrong shape is nothing, never a crash. */

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const asList = (value: unknown): JsonValue[] => (Array.isArray(value) ? value as JsonValue[] : []);
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
/** A finite number of at least zero, else undefined. */
export const asCount = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined);

export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
