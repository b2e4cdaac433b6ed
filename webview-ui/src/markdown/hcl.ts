import type { LanguageFn } from 'highlight.js';

/** A small grammar for HCL (Terraform, Packer), which highlight.js does not have. */
export const hcl: LanguageFn = (hljs) => {
  const interpolation = { scope: 'subst', begin: /[$%]\{/, end: /\}/, keywords: 'for in if else endif endfor', contains: [hljs.NUMBER_MODE] };
  const string = { scope: 'string', begin: /"/, end: /"/, contains: [hljs.BACKSLASH_ESCAPE, interpolation] };
  const heredoc = hljs.END_SAME_AS_BEGIN({ scope: 'string', begin: /<<[-~]?\s*(\w+)/, end: /^\s*(\w+)/, contains: [interpolation] });
  return {
    name: 'HCL',
    keywords: {
      keyword: 'resource data variable output locals module provider terraform backend moved import check dynamic for in if',
      literal: 'true false null',
    },
    contains: [
      hljs.HASH_COMMENT_MODE, hljs.C_LINE_COMMENT_MODE, hljs.C_BLOCK_COMMENT_MODE, hljs.NUMBER_MODE, string, heredoc,
      { scope: 'attr', begin: /^\s*[\w-]+(?=\s*=(?!=))/m },
      { scope: 'title function_', begin: /\b[a-z_]\w*(?=\()/ },
    ],
  };
};
