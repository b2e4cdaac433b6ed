import { parse } from 'unbash';
import type * as ast from 'unbash';
import type { Parser } from 'web-tree-sitter';
import { describeForm } from './form.ts';
import { Disbelief } from './script.ts';
import { formByTreeSitter } from './treeSitterForm.ts';
import { formByUnbash } from './unbashForm.ts';
import { hasErrors } from './unbashScript.ts';

/**
 * Checks unbash's reading by tree-sitter's: every word, assignment and redirection at the same place, with the same
 * operators between them, at every depth.
 * @param isLate true when the time is over
 * @throws Disbelief where they differ
 */
export function checkAgreement(parser: Parser, source: string, script: ast.Script, isLate: () => boolean): void {
  const form = formByUnbash(source, script);
  const tree = parser.parse(source, null, { progressCallback: isLate });
  if (tree === null) {
    parser.reset();
    throw new Disbelief('Parsing the command took too long.');
  }
  try {
    if (tree.rootNode.hasError) throw new Disbelief('The command cannot be parsed.');
    if (describeForm(form) !== describeForm(formByTreeSitter(source, tree.rootNode))) throw new Disbelief('Two parsers read this command differently.');
  } finally {
    tree.delete();
  }
  for (const text of form.detached) {
    const inner = parse(text);
    if (hasErrors(inner)) throw new Disbelief('A substitution in the command cannot be parsed.');
    checkAgreement(parser, text, inner, isLate);
  }
}
