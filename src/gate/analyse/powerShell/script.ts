import type { Call, Deed } from '../call.ts';

/** One command or expression of a PowerShell text, nested ones before those that hold them. */
export interface PowerShellStep {
  /** As written. */
  source: string;
  /** The command, for the tool families. An alias that is a program elsewhere gives two steps with the same source. */
  call?: Call;
  /** What happens beside the command: redirections, .NET calls, assignments. Paths are relative to the folder at this step. */
  also?: Deed;
}

/** A PowerShell text as the analysis sees it. The whole does what its steps do, in order; each may run any number of times. */
export interface PowerShellScript {
  steps: readonly PowerShellStep[];
  /** Why the text is not believed: it asks, whatever the steps say, and the last step tells how gravely it looks. */
  problem?: string;
}
