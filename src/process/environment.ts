/**
 * Environments for children are built from an allow-list, never inherited: what poisons a loader, a runtime or Pulumi
 * (facts/pulumi 0.5 and 0.6) and what holds a key stays out, whatever the editor was started with.
 */

/** Names that children need to find programs, folders, language, time zone, terminal, proxies and certificates. */
const ALLOWED = new Set([
  'PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TERM', 'COLORTERM', 'NO_COLOR', 'TMPDIR', 'TEMP', 'TMP',
  'USERPROFILE', 'USERNAME', 'USERDOMAIN', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'ALLUSERSPROFILE', 'PUBLIC',
  'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'COMMONPROGRAMFILES', 'COMMONPROGRAMFILES(X86)', 'COMMONPROGRAMW6432',
  'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'OS', 'COMPUTERNAME', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE',
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS',
  'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_DIRS', 'XDG_DATA_DIRS',
  'DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'SSH_AUTH_SOCK', 'GNUPGHOME',
  'GOPATH', 'GOROOT', 'GOCACHE', 'GOMODCACHE', 'GOPROXY', 'GOBIN', 'CARGO_HOME', 'RUSTUP_HOME', 'JAVA_HOME', 'ANDROID_HOME', 'DOTNET_ROOT',
  'NVM_DIR', 'NVM_BIN', 'PNPM_HOME', 'VOLTA_HOME', 'VIRTUAL_ENV', 'PYENV_ROOT', 'CONDA_PREFIX', 'NPM_CONFIG_REGISTRY', 'NPM_CONFIG_CACHE',
  'DOCKER_HOST', 'DOCKER_CONTEXT', 'KUBECONFIG', 'CI', 'PULUMI_HOME',
]);
const ALLOWED_PREFIX = /^LC_/;

/**
 * Names that no child gets, not even as an addition: they change what a program loads, runs or asks. The runtime variables
 * count as poison even though a user may have set them, because a child must do what its command line says and no more.
 */
const POISON = [
  /^LD_/, /^DYLD_/, /^GCONV_PATH$/, /^NODE_OPTIONS$/, /^NODE_PATH$/, /^NODE_REPL_EXTERNAL_MODULE$/, /^BASH_ENV$/, /^ENV$/, /^SHELLOPTS$/,
  /^BASHOPTS$/, /^BASH_FUNC_/, /^PS4$/, /^PROMPT_COMMAND$/, /^IFS$/, /^CDPATH$/, /^GLOBIGNORE$/, /^ZDOTDIR$/, /^PYTHON(STARTUP|PATH|HOME|INSPECT|WARNINGS)$/,
  /^PERL5(OPT|LIB|DB)$/, /^RUBY(OPT|LIB)$/, /^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS)$/, /^DOTNET_STARTUP_HOOKS$/, /^PSMODULEPATH$/,
  /^RIPGREP_CONFIG_PATH$/, /^ELECTRON_/, /^VSCODE_/, /^CHROME_/, /^MAKEFLAGS$/, /^PAGER$/, /^LESSOPEN$/, /^LESSCLOSE$/, /^(EDITOR|VISUAL|BROWSER)$/,
  /^PULUMI_(OPTION_.*|SKIP_CONFIRMATIONS|EXPERIMENTAL|CONTINUE_ON_ERROR|RUN_PROGRAM|STACK|DEBUG_.*)$/,
];

/** What tells a child that an agent runs it; Pulumi then signs up a cloud account by itself (facts/pulumi 0.5). */
const AGENT = /^(AI_AGENT|CURSOR_|CLAUDECODE$|CLAUDE_|GEMINI_CLI|CODEX_|COPILOT_|REPL_ID$|GOOSE_|OPENCODE|CLINE_|AIDER_)/;

/** Names that hold keys by custom. */
const SECRET = /(^|_)(API_?KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PRIVATE_KEY|ACCESS_KEY)(_|$)/;

export interface EnvironmentOptions {
  /** What the child needs on top, by name; may hold a secret the caller means to give (a passphrase for Pulumi). */
  additions?: Record<string, string | undefined>;
  /** Names taken from the source besides the allow-list, e.g. cloud credentials that the user lets Pulumi see. */
  alsoAllow?: readonly string[];
  /** Where the values come from; the host's own environment unless told. */
  source?: Record<string, string | undefined>;
  platform?: NodeJS.Platform;
}

/**
 * Builds a child's whole environment. Windows names are compared without case and appear once. Git's variables, which can
 * run programs, come only as additions (`git.ts`).
 */
export function buildEnvironment(options: EnvironmentOptions = {}): Record<string, string> {
  const { additions = {}, alsoAllow = [], source = process.env, platform = process.platform } = options;
  const compare = (name: string) => (platform === 'win32' ? name.toUpperCase() : name);
  const wanted = new Set(alsoAllow.map(compare));
  const environment = new Map<string, [name: string, value: string]>();
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined || name.includes('\0') || value.includes('\0')) continue;
    if (wanted.has(compare(name)) ? !isPoison(name) : isAllowed(name)) environment.set(compare(name), [name, value]);
  }
  for (const [name, value] of Object.entries(additions)) {
    if (value === undefined) environment.delete(compare(name));
    else if (!isPoison(name)) environment.set(compare(name), [environment.get(compare(name))?.[0] ?? name, value]);
  }
  return Object.fromEntries(environment.values());
}

/** Proxy variables are written in lower case too, on every platform, so all lists are matched in upper case. */
function isAllowed(name: string): boolean {
  const upper = name.toUpperCase();
  return (ALLOWED.has(upper) || ALLOWED_PREFIX.test(upper)) && !isPoison(name) && !SECRET.test(upper);
}

function isPoison(name: string): boolean {
  const upper = name.toUpperCase();
  return AGENT.test(upper) || POISON.some((pattern) => pattern.test(upper));
}
