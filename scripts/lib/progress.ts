const HEARTBEAT_MS = 15_000;

/** Prints what is being prepared, so that a person never stares at a silent terminal. */
export interface Progress {
  say(text: string): void;
  /** Prints the step's name, a line every quarter of a minute while it takes, and its seconds when it is done. */
  step<Result>(text: string, work: () => Promise<Result>): Promise<Result>;
}

/** @param label whose progress it is: `editor`, `chromium` */
export function progress(label: string, write: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): Progress {
  const say = (text: string) => { write(`[${label}] ${text}`); };
  return {
    say,
    step: async (text, work) => {
      const started = Date.now();
      const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
      say(`${text} …`);
      const heartbeat = setInterval(() => { say(`${text} … ${seconds()}`); }, HEARTBEAT_MS);
      try {
        const result = await work();
        say(`${text}: done in ${seconds()}`);
        return result;
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}
