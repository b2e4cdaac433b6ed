import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permit } from '../../../src/core/gate.ts';
import type { ProcessRunner } from '../../../src/core/ports.ts';
import type { Step } from '../../../src/core/tool.ts';
import type { HostState } from '../../../src/shared/messages.ts';
import type { PulumiLocator, PulumiSetupOptions } from '../../../src/process/pulumiSetup.ts';
import { createPulumiSetup } from '../../../src/process/pulumiSetup.ts';

const runner: ProcessRunner = {
  run: (spec, _permit, signal, onOutput) => new Promise((resolve) => {
    const child = spawn(spec.file, spec.args, { cwd: spec.cwd, env: spec.env, signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let output = '';
    let spawnError: string | undefined;
    const take = (text: string) => { output += text; onOutput?.(text); };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; take(text); });
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error: NodeJS.ErrnoException) => { spawnError = error.code; });
    child.on('close', (exitCode) => resolve({
      exitCode, timedOut: false, cancelled: signal.aborted, spawnError, output, stdout, stderr: '', truncatedBytes: 0, durationMs: 0,
    }));
  }),
  dispose: async () => undefined,
};

/** A machine of its own: a home, a cache and a PATH that hold only what the test puts there (shell scripts for programs). */
export class Machine implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'setup '));
  readonly bin = join(this.folder, 'bin');
  readonly home = join(this.folder, 'home');
  readonly cache = join(this.folder, 'cache');
  readonly resources = join(this.folder, 'resources');
  readonly steps: Step[] = [];
  readonly states: HostState['pulumi'][] = [];
  readonly log: string[] = [];
  /** Permits that are out; each must be given back. */
  open = 0;

  constructor() {
    for (const dir of [this.bin, this.home, this.resources]) mkdirSync(dir);
    this.pin('3.259.0');
  }

  pin(version: string): void {
    writeFileSync(join(this.resources, 'go.mod'), `module m\n\nrequire (\n\tgithub.com/pulumi/pulumi-yaml v1.38.1\n\tgithub.com/pulumi/pulumi/pkg/v3 v${version}\n)\n`);
    writeFileSync(join(this.resources, 'go.sum'), '');
  }

  script(dir: string, name: string, body: string): void {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(dir, name), 0o755);
  }

  pulumi(dir: string, version: string, { yaml = true } = {}): void {
    this.script(dir, 'pulumi', `echo ${version}`);
    if (yaml) this.script(dir, 'pulumi-language-yaml', '');
  }

  /** A Go that "compiles" three packages; `build` runs before the programs are written. */
  go({ version = '1.26.8', build = '' } = {}): void {
    this.script(this.bin, 'go', `
echo "$@" >> '${this.folder}/go.calls'
PATH=/usr/bin:/bin
case "$1" in
  env) echo go${version};;
  list) echo 'go: downloading example.com/a v1.0.0' >&2; printf 'a/b\\nc\\nd.e/f\\n';;
  build)
    ${build}
    while [ "$1" != -o ]; do shift; done
    printf 'a/b\\nc\\nd.e/f\\n' >&2
    for program in pulumi pulumi-language-yaml; do printf '#!/bin/sh\\necho v3.259.0\\n' > "$2/$program"; chmod +x "$2/$program"; done;;
esac`);
  }

  goCalls(): string[] {
    const path = join(this.folder, 'go.calls');
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  setup(options: Partial<PulumiSetupOptions> = {}): PulumiLocator {
    const setup = createPulumiSetup({
      runner, cacheDir: this.cache, resourcesDir: this.resources, environment: { PATH: this.bin, HOME: this.home }, homeDir: this.home, platform: process.platform, goDirs: [],
      authorize: async (step) => {
        this.steps.push(step);
        this.open += 1;
        return {} as Permit;
      },
      revoke: () => { this.open -= 1; },
      installer: async () => { throw new Error('not expected'); },
      isOnline: async () => false,
      log: (line) => this.log.push(line),
      ...options,
    });
    setup.onChange((state) => this.states.push(state));
    return setup;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
