import type { Effect } from '../../shared/effects.ts';

/** The effects that tool families speak of, each with the level that `level.ts` gives it. */

/** SAFE: looks at something that is no file, e.g. the clock, the list of processes, a service on this machine. */
export const looks = (target: string, detail?: string): Effect => ({ kind: 'read', target, inWorkspace: true, ...(detail === undefined ? {} : { detail }) });
/** SAFE while the session is untainted: a known reading request to a cloud or cluster that prints no secrets. */
export const looksAtInfra = (target: string): Effect => ({ kind: 'infra', target, access: 'read' });
/** SAFE: one of git's reading commands; the family must also give `gitRead`. */
export const looksAtGit = (target: string): Effect => ({ kind: 'git', target, access: 'read' });
/** MODERATE: a plain fetch over the network. */
export const fetches = (host: string): Effect => ({ kind: 'network', target: host, access: 'read' });
/** MODERATE: runs the project's own code, its tests, its build; installs packages. */
export const runsProject = (target: string, detail = "runs the project's own code"): Effect => ({ kind: 'exec', target, inWorkspace: true, detail });
/** MODERATE: changes the repository so that git can bring it back. */
export const changesGit = (target: string): Effect => ({ kind: 'git', target, access: 'write', recoverable: 'git' });
/** MODERATE: what it does is not known, and nothing says that it is grave. */
export const unknownHere = (target: string, detail: string): Effect => ({ kind: 'unknown', target, inWorkspace: true, detail });
/** HIGH: sends something over the network. */
export const sends = (host: string, detail?: string): Effect => ({ kind: 'network', target: host, access: 'write', ...(detail === undefined ? {} : { detail }) });
/** HIGH: changes resources of a cloud, a cluster, a container engine, a database. */
export const changesInfra = (target: string, detail?: string): Effect => ({ kind: 'infra', target, access: 'write', ...(detail === undefined ? {} : { detail }) });
/** HIGH: changes history or a remote so that it is seen by others or hard to bring back. */
export const changesRemote = (target: string, detail?: string): Effect => ({ kind: 'git', target, access: 'write', recoverable: 'unknown', ...(detail === undefined ? {} : { detail }) });
/** HIGH: runs code that is not the project's own or not known. */
export const runsCode = (target: string, detail: string): Effect => ({ kind: 'exec', target, inWorkspace: false, detail });
/** HIGH: takes or gives rights. */
export const takesRights = (target: string, detail?: string): Effect => ({ kind: 'privilege', target, ...(detail === undefined ? {} : { detail }) });
/** HIGH: ends or steers processes or services. */
export const steersProcesses = (target: string, detail?: string): Effect => ({ kind: 'process', target, ...(detail === undefined ? {} : { detail }) });
/** HIGH: prints secrets. */
export const printsSecrets = (target: string, detail?: string): Effect => ({ kind: 'secret-read', target, ...(detail === undefined ? {} : { detail }) });
/** HIGH: changes settings of the machine or of tools, outside the workspace. */
export const changesSystem = (target: string, detail?: string): Effect => ({ kind: 'write', target, inWorkspace: false, ...(detail === undefined ? {} : { detail }) });
/** DESTRUCTIVE: deletes resources or data that nothing brings back. */
export const destroysInfra = (target: string, detail: string): Effect => ({ kind: 'infra', target, access: 'write', recoverable: 'none', detail });
/** DESTRUCTIVE: throws away commits, branches or uncommitted work. */
export const losesGit = (target: string, detail: string): Effect => ({ kind: 'git', target, access: 'write', recoverable: 'none', detail });
/** DESTRUCTIVE: deletes data that is no file of the workspace: disks, volumes, rows. */
export const destroys = (target: string, detail: string): Effect => ({ kind: 'delete', target, recoverable: 'none', detail });
