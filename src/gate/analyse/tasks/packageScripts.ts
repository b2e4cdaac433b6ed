import type { TaskCommands } from '../tasks.ts';

/** The commands of a script of package.json, with those that npm runs before and after it; none where there is no such script. */
export function packageScripts(text: string, name: string): TaskCommands {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const scripts = fieldOf(parsed, 'scripts');
  if (scripts === undefined) return [];
  return [`pre${name}`, name, `post${name}`].flatMap((one) => {
    const command = fieldOf(scripts, one);
    return typeof command === 'string' && command.trim() !== '' ? [command] : [];
  });
}

const fieldOf = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined);
