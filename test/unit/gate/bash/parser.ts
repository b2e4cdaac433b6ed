import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import { parseBash } from '../../../../src/gate/analyse/bash/parse.ts';
import type { Node, ParsedScript, Part, Redirect, Script, ScriptWord } from '../../../../src/gate/analyse/bash/script.ts';
import { loadBashParser } from '../../../../src/gate/analyse/bash/loadParser.ts';

const require = createRequire(import.meta.url);
let loading: Promise<Parser> | undefined;

const parser = (): Promise<Parser> => (loading ??= loadBashParser((name) => readFile(join(dirname(require.resolve(name.startsWith('web') ? 'web-tree-sitter' : 'tree-sitter-bash/package.json')), name))));

/** The real parsers. */
export const parsed = (source: string): Promise<ParsedScript> => parseBash(source, { parser });

export async function scriptOf(source: string): Promise<Script> {
  const result = await parsed(source);
  if ('problem' in result) assert.fail(`${source}: ${result.problem}`);
  return result.script;
}

/** A script as one line of text. */
export const show = ({ body }: Script): string => showNode(body);

function showNode(node: Node): string {
  switch (node.kind) {
    case 'command': return [...node.assignments.map(({ name, value, compound, words, hostile }) => `${name}${compound ? '~' : ''}=${value === undefined ? '' : showWord(value)}${words.length > 0 ? `<${words.map(showWord).join(' ')}>` : ''}${hostile === true ? '!' : ''}`), ...node.words.map(showWord), ...node.redirects.map(showRedirect)].join(' ');
    case 'pipeline': return `(${node.nodes.map(showNode).join(node.withErrors ? ' |& ' : ' | ')})`;
    case 'list': return `(${node.nodes.map((one, index) => showNode(one) + (node.operators[index] === undefined ? '' : ` ${node.operators[index]} `)).join('')})`;
    case 'group': return `${node.subshell ? 'sub' : 'group'}[${showNode(node.body)}]${after(node.redirects)}`;
    case 'compound': return `${node.keyword}${node.words.length > 0 ? ` ${node.words.map(showWord).join(' ')}` : ''}[${node.bodies.map(showNode).join(' / ')}]${after(node.redirects)}`;
    case 'for': return `for ${node.name}${node.words === undefined ? '' : ` in ${node.words.map(showWord).join(' ')}`}[${showNode(node.body)}]${after(node.redirects)}`;
    case 'function': return `${node.name}()[${showNode(node.body)}]`;
    case 'test': return `test${node.evaluated.length > 0 ? '!' : ''}[${node.words.map(showWord).join(' ')}]${after(node.redirects)}`;
    case 'arithmetic': return `arithmetic${node.hostile ? '!' : ''}${node.names === undefined ? '' : `{${node.names.join()}}`}[${node.text.trim()}${node.scripts.map((script) => ` $(${show(script)})`).join('')}]${after(node.redirects)}`;
    case 'other': return `${node.what}[${node.bodies.map(showNode).join(' / ')}]`;
  }
}

const after = (redirects: readonly Redirect[]): string => redirects.map((redirect) => ` ${showRedirect(redirect)}`).join('');

function showRedirect(redirect: Redirect): string {
  const descriptor = redirect.descriptor === undefined ? '' : String(redirect.descriptor);
  switch (redirect.kind) {
    case 'file': return `${redirect.variable === undefined ? descriptor : `{${redirect.variable}}`}${redirect.operator}${showWord(redirect.target)}`;
    case 'here-string': return `${descriptor}<<<${showWord(redirect.word)}`;
    case 'heredoc': return `${descriptor}<<${redirect.parts === undefined ? `'${redirect.body}'` : redirect.parts.map(showPart).join('')}`;
  }
}

const showWord = ({ parts }: ScriptWord): string => parts.map(showPart).join('');

function showPart(part: Part): string {
  switch (part.kind) {
    case 'text': return part.quoted ? `'${part.text}'` : part.text;
    case 'glob': return `«${part.text}»`;
    case 'tilde': return `<${part.text}>`;
    case 'variable': return part.quoted ? `"$${part.name}"` : `$${part.name}`;
    case 'expansion': return `${part.quoted ? '"' : ''}\${${part.hostile ? '!' : ''}${part.text}${part.scripts.map((script) => ` $(${show(script)})`).join('')}}${part.quoted ? '"' : ''}`;
    case 'command': return part.quoted ? `"$(${show(part.script)})"` : `$(${show(part.script)})`;
    case 'process': return `${part.direction === 'in' ? '<' : '>'}(${show(part.script)})`;
    case 'brace': return `{${part.alternatives.map((one) => one.map(showPart).join('')).join(' , ')}}`;
  }
}
