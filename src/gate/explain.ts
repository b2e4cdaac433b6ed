import type { Verdict } from '../core/gate.ts';
import type { Effect } from '../shared/effects.ts';
import type { ShellAnalysis } from './analyse/facts.ts';
import { levelOf } from './level.ts';

const whatHappens: Record<Verdict['decision'], string> = {
  allow: 'runs without a question',
  ask: 'asks before it runs',
  deny: 'does not run',
};

const levels: Record<Verdict['level'], string> = {
  SAFE: 'it only looks',
  MODERATE: 'it changes what can be brought back, runs code of the project, or reaches for what lies outside',
  HIGH: 'it reaches outward, or cannot be taken back',
  DESTRUCTIVE: 'it loses something that nothing brings back',
};

/** Tells a person what a command would do, part by part, why it is judged so, and what an approval would ask. Plain text. */
export function explain(command: string, analysis: ShellAnalysis, verdict: Verdict): string {
  const said = new Set(analysis.parts.flatMap(({ effects }) => effects.map(effectText)));
  const reasons = [...new Set([...analysis.reasons, ...verdict.reasons])].map(visible).filter((reason) => !said.has(reason));
  const sections = [
    `${verdict.level}: ${levels[verdict.level]}. It ${whatHappens[verdict.decision]}.`,
    `Command\n${indented(visible(command))}`,
    ...(analysis.understood ? [] : ['Not all of it is understood, so it is judged by what is seen in it.']),
    `What it does\n${analysis.parts.map(partText).join('\n')}`,
    ...(reasons.length === 0 ? [] : [`Why\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`]),
    ...(verdict.decision === 'ask' ? [`What an approval asks\n${indented(questionOf(analysis, verdict))}`] : []),
    ...(analysis.alternative === undefined ? [] : [`Safer\n${indented(analysis.alternative)}`]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function partText({ text, effects }: ShellAnalysis['parts'][number]): string {
  return [`  ${visible(text).replaceAll('\n', '\n  ')}`, ...effects.map((effect) => `    ${levelOf([effect]).level}  ${effectText(effect)}`)].join('\n');
}

function effectText(effect: Effect): string {
  const [reason = ''] = levelOf([effect]).reasons;
  return visible(reason);
}

function questionOf({ typedTarget, rememberable }: ShellAnalysis, { level }: Verdict): string {
  if (level === 'DESTRUCTIVE') return `Type ${JSON.stringify(typedTarget ?? 'the target')} to run it, this once.`;
  return level === 'MODERATE' && rememberable ? 'Run it once, or remember exactly this command.' : 'Run it, this once.';
}

const indented = (text: string): string => text.split('\n').map((line) => `  ${line}`).join('\n');

/** Characters that hide something are shown by their number. */
const visible = (text: string): string => text.replaceAll(/[^\P{C}\n\t]|[^\P{Z} ]/gu, (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);
