import type { Node } from './bash/script.ts';
import type { Touch, Word } from './call.ts';

/** Output without end fills memory or the disk of whoever keeps it, and keeps the machine busy until somebody ends it. */

const endlessDevice = /^\/dev\/(zero|full|u?random)$/;

/** Programs and options that take only so much of their input. */
const bounded = /^g?head$/;
const boundedBy: Readonly<Record<string, RegExp>> = { dd: /^count=/, od: /^(-\w*N|--read-bytes)/, xxd: /^-l/, hexdump: /^-\w*n/, hd: /^-\w*n/, read: /^-\w*[nN]/, cmp: /^(-n|--bytes)/, openssl: /^/, timeout: /^/, gtimeout: /^/ };

/** True where these words and touches make a program that does not end by itself. */
export function isEndless([program, ...rest]: readonly Word[], touches: readonly Touch[]): boolean {
  const name = program?.text ?? '';
  if (name === 'yes') return !rest.some(({ text }) => /^--(help|version)$/.test(text));
  const reads = touches.some(({ word, how }) => how === 'read' && word.exact && endlessDevice.test(word.text));
  return reads && !bounded.test(name) && !rest.some(({ text }) => boundedBy[name]?.test(text) === true);
}

/** True for a command of a pipeline that ends those before it, once it has enough. */
export const endsThose = (node: Node): boolean => node.kind === 'command' && /^(\S*\/)?(g?head\b|dd\b.*\bcount=|z?grep\b.*\s-\w*m|sed\b.*\dq)/.test(node.source);

/** True for a loop that starts programs behind its back for as long as it likes. */
export function multiplies(keyword: string, nodes: readonly Node[]): boolean {
  const head = keyword === 'for' ? undefined : nodes[0];
  const bodies = keyword === 'for' ? nodes : nodes.slice(1);
  const reads = head?.kind === 'command' && /^([A-Z]+=\S*\s+)?read\b/.test(head.source);
  return (keyword === 'for' || keyword === 'while' || keyword === 'until') && !reads && bodies.some(detaches);
}

function detaches(node: Node): boolean {
  switch (node.kind) {
    case 'list': return node.operators.includes('&') || node.nodes.some(detaches);
    case 'pipeline': return node.nodes.some(detaches);
    case 'group':
    case 'for': return detaches(node.body);
    case 'compound':
    case 'other': return node.bodies.some(detaches);
    default: return false;
  }
}
