import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleReportHandler, SecretLintSourceCode } from '@secretlint/types';

/**
 * Secretlint's recommended rules over a text in memory. They are called by their own interface, without secretlint's
 * core: redaction is synchronous, and comments in a text must not switch a rule off (`secretlint-disable`).
 */

export interface SecretRange {
  /** Name of the rule: `github`, `privatekey` … */
  rule: string;
  start: number;
  end: number;
}

const idOf = (id: string): string => id.replace(/^.*secretlint-rule-/, '');

let found: SecretRange[] = [];
const handlers: SecretLintRuleReportHandler[] = rules.filter(({ meta }) => meta.type === 'scanner').map((rule) => rule.create({
  sharedOptions: {},
  createTranslator: () => (messageId) => ({ messageId: String(messageId), message: '', data: undefined }),
  report: ({ range: [start, end] }) => void found.push({ rule: idOf(rule.meta.id), start, end }),
  ignore: () => undefined,
}, {}));

/** A text without a file: rules that want to open one find none. */
function sourceOf(content: string): SecretLintSourceCode {
  const start = { line: 1, column: 0 };
  return {
    content, contentType: 'text', hasBOM: false, ext: '', filePath: undefined, physicalFilePath: undefined,
    getFilePath: () => undefined, getPhysicalFilePath: () => undefined,
    locationToRange: () => [0, 0], rangeToLocation: () => ({ start, end: start }), positionToIndex: () => 0, indexToPosition: () => start,
  };
}

/** Ranges that hold secrets, in order of their start; they may overlap. */
export function findSecrets(text: string): SecretRange[] {
  found = [];
  const source = sourceOf(text);
  for (const handler of handlers) void handler.file?.(source);
  return found.sort((one, other) => one.start - other.start || other.end - one.end);
}
