import type { JsonValue } from '../../shared/json.ts';

/**
 * Pulumi's wire form of property values (pulumi/pulumi `sdk/go/common/resource/properties.go` and `…/sig`): unknowns
 * are one reserved string, secrets and outputs are objects with a signature key.
 */

const UNKNOWN_TEXT = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT_SIGNATURE = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';

export interface Property {
  /** Absent while unknown. */
  value?: JsonValue;
  unknown: boolean;
  /** True where the value or anything inside it is secret; `value` then holds it in clear. */
  secret: boolean;
}

export type Properties = Record<string, Property>;

export const known = (value: JsonValue, secret = false): Property => ({ value, unknown: false, secret });
export const unknown = (secret = false): Property => ({ unknown: true, secret });

/** Reads a decoded protobuf struct; properties that are null count as absent. */
export function fromWire(struct: Record<string, unknown> | undefined): Properties {
  const properties: Properties = {};
  for (const [name, wire] of Object.entries(struct ?? {})) {
    const property = readProperty(wire);
    if (property.unknown || property.value !== null) properties[name] = property;
  }
  return properties;
}

export function toWire(properties: Properties): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, writeProperty(property)]));
}

function readProperty(wire: unknown): Property {
  if (wire === UNKNOWN_TEXT) return unknown();
  if (Array.isArray(wire)) return combine(wire.map(readProperty), (values) => values);
  if (typeof wire === 'object' && wire !== null) {
    const record = wire as Record<string, unknown>;
    if (record[SIGNATURE_KEY] === SECRET_SIGNATURE) return { ...readProperty(record['value']), secret: true };
    if (record[SIGNATURE_KEY] === OUTPUT_SIGNATURE) {
      const inner = 'value' in record ? readProperty(record['value']) : unknown();
      return { ...inner, secret: inner.secret || record['secret'] === true };
    }
    const names = Object.keys(record);
    return combine(names.map((name) => readProperty(record[name])), (values) =>
      Object.fromEntries(values.map((value, index) => [names[index] ?? '', value])));
  }
  return known((wire ?? null) as JsonValue);
}

function combine(parts: Property[], build: (values: JsonValue[]) => JsonValue): Property {
  const secret = parts.some((part) => part.secret);
  if (parts.some((part) => part.unknown)) return unknown(secret);
  return known(build(parts.map((part) => part.value ?? null)), secret);
}

function writeProperty(property: Property): JsonValue {
  const value = property.unknown ? UNKNOWN_TEXT : property.value ?? null;
  return property.secret ? { [SIGNATURE_KEY]: SECRET_SIGNATURE, value } : value;
}
