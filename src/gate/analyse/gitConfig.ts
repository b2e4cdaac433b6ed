/**
 * A repository's own configuration can make harmless git commands run programs (core.fsmonitor, textconv, filters …).
 * Before a git command is silent, one `git config` probe looks for such keys (facts/safety 3.6).
 */

/** Arguments of the probe; cheap (about 3 ms) and runs nothing itself. */
export const GIT_PROBE_ARGUMENTS: readonly string[] = ['config', '--list', '--includes', '--show-scope', '--null'];

const overrides: readonly [string, string][] = [
  ['core.fsmonitor', 'false'],
  // Reading may refresh the index, and a written index runs the post-index-change hook.
  ['core.hooksPath', '/dev/null'],
  ['diff.autoRefreshIndex', 'false'],
  ['diff.ignoreSubmodules', 'all'],
  ['log.showSignature', 'false'],
  // A folder of the work tree that looks like a bare repository must not bring its own configuration
  ['safe.bareRepository', 'explicit'],
];

/** Environment that takes the teeth out of git's reading commands. Only for these: it also switches hooks off. */
export const HARDENED_GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_CONFIG_COUNT: String(overrides.length),
  ...Object.fromEntries(overrides.flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]])),
};

/**
 * Keys that make a reading command run a program, talk to a remote (missing objects of a partial clone) or look
 * elsewhere; `submodule.*` because a submodule brings a configuration of its own. Hooks are switched off, a pager
 * needs a terminal, and aliases cannot replace git's own commands.
 */
const executingKey = /^(core\.(fsmonitor|sshcommand|gitproxy|alternaterefscommand|worktree)|diff\.external|diff\..*\.(command|textconv)|filter\..*|merge\..*\.driver|(gpg|gpg\..*)\.program|log\.showsignature|remote\..*\.(uploadpack|vcs|promisor|partialclonefilter)|extensions\.partialclone|submodule\..*|tar\..*\.command|man\..*|help\.browser|help\.format|web\.browser|browser\..*)$/;
/** The user's own configuration is the user's own choice; what came with the repository is not. */
const trustedScopes = new Set(['system', 'global', 'command']);

/**
 * Reads the probe's answer.
 * @param output standard output of `git config` with {@link GIT_PROBE_ARGUMENTS}: scope NUL key LF value NUL …
 * @returns the executing keys that the repository itself sets; empty means clean
 */
export function executingKeys(output: string): string[] {
  const fields = output.split('\0');
  const found: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const scope = fields[at] ?? '';
    const key = (fields[at + 1] ?? '').split('\n', 1)[0]?.toLowerCase() ?? '';
    if (!trustedScopes.has(scope) && executingKey.test(key) && !isOff(key, fields[at + 1] ?? '')) found.push(key);
  }
  return found;
}

const isOff = (key: string, entry: string): boolean => (key === 'core.fsmonitor' || key === 'log.showsignature') && /\n(false|0|no|off)$/i.test(entry);

/** Says which executing keys the repository at `cwd` sets; undefined where that could not be found out. */
export type GitProbe = (cwd: string, signal: AbortSignal) => Promise<string[] | undefined>;

/** What came out of the probe; output that was cut tells nothing. */
export interface GitAnswer {
  exitCode: number | null;
  stdout: string;
  truncatedBytes: number;
}

/** Builds the probe on a function that runs git with these arguments, hardened, and tells what came out. */
export function createGitProbe(runGit: (args: readonly string[], cwd: string, signal: AbortSignal) => Promise<GitAnswer>): GitProbe {
  return async (cwd, signal) => {
    const { exitCode, stdout, truncatedBytes } = await runGit(GIT_PROBE_ARGUMENTS, cwd, signal);
    return exitCode === 0 && truncatedBytes === 0 ? executingKeys(stdout) : undefined;
  };
}
