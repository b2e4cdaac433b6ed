import { basename, isAbsolute, relative, sep } from 'node:path';
import type { Effect } from '../shared/effects.ts';

/** Judges paths by their text. Whoever calls has resolved links before (`Files.realpath`). Case never matters here: macOS and Windows fold it. */

const secretNames: readonly RegExp[] = [
  /^\.env(\..+)?$/, /\.env$/, /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|tfvars)$/, /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
  /^\.?(netrc|pgpass|my\.cnf|npmrc|pypirc|yarnrc\.yml|git-credentials|htpasswd|dockercfg|vault-token|envrc|boto|s3cfg)$/, /^_netrc$/,
  /^(credentials|secrets?)(\.(json|ya?ml|toml|ini|txt))?$/, /^(service[-_]?account|client_secret).*\.json$/, /^terraform\.tfstate(\..*)?$/, /^kubeconfig(\..*)?$/,
  /^\.(.*_)?history$/, /^(shadow|gshadow|sudoers)$/, /^local\.settings\.json$/, /^auth\.json$/,
];
const secretFolders = /(^|[\\/])(\.ssh|\.aws|\.azure|\.gnupg|\.kube|\.docker|\.pulumi|\.config[\\/](gcloud|gh|op)|\.password-store|secrets)([\\/]|$)/;
/** Templates that are meant to be read and hold no secrets. */
const secretTemplates = /^\.env\.(example|sample|template|dist|defaults)$/;

/** Files that usually hold secrets; by name, any folder. */
export function isSecretFile(path: string): boolean {
  const folded = asOpened(path);
  const name = basename(folded);
  if (secretTemplates.test(name)) return false;
  return secretNames.some((pattern) => pattern.test(name)) || secretFolders.test(folded) || /^\/proc\//.test(folded);
}

const powerFolders = /(^|\/)(\.git|\.vscode|\.cursor|\.husky|\.devcontainer|\.claude|\.pilothouse|\.ci|\.circleci|\.buildkite|\.idea|\.zed|\.codex|\.gemini|\.githooks|\.windsurf|\.clinerules|\.roo|\.kiro|\.continue|\.opencode|\.amazonq|\.junie|\.vs|\.fleet|\.cargo|\.yarn\/(releases|plugins)|\.(gitea|forgejo)\/workflows|\.woodpecker|\.azure-pipelines|\.tekton|\.semaphore|\.gitlab\/ci|\.github\/(workflows|actions|hooks|instructions|prompts|agents|chatmodes|skills))(\/|$)/;
const powerNames: readonly RegExp[] = [
  /^\.mcp\.json$/, /^mcp\.json$/, /^(agents|claude|gemini|copilot-instructions)(\..*)?\.md$/, /^\.(cursor|windsurf|cline)rules$/, /^\.gitmodules$/, /^\.gitattributes$/, /^\.gitconfig$/,
  /^package\.json$/, /^(gnu)?makefile(\..*)?$/, /\.mk$/, /^(taskfile|justfile)(\..*)?$/, /^rakefile$/, /^pulumi(\.[^/]*)?\.ya?ml$/, /^pulumipolicy\.ya?ml$/,
  /\.code-workspace$/, /^\.gitlab-ci\.ya?ml$/, /^azure-pipelines\.ya?ml$/, /^jenkinsfile$/, /^\.travis\.ya?ml$/, /^bitbucket-pipelines\.ya?ml$/, /^\.pre-commit-config\.ya?ml$/, /^lefthook\.ya?ml$/,
  /^\.(bash|zsh|profile|login|logout)(rc|env|_profile|_login|_logout|_aliases)?$/, /^\.z?profile$/, /^\.(npmrc|yarnrc|yarnrc\.yml|pnpmfile\.cjs|envrc|tool-versions|inputrc|netrc)$/, /^mise\.toml$/,
  /^codeowners$/, /^\.?(appveyor|drone|woodpecker)\.ya?ml$/, /^(cloudbuild|buildspec)\.ya?ml$/, /^dependabot\.ya?ml$/, /^opencode\.jsonc?$/, /^\.aider\.conf\.ya?ml$/,
  /^bunfig\.toml$/, /^\.(exrc|vimrc|nvimrc|nvim\.lua|dir-locals\.el|gdbinit|lldbinit|bazelrc)$/,
];

/**
 * The name that some file system opens for a path: letters and widths that macOS folds, what it leaves out of names, dots and
 * blanks at the end of a part and streams behind it, which Windows drops.
 */
function asOpened(path: string): string {
  const folded = path.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '').toLowerCase().replaceAll('\\', '/');
  return folded.split('/').map((part, at) => (at === 0 && /^[a-z]:/.test(part) ? part : part.replace(/:.*$/, '')).replace(/(?<=[^. ])[. ]+$/, '')).join('/');
}

/** Files whose change runs code later or grants rights (facts: auto-approve settings, hooks, tasks, rules, scripts). */
export function isPowerConfig(path: string): boolean {
  const folded = asOpened(path);
  const name = folded.slice(folded.lastIndexOf('/') + 1);
  return powerFolders.test(folded) || powerNames.some((pattern) => pattern.test(name));
}

/**
 * True where a real path is one of the roots or below, and nobody may read it otherwise.
 * @param path real path, absolute
 * @param roots real paths of the workspace folders
 */
export function isInside(path: string, roots: readonly string[], foldCase?: boolean): boolean {
  // Device and UNC spellings name other things than they seem to.
  if (/^(\\\\|\/\/)|^\\\?\?\\/.test(path)) return false;
  return partsBelow(path, roots, foldCase).some((between) => !namesElsewhere(between));
}

/** True where a path lies below one of the roots by its text: for whoever keeps out what lies there. */
export const isBelow = (path: string, roots: readonly string[], foldCase?: boolean): boolean => partsBelow(path, roots, foldCase).length > 0;

/** What of the path comes after each root that it is or lies below. */
function partsBelow(path: string, roots: readonly string[], foldCase = process.platform !== 'linux'): string[] {
  const fold = (text: string): string => (foldCase ? text.toLowerCase() : text);
  return roots.map((root) => relative(fold(root), fold(path))).filter((between) => between === '' || (between !== '..' && !between.startsWith(`..${sep}`) && !isAbsolute(between)));
}

/**
 * Parts that lead elsewhere where another shell or system reads them, wherever this runs: a drive or a stream (`C:`,
 * `a.txt:hidden`), a variable (`%TEMP%`, `$env:TEMP`), a home folder, `..` behind a backslash, a device.
 */
function namesElsewhere(between: string): boolean {
  return /^\\|:|%[^%\\/]+%|\$(env|home|\{|\()/i.test(between) || between.split(/[\\/]/).some((part, at) => part === '..' || (at === 0 && part === '~') || /^(con|prn|aux|conin\$|conout\$|com\d|lpt\d)(\.|$)/i.test(part));
}

/** The effect of looking at a file: a plain read, or one of secrets. */
export function readEffect(realPath: string, roots: readonly string[]): Effect {
  return { kind: isSecretFile(realPath) ? 'secret-read' : 'read', target: realPath, inWorkspace: isInside(realPath, roots) };
}
