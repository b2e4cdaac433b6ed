import type { Effect, JudgedEffect } from '../shared/effects.ts';
import type { ToolView } from '../shared/events.ts';
import type { JsonValue } from '../shared/json.ts';
import { redactInfraSummary } from './redactInfra.ts';

/** A command's words are targets too, and they may hold what no log may keep. */
export function redactEffects<E extends Effect | JudgedEffect>(effects: readonly E[], redact: (text: string) => string): E[] {
  return effects.map((effect) => ({ ...effect, target: redact(effect.target), ...(effect.detail === undefined ? {} : { detail: redact(effect.detail) }) }));
}

export function redactJson(value: JsonValue, redact: (text: string) => string): JsonValue {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactJson(item, redact)]));
  return value;
}

export function redactView(view: ToolView, redact: (text: string) => string): ToolView {
  switch (view.kind) {
    case 'text': return { ...view, text: redact(view.text) };
    case 'command': return { ...view, command: redact(view.command), output: redact(view.output) };
    case 'edit': return { ...view, diff: redact(view.diff) };
    case 'infra': return { ...view, summary: redactInfraSummary(view.summary, redact) };
  }
}
