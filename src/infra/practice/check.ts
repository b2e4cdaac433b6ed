import type { PropertyRule, ResourceType } from './resourceTypes.ts';
import { inputsOf } from './resourceTypes.ts';
import type { Properties, Property } from './wireValues.ts';
import { known } from './wireValues.ts';

export interface Failure {
  property: string;
  /** Never holds the value: it may be secret. */
  reason: string;
}

/** Fills defaults, marks what is always secret, and names each property that is wrong. */
export function checkInputs(type: ResourceType, given: Properties): { inputs: Properties; failures: Failure[] } {
  const rules = inputsOf(type);
  const inputs: Properties = {};
  const failures: Failure[] = [];
  for (const [name, property] of Object.entries(given)) {
    if (name.startsWith('__')) continue;
    const rule = rules[name];
    if (rule === undefined) {
      failures.push({ property: name, reason: `${type.token} has no property "${name}"; it has ${Object.keys(rules).join(', ')}` });
      continue;
    }
    const normal = normalize(rule, property);
    const reason = problemOf(rule, normal);
    if (reason !== undefined) failures.push({ property: name, reason: `${name} ${reason}` });
    inputs[name] = rule.secret === true ? { ...normal, secret: true } : normal;
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (inputs[name] !== undefined) continue;
    if (rule.default !== undefined) inputs[name] = known(rule.default);
    else if (rule.required === true) failures.push({ property: name, reason: `${name} is required: ${rule.description}` });
  }
  if (inputs['fail']?.value === 'check') failures.push({ property: 'fail', reason: 'the check failed as the resource asks for' });
  return { inputs, failures };
}

/** Configuration values arrive as text where a program passes them on: `'3'` is taken for an integer, `'true'` for a boolean. */
function normalize(rule: PropertyRule, property: Property): Property {
  if (property.unknown || typeof property.value !== 'string') return property;
  if (rule.type === 'integer' && /^-?\d{1,15}$/.test(property.value)) return { ...property, value: Number(property.value) };
  if (rule.type === 'boolean' && /^(true|false)$/.test(property.value)) return { ...property, value: property.value === 'true' };
  return property;
}

function problemOf(rule: PropertyRule, property: Property): string | undefined {
  if (property.unknown) return undefined;
  const { value } = property;
  switch (rule.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'string-list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'must be a list of property names';
    case 'integer': {
      const { minimum = -Infinity, maximum = Infinity } = rule;
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;
      return fits ? undefined : `must be a whole number from ${minimum} to ${maximum}`;
    }
    case 'string':
      return typeof value === 'string' ? rule.problem?.(value) : 'must be text';
  }
}
