import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Files } from '../core/ports.ts';
import type { PulumiProject } from '../core/pulumi.ts';
import { text, valuesOf } from './engineEvents.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const maxCredentialsBytes = 1024 * 1024;

/**
 * The backend that every command is pinned to: the project's, else `PULUMI_BACKEND_URL`, else the one the user logged in
 * to. Without a choice the CLI may sign up a cloud account by itself, so none is an error.
 * @throws AppError `no-backend`
 */
export async function chooseBackend(project: PulumiProject, projectDir: string, files: Files, environment: Environment): Promise<string> {
  const chosen = project.backendUrl ?? text(environment.PULUMI_BACKEND_URL) ?? await loggedInTo(files, environment);
  if (chosen === undefined) {
    throw new AppError('no-backend', `No place for the state of ${project.name} was chosen\nRun "pulumi login" with the backend you want (for example "pulumi login file://~/pulumi-state"), or name it in Pulumi.yaml as "backend: { url: … }". Nothing is stored in a cloud unless you say so.`);
  }
  return absoluteBackend(chosen, projectDir);
}

/** Folder that a `file://` backend keeps its `.pulumi` in; undefined for all others. */
export function fileBackendFolder(backendUrl: string): string | undefined {
  if (!backendUrl.startsWith('file://')) return undefined;
  const [path = ''] = backendUrl.slice('file://'.length).split('?', 1);
  return resolve(process.platform === 'win32' ? path.replace(/^\/(?=[A-Za-z]:)/, '') : path);
}

/** `file://./state` means beside the project file and `file://~/state` in the home folder, wherever the child starts. */
function absoluteBackend(url: string, projectDir: string): string {
  if (!url.startsWith('file://')) return url;
  const [path = '', query] = url.slice('file://'.length).split('?', 2);
  const expanded = path === '~' || path.startsWith('~/') || path.startsWith('~\\') ? join(homedir(), path.slice(1)) : path;
  const absolute = isAbsolute(expanded) ? expanded : resolve(projectDir, expanded);
  return `file://${absolute.replaceAll('\\', '/')}${query === undefined ? '' : `?${query}`}`;
}

/** Without the password that a database's address may carry. */
export function shownBackend(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}

async function loggedInTo(files: Files, environment: Environment): Promise<string | undefined> {
  const folder = text(environment.PULUMI_CREDENTIALS_PATH) ?? text(environment.PULUMI_HOME) ?? join(homedir(), '.pulumi');
  const path = join(folder, 'credentials.json');
  if (await files.stat(path) === undefined) return undefined;
  try {
    return text(valuesOf(JSON.parse(new TextDecoder().decode(await files.read(path, maxCredentialsBytes))))?.current);
  } catch (cause) {
    throw new AppError('no-backend', `The CLI's credentials file can't be read\n${path}: run "pulumi login" again.`, { cause });
  }
}
