/** A diagnostic as text, without the editor's classes. */
export interface Problem {
  severity: 'error' | 'warning' | 'info' | 'hint';
  /** One-based. */
  line: number;
  column: number;
  message: string;
  source?: string;
  code?: string;
}

/** Problems that a chip lists. */
export const MAX_PROBLEMS = 30;

/** One line for each problem, errors first, as the model reads them. */
export function problemText(problems: readonly Problem[]): string {
  const order = ['error', 'warning', 'info', 'hint'];
  const sorted = [...problems].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.line - b.line);
  const lines = sorted.slice(0, MAX_PROBLEMS).map((problem) => {
    const origin = [problem.source, problem.code].filter((part) => part !== undefined).join(' ');
    return `${problem.severity} at ${problem.line}:${problem.column}: ${problem.message.replaceAll(/\s*\n\s*/g, ' ')}${origin === '' ? '' : ` (${origin})`}`;
  });
  if (sorted.length > MAX_PROBLEMS) lines.push(`… and ${sorted.length - MAX_PROBLEMS} more`);
  return lines.join('\n');
}

/** `2 problems in cart.ts` */
export function problemLabel(count: number, path: string): string {
  return `${count} ${count === 1 ? 'problem' : 'problems'} in ${path.slice(path.lastIndexOf('/') + 1)}`;
}
