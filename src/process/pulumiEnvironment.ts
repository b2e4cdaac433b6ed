import { delimiter } from 'node:path';

/** Variables by which tools detect that an AI agent runs them; the CLI would sign up a cloud account by itself. */
const agentVariables = /^(AI_AGENT|CLAUDECODE|CLAUDE_CODE.*|CURSOR_.*|GEMINI_CLI.*|CODEX_.*|COPILOT_.*|REPL_ID|GOOSE_.*|OPENCODE.*|AMP_.*|AUGMENT_AGENT|CLINE_.*|WINDSURF_.*)$/;

/** What the editor puts into its own environment, and what would let foreign code into every child. */
const poisonVariables = /^(VSCODE_.*|ELECTRON_.*|CHROME_.*|NODE_OPTIONS|NODE_INSPECT.*|OTEL_.*|LD_.*|DYLD_.*|BASH_ENV|BASH_FUNC_.*|SHELLOPTS|PROMPT_COMMAND)$/;

/**
 * The only `PULUMI_*` variables that reach the child. All others can change what a command does: every flag can be set
 * by `PULUMI_OPTION_<FLAG>`, and `PULUMI_SKIP_CONFIRMATIONS`, `PULUMI_EXPERIMENTAL` and `PULUMI_STACK` are no better.
 */
const keptPulumiVariables = /^PULUMI_(HOME|CREDENTIALS_PATH|CONFIG_PASSPHRASE|CONFIG_PASSPHRASE_FILE|DIY_BACKEND_.*|SELF_MANAGED_STATE_.*|NODEJS_.*|PYTHON_.*|DOTNET_.*)$/;

const CLOUD = 'https://api.pulumi.com';

/**
 * The token in the environment belongs to the service that the user chose there, or to Pulumi's own. A project file may
 * name any address as its backend, and must not get the token by that; other services have theirs in the CLI's credentials.
 */
function isTokenFor(backendUrl: string | undefined, environment: Readonly<Record<string, string | undefined>>): boolean {
  if (backendUrl === undefined) return false;
  const own = [environment.PULUMI_BACKEND_URL, environment.PULUMI_API, CLOUD].filter((url) => url?.startsWith('https://'));
  return own.some((url) => withoutSlash(url ?? '') === withoutSlash(backendUrl));
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/**
 * Builds the environment of a `pulumi` child. The user's other variables pass, since programs and providers find
 * their credentials there.
 * @param commandDir folder of the CLI; it comes first on PATH, so that the CLI's own plugins are found
 */
export function pulumiEnvironment(
  environment: Readonly<Record<string, string | undefined>>, commandDir: string, backendUrl: string | undefined,
): Record<string, string> {
  const built: Record<string, string> = {};
  let path = '';
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    const upper = name.toUpperCase();
    if (upper === 'PATH') path = value;
    else if (upper === 'PULUMI_ACCESS_TOKEN') {
      if (isTokenFor(backendUrl, environment)) built[name] = value;
    } else if (upper.startsWith('PULUMI_') ? keptPulumiVariables.test(upper) : !agentVariables.test(upper) && !poisonVariables.test(upper)) built[name] = value;
  }
  return {
    ...built,
    PATH: [commandDir, path].filter((part) => part !== '').join(delimiter),
    ...(backendUrl === undefined ? {} : { PULUMI_BACKEND_URL: backendUrl }),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_DISABLE_REGISTRY_RESOLVE: 'true',
    PULUMI_SUPPRESS_NEO_LINK: 'true',
    PULUMI_NEO: 'false',
    PULUMI_AUTOMATION_API: 'true',
    NO_COLOR: '1',
  };
}
