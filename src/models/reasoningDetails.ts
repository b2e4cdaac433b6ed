import type { JsonObject } from '../shared/json.ts';

/** Fields that arrive in pieces. */
const growing = ['text', 'summary', 'data'] as const;

/** Adds pieces of OpenRouter's `reasoning_details` to a list: pieces of the same part are joined, in order, nothing else is changed. */
export function addDetails(details: JsonObject[], pieces: JsonObject[]): void {
  for (const piece of pieces) {
    const last = details.at(-1);
    if (last === undefined || last.type !== piece.type || last.index !== piece.index || (last.id ?? piece.id ?? null) !== (piece.id ?? last.id ?? null)) {
      details.push({ ...piece });
      continue;
    }
    for (const [name, value] of Object.entries(piece)) {
      const before = last[name];
      const grows = growing.some((field) => field === name) && typeof before === 'string' && typeof value === 'string';
      if (grows) last[name] = before + value;
      else if (value !== null) last[name] = value;
    }
  }
}
