import { basename } from 'node:path';
import { canonicalJson } from '../shared/canonicalJson.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';

/** Fields of a package.json that no tool takes code, options or rights from. */
const HARMLESS = new Set([
  'name', 'version', 'description', 'keywords', 'homepage', 'bugs', 'license', 'author', 'contributors', 'maintainers', 'funding', 'repository', 'private', 'sideEffects', 'displayName',
]);
const DEPENDENCIES = new Set(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']);
/** A part of a range of versions from the registry: no address, no path, no alias of another package. */
const VERSION = /^[\^~<>=]{0,2}[\dxX*][\w.+*-]*$/;
const PACKAGE = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i;

/**
 * True where a change of a package.json is proven to touch nothing that runs code or grants rights: scripts, binaries,
 * entry points, hooks, options of tools and fields that are not known here are all equal before and after. New versions
 * of dependencies count as harmless, because what they bring runs only with an install, which asks.
 * @param before absent where the file is new: nothing is proven then
 */
export function isHarmlessManifestChange(path: string, before: string | undefined, after: string): boolean {
  if (basename(path) !== 'package.json' || before === undefined) return false;
  const old = parse(before);
  const fresh = parse(after);
  if (old === undefined || fresh === undefined) return false;
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].every((field) =>
    HARMLESS.has(field) || same(old[field], fresh[field]) || (DEPENDENCIES.has(field) && areOnlyVersions(old[field], fresh[field])));
}

function areOnlyVersions(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  const old = before ?? {};
  const fresh = after ?? {};
  if (!isObject(old) || !isObject(fresh)) return false;
  return Object.entries(fresh).every(([name, version]) => same(old[name], version) || (PACKAGE.test(name) && typeof version === 'string' && isRange(version)));
}

const isRange = (range: string): boolean => range.split(/\s+\|\|\s+|\s+-\s+|\s+/).every((part) => VERSION.test(part));

/** Undefined for what is no object, or says a key twice: tools differ in which one counts. */
function parse(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) && countKeys(text) === countFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keys as written: strings that a colon follows. */
const countKeys = (text: string): number => [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter((match) => match[1] !== undefined).length;

function countFields(value: JsonValue): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + countFields(entry), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce<number>((sum, entry) => sum + 1 + countFields(entry ?? null), 0);
}

const isObject = (value: JsonValue | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (one: JsonValue | undefined, other: JsonValue | undefined): boolean => (one === undefined || other === undefined ? one === other : canonicalJson(one) === canonicalJson(other));
