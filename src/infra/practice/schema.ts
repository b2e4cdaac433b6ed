import type { JsonObject, JsonValue } from '../../shared/json.ts';
import type { PropertyRule, ResourceType } from './resourceTypes.ts';
import { inputsOf, RESOURCE_TYPES } from './resourceTypes.ts';

export const PROVIDER_NAME = 'sim';
export const PROVIDER_VERSION = '0.1.0';

const config: Record<string, PropertyRule> = {
  world: { type: 'string', description: 'File that holds the practice cloud; default: PILOTHOUSE_SIM_WORLD.' },
  delayMs: { type: 'integer', description: 'Milliseconds that each create, update and delete takes.' },
  fail: { type: 'string', description: 'Operation that always fails: check, create, update or delete.' },
};

/** Names that the provider's configuration may have. */
export const CONFIG_KEYS: readonly string[] = Object.keys(config);

/** The package schema that `GetSchema` returns (pulumi.com/docs/iac/…/schema). */
export function packageSchema(): JsonObject {
  return {
    name: PROVIDER_NAME,
    displayName: 'Pilothouse practice cloud',
    version: PROVIDER_VERSION,
    description: 'A cloud in a JSON file, to try every infrastructure verb without an account.',
    license: 'Apache-2.0',
    config: { variables: properties(config) },
    provider: { inputProperties: properties(config) },
    resources: Object.fromEntries([...RESOURCE_TYPES.values()].map((type) => [type.token, resource(type)])),
  };
}

function resource(type: ResourceType): JsonObject {
  const inputs = inputsOf(type);
  const computed = Object.fromEntries(Object.entries(type.computed).map(([name, rule]) => [name, { type: 'string', description: rule.description }]));
  const always = Object.entries(inputs).filter(([, rule]) => rule.required === true || rule.default !== undefined).map(([name]) => name);
  return {
    description: type.description,
    inputProperties: properties(inputs),
    requiredInputs: Object.entries(inputs).filter(([, rule]) => rule.required === true).map(([name]) => name),
    properties: { ...properties(inputs), ...computed },
    required: [...always, ...Object.keys(computed)],
  };
}

function properties(rules: Record<string, PropertyRule>): JsonObject {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, property(rule)]));
}

function property(rule: PropertyRule): JsonObject {
  const spec: Record<string, JsonValue> = rule.type === 'string-list' ? { type: 'array', items: { type: 'string' } } : { type: rule.type };
  spec['description'] = rule.description;
  if (rule.secret === true) spec['secret'] = true;
  if (rule.default !== undefined) spec['default'] = rule.default;
  if (rule.replaces === true) spec['willReplaceOnChanges'] = true;
  return spec;
}
