import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LossPorts } from '../../../../src/core/loss.ts';
import type { Loss } from '../../../../src/gate/analyse/facts.ts';
import { createFindLoss, type FoundLoss } from '../../../../src/gate/loss/findLoss.ts';
import { createGit } from '../../../../src/process/git.ts';
import { walkFiles } from '../../../../src/process/lossWalk.ts';
import { realPlace } from '../../../../src/process/realPlace.ts';
import { createProcessRunner } from '../../../../src/process/runner.ts';
import { testPermits } from '../../process/permits.ts';

/** A folder with real files and real git, and the losses computed there. */
export interface Place {
  folder: string;
  ports: LossPorts;
  git(...args: string[]): string;
  put(name: string, text?: string): string;
  commit(name: string, text?: string): void;
  find(losses: Loss[], limitMs?: number, ports?: Partial<LossPorts>): Promise<FoundLoss>;
  close(): Promise<void>;
}

const LIMIT_MS = 60_000;

export function openPlace(): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'loss ')));
  const source = { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], HOME: folder };
  const { permit, assertPermit } = testPermits();
  const runner = createProcessRunner({ assertPermit });
  const git = createGit({ runner, source });
  const ports: LossPorts = {
    walk: (paths, recursive, signal) => walkFiles(paths, recursive, signal),
    git: (args, cwd, signal) => git.ask(args, cwd, permit, signal),
    realpath: realPlace,
  };
  const place: Place = {
    folder, ports,
    git: (...args) => execFileSync('git', args, {
      cwd: folder, encoding: 'utf8', stdio: 'pipe',
      env: { ...source, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c' },
    }),
    put(name, text = 'text\n') {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    commit(name, text = `${name}\n`) {
      place.put(name, text);
      place.git('add', '--', name);
      place.git('commit', '--quiet', `--message=Add ${name}`);
    },
    find: (losses, limitMs = LIMIT_MS, other = {}) => createFindLoss({ ...ports, ...other })(losses, { cwd: folder, limitMs, signal: new AbortController().signal }),
    async close() {
      await runner.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
}

/** `name: why` of each item. */
export const named = ({ report }: FoundLoss): string[] => report.items.map(({ name, because }) => `${name}: ${because.join('; ')}`);
