import { AppError } from '../../core/errors.ts';
import type { PolicyFile, PolicySource } from '../../core/policy.ts';
import type { Files } from '../../core/ports.ts';
import { sha256 } from '../digest.ts';
import { MAX_POLICY_BYTES, parsePolicy, unreadablePolicy } from './parse.ts';

export interface PolicyPlace {
  source: PolicySource;
  /** Absolute. */
  path: string;
}

/** Policy files are looked at for every decision, so that a change counts at once; they are parsed when their bytes changed. */
export interface PolicyReader {
  read(): Promise<PolicyFile[]>;
}

/**
 * @param places may name files that do not exist: those say nothing
 * @param onProblem told once for each state of a file that is not in order
 */
export function createPolicyReader(files: Pick<Files, 'read'>, places: readonly PolicyPlace[], onProblem: (file: PolicyFile) => void): PolicyReader {
  const known = new Map<string, PolicyFile>();
  const readOne = async ({ source, path }: PolicyPlace): Promise<PolicyFile | undefined> => {
    const before = known.get(path);
    const file = await readPolicy(files, source, path, before);
    if (file === undefined) known.delete(path);
    else known.set(path, file);
    if (file !== undefined && file.problems.length > 0 && (file.digest !== before?.digest || file.problems.join() !== before.problems.join())) onProblem(file);
    return file;
  };
  return { read: async () => (await Promise.all(places.map(readOne))).filter((file) => file !== undefined) };
}

async function readPolicy(files: Pick<Files, 'read'>, source: PolicySource, path: string, before: PolicyFile | undefined): Promise<PolicyFile | undefined> {
  try {
    const bytes = await files.read(path, MAX_POLICY_BYTES);
    return before !== undefined && before.digest === sha256(bytes) ? before : await parsePolicy(source, path, bytes);
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-missing') return undefined;
    return unreadablePolicy(source, path, error instanceof Error ? error.message : String(error));
  }
}
