import { judge, realAnalyser } from '../unit/gate/analyser.ts';
import { fragments } from '../unit/gate/bash/fragments.ts';
import { rowsToTry } from '../unit/gate/rowsToTry.ts';

export interface GateCost {
  /** Milliseconds of the first command, which loads the parsers. */
  firstMs: number;
  /** Milliseconds for each labelled command. */
  commandMedianMs: number;
  commandP99Ms: number;
  /** Milliseconds for the dearest hostile text of 10,000 characters, the best of three rounds, and what repeats in it. */
  hostileMs: number;
  hostile: string;
}

/** What an answer of the analysis costs, for honest commands and for texts made to be dear. */
export async function measureGate(): Promise<GateCost> {
  const analyser = realAnalyser();
  const cost = async (command: string): Promise<number> => {
    const start = performance.now();
    await judge(analyser, command);
    return performance.now() - start;
  };
  const firstMs = await cost('git status');
  const times: number[] = [];
  for (const { command, shell } of rowsToTry()) if (shell === 'bash') times.push(await cost(command));
  times.sort((one, other) => one - other);
  const at = (share: number): number => rounded(times[Math.floor((times.length - 1) * share)] ?? 0);
  let dearest = { hostileMs: 0, hostile: '' };
  for (const [hostile, command] of hostileTexts()) {
    let hostileMs = await cost(command);
    // Once may be the machine's fault.
    for (let round = 1; round < 3 && hostileMs > dearest.hostileMs; round++) hostileMs = Math.min(hostileMs, await cost(command));
    if (hostileMs > dearest.hostileMs) dearest = { hostileMs: rounded(hostileMs), hostile };
  }
  return { firstMs: rounded(firstMs), commandMedianMs: at(0.5), commandP99Ms: at(0.99), ...dearest };
}

/** Every fragment repeated: alone, as arguments, between quotes, in a substitution, and together with a few others. */
function* hostileTexts(): Generator<[string, string]> {
  const fill = (piece: string, room: number): string => piece.repeat(Math.floor(room / piece.length));
  for (const [index, fragment] of fragments.entries()) {
    const others = fragments.filter((_, other) => (other + index) % 31 === 0).map((other) => fragment + other);
    for (const piece of [fragment, ...others]) {
      yield [piece, fill(piece, 10_000)];
      yield [`echo ${piece}`, `echo ${fill(piece, 9_995)}`];
      yield [`"${piece}"`, `"${fill(piece, 9_998)}"`];
      yield [`echo $(${piece})`, `echo $(${fill(piece, 9_993)})`];
    }
  }
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
