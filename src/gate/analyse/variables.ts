import type { Effect } from '../../shared/effects.ts';
import type { Word } from './call.ts';

/** What setting a variable of the environment may change about the commands that see it. */

const harmless = new RegExp(`^(${[
  'LANG|LANGUAGE|LC_[A-Z]+|TZ|NO_COLOR|FORCE_COLOR|CLICOLOR|CLICOLOR_FORCE|COLORTERM|CI|TERM|COLUMNS|LINES|DEBUG|VERBOSE|QUIET|LOG_?LEVEL|LOGLEVEL|TIMEFORMAT',
  'NODE_ENV|NODE_NO_WARNINGS|RUST_LOG|RUST_BACKTRACE|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PYTHONIOENCODING|PYTHONUTF8|PYTHONHASHSEED|GOOS|GOARCH|CGO_ENABLED|MALLOC_ARENA_MAX|OMP_NUM_THREADS',
  'AWS_(PROFILE|REGION|DEFAULT_REGION|DEFAULT_OUTPUT|MAX_ATTEMPTS)|CLOUDSDK_CORE_PROJECT|ARM_SUBSCRIPTION_ID|GH_REPO|PULUMI_STACK|KUBE_NAMESPACE|POSIXLY_CORRECT|GIT_OPTIONAL_LOCKS|GIT_TERMINAL_PROMPT|SYSTEMD_COLORS|HOMEBREW_NO_[A-Z_]+|npm_config_loglevel|NPM_CONFIG_LOGLEVEL',
].join('|')})$`);
/** Pagers may be switched off, or be one that runs nothing. */
const pagers = /^(PAGER|GIT_PAGER|MANPAGER|AWS_PAGER|GH_PAGER|SYSTEMD_PAGER|BAT_PAGER|DELTA_PAGER)$/;
const harmlessPagers = /^(cat|\/bin\/cat|less -[FRXSK]+|less|more|)$/;

/** Loaders, start files, programs to call, places to look for code or configuration, proxies. */
const carriers = new RegExp(`^(${[
  'PATH|IFS|ENV|SHELL|SHELLOPTS|BASHOPTS|BASH_.*|PS[0-4]|PROMPT_COMMAND|CDPATH|GLOBIGNORE|HOME|HISTFILE|FPATH|ZDOTDIR|TMPDIR|EDITOR|VISUAL|BROWSER|PAGER|.*_(PAGER|EDITOR|BROWSER)|LESS|LESS.*|MANPAGER|MANOPT|SUDO_.*|.*_?ASKPASS',
  'LD_.*|DYLD_.*|GCONV_PATH|LOCPATH|NLSPATH|MALLOC_(?!ARENA).*|GIT_.*|SSH_.*|RSYNC_.*|CVS_RSH|TAR_OPTIONS|GREP_OPTIONS|RIPGREP_CONFIG_PATH|FZF_.*|FIND.*|XARGS.*|POSIX.*',
  'NODE_(?!ENV$|NO_WARNINGS$).*|NPM_.*|npm_.*|YARN_.*|PNPM_.*|BUN_.*|DENO_.*|TS_NODE_.*|PYTHON.*|PIP_.*|UV_.*|POETRY_.*|VIRTUAL_ENV|PERL.*|RUBY.*|GEM_.*|BUNDLE_.*|RAKE.*|PHP.*|COMPOSER_.*|LUA_.*|JAVA_.*|_JAVA_OPTIONS|JDK_.*|CLASSPATH|MAVEN_.*|GRADLE_.*|ANT_.*|R_.*|GO(?!OS$|ARCH$).*|CARGO.*|RUSTC.*|RUSTFLAGS|RUSTUP.*|DOTNET_.*|COR_.*|CORECLR_.*',
  'CC|CXX|CPP|LD|AR|AS|CFLAGS|CXXFLAGS|LDFLAGS|MAKE|MAKEFLAGS|MFLAGS|MAKEFILES|GNUMAKEFLAGS|CMAKE_.*|PKG_CONFIG.*|DOCKER_.*|BUILDKIT_.*|COMPOSE_.*|KUBE(?!_NAMESPACE$).*|HELM_.*|TF_.*|TERRAGRUNT_.*|PULUMI_(?!STACK$).*|ANSIBLE_.*|VAULT_.*|CONSUL_.*|AWS_.*|AZURE_.*|GOOGLE_.*|CLOUDSDK_.*|GH_.*|GITHUB_.*|PG.*|MYSQL.*|REDIS.*|OPENSSL_.*|CURL_.*|SSL.*|WGETRC|XDG_.*|(https?|all|no|ftp)_proxy|(HTTPS?|ALL|NO|FTP)_PROXY|.*_(COMMAND|CMD|WRAPPER|LAUNCHER|OPTS|OPTIONS|PRELOAD|CONFIG|HOOK|PLUGIN|PLUGINS|PROXY)',
].join('|')})$`);

/** How a variable is set: in the shell alone, for the environment of one command or of `read`, or for those of all that follow. */
export type Setting = 'shell' | 'command' | 'read' | 'export';

/** The effect of setting a variable; undefined where it is harmless. */
export function assignmentEffect(name: string, value: Word | undefined, setting: Setting): Effect | undefined {
  // It says how `read` cuts a line, and nothing else sees it
  if (harmless.test(name) || (name === 'IFS' && setting === 'read')) return undefined;
  if (pagers.test(name) && value?.exact === true && harmlessPagers.test(value.text)) return undefined;
  const target = value === undefined ? name : `${name}=${value.text}`;
  if (carriers.test(name)) {
    // A shell's own variable of such a name matters only where it is exported already, as PATH is
    if (setting === 'shell' && !shellOwn.test(name)) return { kind: 'unknown', target, inWorkspace: true, detail: `${name} may change what later commands do` };
    return { kind: 'exec', target, inWorkspace: false, detail: `${name} can make commands run or load something else` };
  }
  if (setting === 'shell' || (setting !== 'export' && !steering.test(name))) return undefined;
  return { kind: 'unknown', target, inWorkspace: true, detail: `what ${name} changes is not known` };
}

/** Names by which programs let themselves be steered to other places. */
const steering = /_?(HOME|PATH|DIR|ROOT|LIB|LIBS|LIBRARY|FILE|FILES|RC|INIT|EXEC|SHELL|ARGS|FLAGS|LOADER|MODULES?|AGENT|SOCK|SOCKET|HOST|HOSTS|URL|URI|ENDPOINT|SERVER|CONTEXT|CFG|PROFILE|SETTINGS)$/i;

const shellOwn = /^(PATH|IFS|ENV|SHELLOPTS|BASHOPTS|BASH_.*|PS[0-4]|PROMPT_COMMAND|CDPATH|GLOBIGNORE|HOME|LD_.*|DYLD_.*|EDITOR|VISUAL|PAGER|GIT_.*|NODE_OPTIONS)$/;
