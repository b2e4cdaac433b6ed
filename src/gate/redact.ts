import { findSecrets } from './secretRules.ts';

/**
 * Secrets out of text on its way to a model, a log, the webview, the bridge or an error text (invariant 7): our own patterns,
 * each linear in time (no nested repetition, every repetition bounded), then secretlint's rules.
 */
interface SecretPattern {
  kind: string;
  pattern: RegExp;
}

const patterns: readonly SecretPattern[] = [
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,20000}(?:-----END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----)?/g },
  { kind: 'Anthropic key', pattern: /\bsk-ant-[\w-]{16,200}/g },
  { kind: 'OpenRouter key', pattern: /\bsk-or-[\w-]{16,200}/g },
  { kind: 'OpenAI key', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,200}/g },
  { kind: 'Google key', pattern: /\bAIza[\w-]{35}/g },
  { kind: 'Google OAuth token', pattern: /\bya29\.[\w-]{20,500}/g },
  { kind: 'AWS access key', pattern: /\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA)[A-Z0-9]{16}\b/g },
  { kind: 'GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255})/g },
  { kind: 'GitLab token', pattern: /\bgl(?:pat|dt|rt|ptt|soat|cbt|agent)-[\w-]{20,100}/g },
  { kind: 'Slack token', pattern: /\bxox[abeoprs]-[\w-]{10,250}/g },
  { kind: 'Slack webhook', pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[\w/+-]{20,120}/g },
  { kind: 'Pulumi token', pattern: /\bpul-[0-9a-f]{40}\b/g },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'PyPI token', pattern: /\bpypi-[\w-]{50,300}/g },
  { kind: 'Stripe key', pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}/g },
  { kind: 'SendGrid key', pattern: /\bSG\.[\w-]{16,64}\.[\w-]{16,64}/g },
  { kind: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,100}\b/g },
  { kind: 'DigitalOcean token', pattern: /\bdo[opr]_v1_[0-9a-f]{64}\b/g },
  { kind: 'Vault token', pattern: /\bhv[sbr]\.[\w-]{20,300}/g },
  { kind: 'age key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{50,70}/g },
  { kind: 'JSON web token', pattern: /\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,2000}/g },
  { kind: 'bearer token', pattern: /(?<=\bbearer\s{1,4})[\w.~+/=-]{16,2000}/gi },
  { kind: 'password in a URL', pattern: /(?<=\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@'"]{0,200}:)[^\s/@'"]{1,500}(?=@)/gi },
  { kind: 'private key', pattern: /(?<=\bPrivate-Lines: \d{1,4}\r?\n)[A-Za-z0-9+/=\r\n]{20,20000}/g },
  { kind: 'key in a URL', pattern: /(?<=\bhttps?:\/\/)[A-Za-z0-9_-]{20,255}(?=@)/gi },
  { kind: 'key in a URL', pattern: /(?<=[?&](?:sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|access_token|token|api_?key|key)=|\bSharedAccessSignature [^\s]{0,500}sig=)[^\s&"'#<>]{16,4000}/gi },
  { kind: 'chat webhook', pattern: /(?<=https:\/\/(?:(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/webhooks|[\w-]{0,60}\.?webhook\.office\.com|outlook\.office\.com\/webhook)\/)[\w/@-]{20,400}/gi },
  { kind: 'credentials of a request', pattern: /(?<=\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:basic|token|apikey|digest|negotiate)\s{1,4})[\w.~+/=-]{8,4000}/gi },
  { kind: 'cookie', pattern: /(?<=\bcookie["']?\s{0,3}:\s{0,3}["']?)[\w.-]{1,100}=[^\s;"']{8,4000}(?:; {0,2}[\w.-]{1,100}=[^\s;"']{1,4000}){0,50}/gi },
  { kind: 'password of a command', pattern: /(?<=\s--?(?:password|passwd|passphrase|api-?key|access-token|auth-token|token|client-secret|secret)[ =]["']?)(?=\S{0,200}[^a-z\s-])[^\s"'$<«[{][^\s"']{3,500}/gi },
  { kind: 'password of a command', pattern: /(?<=\bcurl\b[^\n]{0,300}\s(?:-u|--user)[ =]?["']?[\w.@-]{1,100}:)[^\s"'$«]{3,300}/g },
  { kind: 'password of a command', pattern: /(?<=\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n]{0,300}\s-p)[^\s"'$«]{3,300}/g },
  { kind: 'password of a machine', pattern: /(?<=\blogin\s{1,20}\S{1,200}\s{1,20}password\s{1,20})[^\s«]{3,300}/g },
  { kind: 'secret value', pattern: /(?<=<(?:\w{0,30}(?:password|secret|token|apikey))>)[^<\n]{4,1000}(?=<)|(?<=\b(?:key|name)="[\w.:-]{0,60}(?:password|secret|token|apikey)[\w.:-]{0,20}"\s{1,5}value=")[^"\n]{4,1000}/gi },
  { kind: 'Atlassian token', pattern: /\bAT(?:ATT|CTT|BB)[\w=-]{20,300}/g },
  { kind: 'key of a service', pattern: /\b(?:nvapi-|pplx-|xai-|tvly-|r8_|fm2_|sq0(?:atp|csp)-|NRAK-|shp(?:at|ca|pa|ss)_)[\w+/=-]{20,400}/g },
  { kind: 'Vault token', pattern: /\bs\.[A-Za-z0-9]{24}\b/g },
  { kind: 'Azure key', pattern: /(?<=\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=)[\w+/=%-]{20,500}/g },
];

/** `PASSWORD=…`, `"api_key": "…"`: the value goes, the name stays. Plain references (`$X`, `process.env.X`, `<…>`) stay. */
const assignment = /((?:password|passwd|passphrase|_pass|secret|token|_auth|api[-_]?key|(?:access|private|secret|signing|encryption|master|jwt|app|client|auth)[-_]?key|client[-_]?secret|credentials?)[\w-]{0,20}["']?\s{0,3}(?:=>|[=:])\s{0,3})("[^"\n]{4,1000}"|'[^'\n]{4,1000}'|[^\s"'`,;&|(){}<>[\]$]{6,1000})/gi;
const reference = /^["']?(?:process\.|env\.|os\.|config\.|«redacted|(?:undefined|null|true|false|string|number|boolean|none|required|optional)(?:["'?;]|$))/i;
/** A line of an environment file: its value goes on to the next blank, whatever is in it. */
const environmentLine = /^([ \t+-]{0,4}(?:export[ \t]{1,4}|\$env:|set[ \t]{1,4})?(?:[A-Z][A-Z0-9_]{0,60})?(?:PASSWORD|PASSWD|PASS|_PWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|CREDENTIALS?)(?:_[A-Z0-9_]{1,40})?=)(?![/$<«"']|\d{1,9}(?:\s|$))(\S{3,2000})/gm;

/** Replaces what looks like a secret with `«redacted: kind»`; the number of lines stays. */
export function redact(text: string): string {
  let clean = text;
  for (const { kind, pattern } of patterns) clean = clean.replace(pattern, (secret) => replacement(kind, secret));
  clean = clean.replace(environmentLine, (whole, name: string, value: string) => (reference.test(value) ? whole : `${name}«redacted: secret value»`));
  clean = clean.replace(assignment, (whole, name: string, value: string) => {
    const isCode = !/^["']/.test(value) && (reference.test(value) || /^[A-Za-z_.]+$/.test(value) && !/^[A-Z0-9_]{1,60}["']?\s{0,3}=/.test(name));
    if (reference.test(value) || isCode) return whole;
    const quote = /^["']/.test(value) ? value.charAt(0) : '';
    return `${name}${quote}«redacted: secret value»${quote}`;
  });
  return withoutFound(clean);
}

const replacement = (kind: string, secret: string): string => `«redacted: ${kind}»${'\n'.repeat(secret.split('\n').length - 1)}`;

/** What secretlint finds besides; a find around something redacted already, such as a URL around its password, is done. */
function withoutFound(text: string): string {
  let [clean, at] = ['', 0];
  for (const { rule, start, end } of findSecrets(text)) {
    const secret = text.slice(Math.max(start, at), end);
    if (secret === '' || text.slice(start, end).includes('«redacted')) continue;
    clean += `${text.slice(at, Math.max(start, at))}${replacement(`${rule} secret`, secret)}`;
    at = end;
  }
  return clean + text.slice(at);
}

/** Names of variables that hold keys by custom. */
const secretName = /(^|_)(API_?KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PRIVATE_KEY|ACCESS_KEY|SECRET_KEY)(_|$)/i;
/** Shorter values are words that stand in many texts. */
const shortestKnown = 8;

export interface Redactor {
  /** Takes out what looks like a secret, and the known ones to the letter. */
  redact: (text: string) => string;
  /** From now on this value never leaves, whatever it looks like. */
  know: (secret: string | undefined) => void;
}

/** @param environment the host's own: values of variables that are named like secrets are known from the start */
export function createRedactor(environment: Readonly<Record<string, string | undefined>> = {}): Redactor {
  const known = new Set<string>();
  const know = (secret: string | undefined): void => {
    if (secret !== undefined && secret.length >= shortestKnown) known.add(secret);
  };
  for (const [name, value] of Object.entries(environment)) if (secretName.test(name) && !/^(\/|[A-Za-z]:\\)|^\d+$/.test(value ?? '')) know(value);
  return {
    know,
    redact(text) {
      let clean = text;
      // the longest first: one may be the start of another
      for (const secret of [...known].sort((one, other) => other.length - one.length)) clean = clean.replaceAll(secret, '«redacted: secret value»');
      return redact(clean);
    },
  };
}
