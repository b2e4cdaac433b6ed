import type { TaskCommands } from '../tasks.ts';

interface Rule {
  prerequisites: string[];
  recipe: string[];
}

/** Prerequisites are followed this deep. */
const MAX_DEPTH = 16;

/**
 * Commands of a make target and of what it depends on; without a name, of the first target.
 * Reads the plain part of the language: explicit rules, recipe lines, simple variables. Anything that computes
 * (`$(shell …)`, includes, `define`, functions) gives undefined: then what make runs is not known.
 */
export function makeCommands(text: string, name: string): TaskCommands {
  const lines = text.replaceAll(/\\\r?\n\s*/g, ' ').split(/\r?\n/);
  const variables = new Map<string, string>();
  const rules = new Map<string, Rule>();
  let current: Rule[] = [];
  let first: string | undefined;
  for (const line of lines) {
    if (line.startsWith('\t')) {
      for (const rule of current) rule.recipe.push(line.slice(1).replace(/^[@+-\s]+/, ''));
      continue;
    }
    const plain = line.replace(/(^|\s)#.*$/, '').trimEnd();
    if (plain.trim() === '') continue;
    if (/^\s*-?(include|sinclude|define|ifn?eq|ifn?def|else|endif|vpath|load|override|undefine)\b/.test(plain) || /^\.(ONESHELL|SHELLFLAGS|SECONDEXPANSION|RECIPEPREFIX)|^\s*(SHELL|\.SHELLFLAGS|MAKEFLAGS)\s*[:?+!]*=/.test(plain)) return undefined;
    const assignment = /^\s*(?:export\s+)?([\w.-]+)\s*(\+|\?|::?|)=\s*(.*)$/.exec(plain);
    if (assignment !== null) {
      const [, variable = '', operator, value = ''] = assignment;
      // A value from the environment or the command line may stand before it
      if (operator === '+' || operator === '?') variables.delete(variable);
      else variables.set(variable, value);
      continue;
    }
    if (/^\s*(export|unexport)\b/.test(plain)) continue;
    const rule = /^([^:=]+)::?(?!=)([^;]*)(;.*)?$/.exec(plain);
    if (rule === null) return undefined;
    const [, targets = '', prerequisites = '', inline] = rule;
    current = [];
    for (const target of targets.trim().split(/\s+/)) {
      if (target.startsWith('.') && !target.includes('/') && target === target.toUpperCase()) continue;
      if (/[$%*?[]/.test(target)) return undefined;
      const known = rules.get(target) ?? { prerequisites: [], recipe: [] };
      known.prerequisites.push(...prerequisites.trim().split(/[\s|]+/).filter((word) => word !== ''));
      if (inline !== undefined) known.recipe.push(inline.slice(1).trim());
      rules.set(target, known);
      current.push(known);
      first ??= target;
    }
  }
  return collect(name === '' ? (first ?? '') : name, rules, variables);
}

function collect(name: string, rules: ReadonlyMap<string, Rule>, variables: ReadonlyMap<string, string>): TaskCommands {
  const commands: string[] = [];
  const seen = new Set<string>();
  const visit = (target: string, depth: number): boolean => {
    if (seen.has(target)) return true;
    seen.add(target);
    const rule = rules.get(target);
    if (rule === undefined) return true;
    if (depth > MAX_DEPTH) return false;
    for (const prerequisite of rule.prerequisites) {
      const names = substituted(prerequisite, variables, 0);
      if (names === undefined || !names.split(/\s+/).every((one) => visit(one, depth + 1))) return false;
    }
    for (const line of rule.recipe) {
      const command = substituted(line, variables, 0);
      if (command === undefined) return false;
      if (command.trim() !== '') commands.push(command);
    }
    return true;
  };
  return visit(name, 0) && rules.has(name) ? commands : undefined;
}

/** Replaces `$(NAME)` by what the file sets, `$$` by `$`; undefined for anything that computes or is set elsewhere. */
function substituted(text: string, variables: ReadonlyMap<string, string>, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  let isKnown = true;
  const result = text.replaceAll(/\$(\$|\(([^()]*)\)|\{([^{}]*)\}|.)/g, (_, whole: string, round?: string, curly?: string) => {
    if (whole === '$') return '$';
    const value = variables.get(round ?? curly ?? whole);
    const known = value === undefined ? undefined : substituted(value, variables, depth + 1);
    if (known === undefined) isKnown = false;
    return known ?? '';
  });
  return isKnown ? result : undefined;
}
