import type { Permit } from './gate.ts';

/**
 * The `pulumi` command as the infrastructure part needs it. Implemented by process/pulumi.ts, which is a lazily
 * loaded bundle; used by infra/operations.ts.
 */

export interface PulumiProject {
  name: string;
  /** `yaml`, `nodejs`, `python`, `go`, `dotnet`, `java`, … */
  runtime: string;
  /** Folder or file of the program, as written in the project file; absent means the project's folder. */
  main?: string;
  /** `backend.url` as written in the project file. */
  backendUrl?: string;
}

export interface PulumiPlace {
  /** Folder of the project file, absolute. */
  projectDir: string;
  /** Pinned for the child, whatever its environment and credentials say. */
  backendUrl: string;
}

export interface PulumiCall {
  permit: Permit;
  signal: AbortSignal;
}

export interface PulumiOperation extends PulumiCall {
  stack: string;
  /**
   * Every engine event as it arrives, unparsed; debug diagnostics are left out. With `up` and `destroy` the engine's
   * own preview comes first and the update's stream follows. Exceptions are reported by the operation's rejection.
   */
  onEvent(event: unknown): void;
}

/** A command that failed is a result, not an exception. */
export interface PulumiResult {
  exitCode: number | null;
  cancelled: boolean;
  /** Bounded, without colours. */
  stdout: string;
  stderr: string;
}

/** @throws AppError `pulumi-missing`, `pulumi-installing`, `pulumi-too-old` from every method that starts the command */
export interface Pulumi {
  /** Reads the project file of a folder; undefined where there is none. @throws AppError `project-invalid` */
  project(projectDir: string): Promise<PulumiProject | undefined>;
  /** Version of the command, e.g. `3.259.0`. */
  version(call: PulumiCall): Promise<string>;
  /** A reading command such as `stack export`; it may never be given `--show-secrets`. */
  read(args: string[], place: PulumiPlace, call: PulumiCall): Promise<PulumiResult>;
  /** @param savePlan file to write the plan to; its folder exists */
  preview(place: PulumiPlace, savePlan: string | undefined, operation: PulumiOperation): Promise<PulumiResult>;
  /** Carries out a plan; the engine first previews it, under the same lock, and refuses where program and plan differ. */
  up(place: PulumiPlace, plan: string, operation: PulumiOperation): Promise<PulumiResult>;
  previewDestroy(place: PulumiPlace, operation: PulumiOperation): Promise<PulumiResult>;
  /** Destroys everything in the stack; the engine first previews it, under the same lock. */
  destroy(place: PulumiPlace, operation: PulumiOperation): Promise<PulumiResult>;
}
