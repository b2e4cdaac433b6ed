/** Median with its range: one number of a noisy machine says little. */
export interface Spread {
  median: number;
  min: number;
  max: number;
  samples: number;
}

/** @throws Error for an empty list */
export function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => {
    const value = sorted[index];
    if (value === undefined) throw new Error('nothing was measured');
    return Math.round(value * 100) / 100;
  };
  return { median: at(Math.floor(sorted.length / 2)), min: at(0), max: at(sorted.length - 1), samples: sorted.length };
}
