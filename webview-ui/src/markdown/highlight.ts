import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import yaml from 'highlight.js/lib/languages/yaml';
import { hcl } from './hcl.ts';

/** A piece of code with the scopes that colour it, e.g. `keyword` or `title function_`. */
export interface Span {
  scope: string;
  text: string;
}

/** Lines up to which code is coloured at once, and up to which it is coloured at all. */
export const SYNC_LINES = 300;
export const MAX_LINES = 2_000;

/** Collects spans instead of building HTML text. */
class SpanEmitter {
  readonly spans: Span[] = [];
  readonly #scopes: string[] = [];
  addText(text: string): void {
    const scope = this.#scopes.at(-1) ?? '';
    const last = this.spans.at(-1);
    if (last?.scope === scope) last.text += text;
    else if (text !== '') this.spans.push({ scope, text });
  }
  startScope(scope: string): void {
    this.#scopes.push(scope);
  }
  endScope(): void {
    this.#scopes.pop();
  }
  openNode(scope: string): void {
    this.startScope(scope);
  }
  closeNode(): void {
    this.endScope();
  }
  __addSublanguage(emitter: SpanEmitter): void {
    for (const span of emitter.spans) this.spans.push(span);
  }
  finalize(): void {}
  toHTML(): string {
    return '';
  }
}

for (const [name, language] of Object.entries({ bash, diff, go, hcl, ini, json, python, typescript, yaml })) hljs.registerLanguage(name, language);
hljs.registerAliases(['jsx', 'js', 'javascript', 'mjs'], { languageName: 'typescript' });
hljs.registerAliases(['shell', 'console', 'shellsession', 'zsh', 'dockerfile', 'makefile'], { languageName: 'bash' });
hljs.registerAliases(['tf', 'terraform', 'opentofu'], { languageName: 'hcl' });
hljs.registerAliases(['env', 'properties', 'dotenv'], { languageName: 'ini' });
hljs.configure({ __emitter: SpanEmitter });

/** Colours code. Returns `undefined` for a language that is not known, or where the colouring fails. */
export function highlight(code: string, language: string): Span[] | undefined {
  if (hljs.getLanguage(language) === undefined) return undefined;
  const { _emitter: emitter, errorRaised } = hljs.highlight(code, { language, ignoreIllegals: true });
  return errorRaised === undefined ? (emitter as unknown as SpanEmitter).spans : undefined;
}
