export interface SetupProgress {
  /** 0 to 100; never goes back. */
  percent: number;
  /** One sentence for a person. */
  detail: string;
}

/** Shares of the whole, by what a cold build took: modules are fetched, packages compiled, two programs linked. */
const DOWNLOAD_END = 25;
const COMPILE_END = 95;
/** The CLI and the YAML host; Go lists them even where only the linking is left. */
const PROGRAMS = 2;

/**
 * Reads what `go list` and `go build -v` print: a line for each module that is downloaded and one for each package that
 * is compiled; what the caches hold is not printed and not counted.
 */
export class BuildProgress {
  readonly #modules: number;
  readonly #report: (progress: SetupProgress) => void;
  #downloaded = 0;
  #toCompile = 0;
  #compiled = 0;
  #percent = 0;
  #rest = '';

  /** @param modules number of modules in go.mod */
  constructor(modules: number, report: (progress: SetupProgress) => void) {
    this.#modules = Math.max(1, modules);
    this.#report = report;
  }

  /** Takes output as it comes; lines may be cut anywhere. */
  output(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  /** The number of packages whose compiled form is not in Go's cache. */
  compileStart(packages: number): void {
    this.#toCompile = Math.max(1, packages);
    const compiles = packages > PROGRAMS;
    this.#tell(compiles ? DOWNLOAD_END : COMPILE_END, compiles ? `Compiling Pulumi: ${packages} packages to go.` : 'Linking Pulumi.');
  }

  #line(line: string): void {
    if (line.startsWith('go: downloading ')) {
      this.#downloaded += 1;
      const part = Math.min(1, this.#downloaded / this.#modules);
      if (this.#toCompile === 0) this.#tell(DOWNLOAD_END * part, `Downloading Go modules: ${this.#downloaded} of at most ${this.#modules}.`);
    } else if (this.#toCompile > 0 && /^[\w.~-]+(\/[\w.~@+-]+)*$/.test(line)) {
      this.#compiled = Math.min(this.#toCompile, this.#compiled + 1);
      const part = this.#compiled / this.#toCompile;
      const detail = this.#compiled < this.#toCompile ? `Compiling Pulumi: ${this.#compiled} of ${this.#toCompile} packages.` : 'Linking Pulumi.';
      this.#tell(DOWNLOAD_END + (COMPILE_END - DOWNLOAD_END) * part, detail);
    }
  }

  #tell(percent: number, detail: string): void {
    this.#percent = Math.max(this.#percent, Math.floor(percent));
    this.#report({ percent: this.#percent, detail });
  }
}
