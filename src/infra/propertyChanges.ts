import type { PropertyChange } from '../shared/infra.ts';
import { valuesOf, type StepMetadata, type StepState, type Values } from './engineEvents.ts';

/** Characters of a value that are shown. */
const maxValueLength = 200;
/** Changes of one resource that are shown; a create lists its inputs and can have very many. */
const maxChanges = 60;

const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const unknownTexts: ReadonlySet<string> = new Set([
  '04da6b54-80e4-46f7-96ec-b56ff0331ba9', // any value; one constant for each kind follows (sdk/go/common/resource/plugin/rpc.go)
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7', '3eeb2bf0-c639-47a8-9e75-3b44932eb421', '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58', 'e48ece36-62e2-4504-bad9-02848725956a', 'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

export const secretText = '[secret]';
export const unknownText = '(known after apply)';

/** A value as shown: secrets masked, unknowns named, long texts cut. */
export function displayValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const shown = plain(value);
  const written = typeof shown === 'string' ? shown : JSON.stringify(shown);
  return written.length > maxValueLength ? `${written.slice(0, maxValueLength - 1)}…` : written;
}

/** True where the value, or something inside it, is known only after the change was made. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === 'string') return unknownTexts.has(value);
  if (Array.isArray(value)) return value.some(hasUnknown);
  const values = valuesOf(value);
  return values !== undefined && Object.values(values).some(hasUnknown);
}

/** True where the value, or something inside it, is a secret. */
export function hasSecret(value: unknown): boolean {
  if (value === secretText) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  const values = valuesOf(value);
  return values !== undefined && (values[signatureKey] === secretSignature || Object.values(values).some(hasSecret));
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return unknownTexts.has(value) ? unknownText : value;
  if (Array.isArray(value)) return value.map(plain);
  const values = valuesOf(value);
  if (values === undefined) return value ?? null;
  if (values[signatureKey] === secretSignature) return secretText;
  if (values[signatureKey] !== undefined) return typeof values.hash === 'string' ? `asset ${values.hash.slice(0, 12)}` : '(asset)';
  return Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith('__')).map(([key, entry]) => [key, plain(entry)]));
}

/**
 * What a step changes. From the provider's detailed diff where there is one; else from the names of the changed or
 * replacing properties; else by comparing the inputs.
 */
export function propertyChanges(step: StepMetadata): PropertyChange[] {
  const { old: before, new: after } = step;
  if (before === undefined && after !== undefined) return created(after);
  if (before === undefined || after === undefined || step.op === 'same' || step.op === 'delete') return [];
  const forcing = new Set(step.keys.map(rootOf));
  if (step.detailedDiff !== undefined && Object.keys(step.detailedDiff).length > 0) {
    return Object.entries(step.detailedDiff).slice(0, maxChanges).map(([path, diff]) => {
      const [kind] = diff.kind.split('-') as ['add' | 'delete' | 'update'];
      return {
        path,
        kind,
        forcesReplace: diff.kind.endsWith('-replace') || forcing.has(rootOf(path)),
        before: kind === 'add' ? undefined : displayValue(lookUp(diff.inputDiff ? before.inputs : bestOf(before, path), path)),
        after: kind === 'delete' ? undefined : displayValue(lookUp(after.inputs, path)),
      };
    });
  }
  const named = [...new Set([...step.keys, ...step.diffs].map(rootOf))];
  const paths = named.length > 0 ? named : changedInputs(before, after);
  return paths.slice(0, maxChanges).map((path) => compare(path, before, after, forcing.has(path)));
}

function created(state: StepState): PropertyChange[] {
  return inputNames(state).slice(0, maxChanges).map((path) => ({ path, kind: 'add', forcesReplace: false, after: displayValue(state.inputs[path]) }));
}

function compare(path: string, before: StepState, after: StepState, forcesReplace: boolean): PropertyChange {
  const [old, next] = [displayValue(before.inputs[path] ?? before.outputs[path]), displayValue(after.inputs[path])];
  const kind = old === undefined ? 'add' : next === undefined ? 'delete' : 'update';
  return { path, kind, forcesReplace, before: old, after: next };
}

const inputNames = (state: StepState): string[] => Object.keys(state.inputs).filter((name) => !name.startsWith('__'));

function changedInputs(before: StepState, after: StepState): string[] {
  const names = [...new Set([...inputNames(before), ...inputNames(after)])];
  return names.filter((name) => JSON.stringify(before.inputs[name]) !== JSON.stringify(after.inputs[name]));
}

/** Outputs hold what the provider knows of the resource; inputs are there also before it exists. */
function bestOf(state: StepState, path: string): Values {
  return lookUp(state.outputs, path) === undefined ? state.inputs : state.outputs;
}

const rootOf = (path: string): string => segments(path)[0] ?? path;

/** Splits Pulumi's property paths: `a.b[0]["x.y"].c`. */
function segments(path: string): string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) => quoted?.replace(/\\(.)/g, '$1') ?? index ?? name ?? '');
}

function lookUp(values: Values, path: string): unknown {
  let found: unknown = values;
  for (const segment of segments(path)) {
    if (found === secretText || (valuesOf(found)?.[signatureKey] === secretSignature)) return secretText;
    found = Array.isArray(found) ? found[Number(segment)] : valuesOf(found)?.[segment];
  }
  return found;
}
