import type { MarkedToken, Token, Tokens } from 'marked';
import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../icons.tsx';
import { post } from '../vscodeApi.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { decodeEntities } from './entities.ts';
import { Grow } from './Grow.tsx';
import { linkTarget } from './links.ts';

/** Tokens of the lexer to elements. HTML in the source is text, images are links, link schemes come from a list. */

export interface RenderContext {
  /** The text still grows, or grew in this view: text nodes are kept and appended to. */
  live: boolean;
  openFence: boolean;
}

export function renderBlock(token: Token, context: RenderContext, key: number, last: boolean): JSX.Element | undefined {
  const block = token as MarkedToken;
  switch (block.type) {
    case 'paragraph': return <p key={key}>{inline(block.tokens, context)}</p>;
    case 'heading': return <Heading key={key} depth={block.depth}>{inline(block.tokens, context)}</Heading>;
    case 'code': return <CodeBlock key={key} code={block.text} language={block.lang ?? ''} open={last && context.openFence} live={context.live} />;
    case 'blockquote': return <blockquote key={key}>{blocks(block.tokens, context)}</blockquote>;
    case 'list': return list(block, context, key);
    case 'table': return table(block, context, key);
    case 'hr': return <hr key={key} />;
    case 'html': return <p key={key} class="raw-html">{leaf(block.text.trimEnd(), context)}</p>;
    case 'text': return <p key={key}>{block.tokens === undefined ? leaf(block.text, context) : inline(block.tokens, context)}</p>;
    default: return undefined;
  }
}

/** All headings of an answer are one level below its article's: models skip levels at will. */
function Heading({ depth, children }: { depth: number; children: ComponentChildren }): JSX.Element {
  return <h3 class={`md-h${depth}`}>{children}</h3>;
}

function blocks(tokens: Token[], context: RenderContext): ComponentChildren {
  return tokens.filter((token) => token.type !== 'space').map((token, index) => renderBlock(token, context, index, false));
}

function list(token: Tokens.List, context: RenderContext, key: number): JSX.Element {
  const rows = token.items.map((item, index) => (
    <li key={index} class={item.task ? 'task' : undefined}>
      {item.task && <span class="task-box" role="img" aria-label={item.checked === true ? 'done' : 'to do'}>{item.checked === true && <Icon name="check" />}</span>}
      {item.tokens.map((child, place) => {
        if (child.type === 'checkbox' || child.type === 'space') return undefined;
        if (child.type === 'text' && !token.loose) return inline((child as Tokens.Text).tokens ?? [child], context);
        return renderBlock(child, context, place, false);
      })}
    </li>
  ));
  return token.ordered ? <ol key={key} start={token.start === '' ? 1 : token.start}>{rows}</ol> : <ul key={key}>{rows}</ul>;
}

function table(token: Tokens.Table, context: RenderContext, key: number): JSX.Element {
  const cell = (one: Tokens.TableCell): ComponentChildren => inline(one.tokens, context);
  return (
    <div key={key} class="table" role="region" aria-label="Table" tabIndex={0}>
      <table>
        <thead><tr>{token.header.map((one, index) => <th key={index} scope="col" class={`align-${one.align ?? 'start'}`}>{cell(one)}</th>)}</tr></thead>
        <tbody>{token.rows.map((row, place) => <tr key={place}>{row.map((one, index) => <td key={index} class={`align-${one.align ?? 'start'}`}>{cell(one)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function inline(tokens: Token[], context: RenderContext): ComponentChildren[] {
  return tokens.map((token, index) => inlineOne(token as MarkedToken, context, index));
}

function inlineOne(token: MarkedToken, context: RenderContext, key: number): ComponentChildren {
  switch (token.type) {
    case 'text': return token.tokens === undefined ? leaf(decodeEntities(token.text), context, key) : inline(token.tokens, context);
    case 'escape': return leaf(token.text, context, key);
    case 'strong': return <strong key={key}>{inline(token.tokens, context)}</strong>;
    case 'em': return <em key={key}>{inline(token.tokens, context)}</em>;
    case 'del': return <del key={key}>{inline(token.tokens, context)}</del>;
    case 'codespan': return <code key={key}>{leaf(token.text, context)}</code>;
    case 'br': return <br key={key} />;
    case 'html': return /^<br\s*\/?>$/i.test(token.text) ? <br key={key} /> : leaf(token.text, context, key);
    case 'image': return link(token.href, [<Icon name="image" />, ' ', decodeEntities(token.text) || token.href], key);
    case 'link': return link(token.href, token.autolink === true ? [token.text] : inline(token.tokens, context), key);
    default: return leaf(token.raw, context, key);
  }
}

function leaf(text: string, context: RenderContext, key?: number): ComponentChildren {
  return context.live ? <Grow key={key} text={text} /> : text;
}

function link(href: string, content: ComponentChildren[], key: number): ComponentChildren {
  const target = linkTarget(decodeEntities(href));
  if (target === undefined) return <span key={key} title={href}>{content}</span>;
  const open = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    if (target.kind === 'web') post({ type: 'open-link', url: target.url });
    else post({ type: 'open-file', path: target.path, ...(target.line === undefined ? {} : { line: target.line }) });
  };
  const press = (event: KeyboardEvent): void => { if (event.key === 'Enter') open(event); };
  return <a key={key} role="link" tabIndex={0} title={target.kind === 'web' ? target.url : target.path} onClick={open} onKeyDown={press}>{content}</a>;
}
