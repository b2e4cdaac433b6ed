import { delimiter, isAbsolute } from 'node:path';
import { isBelow } from '../gate/paths.ts';

/** Variables through which a harmless command would run something else: loaders, start files, options of tools. */
const carriers = /^(BASH_ENV|ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|CDPATH|GLOBIGNORE|IFS|LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|DYLD_.*|GCONV_PATH|RIPGREP_CONFIG_PATH|GREP_OPTIONS|GREP_COLORS?|LESSOPEN|LESSCLOSE|PYTHONSTARTUP|PERL5OPT|RUBYOPT|GIT_(EXTERNAL_DIFF|SSH|SSH_COMMAND|ASKPASS|EDITOR|CONFIG|CONFIG_.*|DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|EXEC_PATH|PROXY_COMMAND|TEMPLATE_DIR|TRACE.*)|TAR_OPTIONS|MANPAGER|PULUMI_SKIP_CONFIRMATIONS|PULUMI_OPTION_.*)$/i;

/**
 * The environment in which a proof about a command holds: without variables that run something, and with a PATH
 * that finds no program in the workspace (`npm start` puts its node_modules/.bin first) or relative to the folder.
 */
export function provableEnvironment(environment: Readonly<Record<string, string>>, roots: readonly string[]): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !carriers.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, name.toUpperCase() === 'PATH' ? outsidePath(value, roots) : value]));
}

/** Folders of a PATH that are absolute and lie outside the given ones. */
export function outsidePath(path: string, roots: readonly string[]): string {
  return path.split(delimiter).filter((folder) => isAbsolute(folder) && !isBelow(folder, roots)).join(delimiter);
}
