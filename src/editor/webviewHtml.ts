export interface WebviewPage {
  /** The webview's own source expression for the policy. */
  cspSource: string;
  scriptUri: string;
  styleUri: string;
  /** Fresh for every page. */
  nonce: string;
  /** BCP 47 tag of the editor's display language. */
  language: string;
}

/** The chat's page: no inline style, no inline script, no network (facts/webui 2.3). */
export function webviewHtml(page: WebviewPage): string {
  const policy = [
    "default-src 'none'", `style-src ${page.cspSource}`, `font-src ${page.cspSource}`, `img-src ${page.cspSource} data:`, `script-src 'nonce-${page.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pilothouse</title>
<link rel="stylesheet" href="${escapeAttribute(page.styleUri)}">
</head>
<body>
<div id="root"></div>
<script type="module" nonce="${escapeAttribute(page.nonce)}" src="${escapeAttribute(page.scriptUri)}"></script>
</body>
</html>`;
}

const escapeAttribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
