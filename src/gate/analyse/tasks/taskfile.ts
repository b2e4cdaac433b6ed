import type { TaskCommands } from '../tasks.ts';

/**
 * Commands of a task of Taskfile.yml and of what it depends on. Reads the plain part of the format: `cmds` and `deps` as
 * lists of one-line texts. Includes, templates, block texts and flow mappings give undefined: then it is not known.
 */
export function taskfileCommands(text: string, name: string): TaskCommands {
  if (/^includes:|^dotenv:|^\s*<<:|[&*]\w+\s*$/m.test(text)) return undefined;
  const tasks = tasksOf(text);
  const commands: string[] = [];
  const seen = new Set<string>();
  const visit = (task: string): boolean => {
    if (seen.has(task)) return true;
    seen.add(task);
    const lines = tasks.get(task);
    const entries = lines === undefined ? undefined : entriesOf(lines);
    if (entries === undefined) return false;
    for (const { key, value } of entries) {
      if (/\{\{/.test(value)) return false;
      if (key === 'deps' || key === 'task') {
        if (!visit(value)) return false;
      } else commands.push(value);
    }
    return true;
  };
  return visit(name === '' ? 'default' : name) ? commands : undefined;
}

/** The lines below each name under `tasks:`. */
function tasksOf(text: string): Map<string, string[]> {
  const tasks = new Map<string, string[]>();
  let inTasks = false;
  let current: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (/^\S/.test(line)) {
      inTasks = /^tasks:\s*$/.test(line);
      continue;
    }
    if (!inTasks) continue;
    const head = /^ {2}(["']?)([\w:.-]+)\1:\s*(.*)$/.exec(line);
    if (head !== null) {
      current = head[3] === '' ? [] : [`    cmd: ${head[3] ?? ''}`];
      tasks.set(head[2] ?? '', current);
    } else current?.push(line);
  }
  return tasks;
}

/** Commands and dependencies in order; undefined for anything but plain lists and texts. */
function entriesOf(lines: readonly string[]): { key: string; value: string }[] | undefined {
  const entries: { key: string; value: string }[] = [];
  let section = '';
  for (const line of lines) {
    const key = /^ {4}(\w+):\s*(.*)$/.exec(line);
    if (key !== null) {
      const [, name = '', value = ''] = key;
      section = name;
      if (['desc', 'summary', 'silent', 'sources', 'generates', 'method', 'aliases', 'platforms', 'internal', 'interactive', 'run', 'label', 'prompt'].includes(name)) continue;
      if (name === 'cmd') entries.push({ key: 'cmds', value: unquoted(value) });
      else if (name === 'deps' && /^\[[\w\s,:.-]*\]$/.test(value)) for (const one of value.slice(1, -1).split(',')) entries.push({ key: 'deps', value: one.trim() });
      else if (!['cmds', 'deps'].includes(name) || value !== '') return undefined;
      continue;
    }
    if (section !== 'cmds' && section !== 'deps') {
      if (['desc', 'summary', 'sources', 'generates', 'aliases', 'platforms'].includes(section)) continue;
      return undefined;
    }
    const [, item] = /^\s+-\s+(.+)$/.exec(line) ?? [];
    if (item === undefined || /^[|>{[&*!]/.test(item)) return undefined;
    const [, inner, value] = /^(\w+):\s+(.*)$/.exec(item) ?? [];
    if (inner === undefined) entries.push({ key: section, value: unquoted(item) });
    else if (inner === 'task' || inner === 'cmd') entries.push({ key: inner === 'task' ? 'task' : 'cmds', value: unquoted(value ?? '') });
    else return undefined;
  }
  return entries;
}

const unquoted = (text: string): string => {
  const trimmed = text.trim();
  if (/^'.*'$/s.test(trimmed)) return trimmed.slice(1, -1).replaceAll("''", "'");
  return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\') : trimmed;
};
