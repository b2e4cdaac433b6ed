/** What the code actions say in the person's name; the selection or the problem goes along as context. */
export const selectionTasks = {
  explain: { title: 'Explain', prompt: 'Explain what the selected code does and why, in a few short paragraphs. Name what is surprising or risky in it. Change nothing.' },
  fix: { title: 'Fix', prompt: 'Find what is wrong in the selected code and fix it with the smallest change that is right. Say what was wrong. If nothing is wrong, say so and change nothing.' },
  tests: { title: 'Write Tests', prompt: 'Write tests for the selected code, in the style, place and framework that this project uses for its tests. Cover the edges, then run them.' },
  refactor: { title: 'Refactor', prompt: 'Refactor the selected code so that it is easier to read and to change, without changing what it does. Keep names and style of the surrounding code. Say what you changed and why.' },
} as const;
export type SelectionTask = keyof typeof selectionTasks;

export const fixProblemPrompt = 'Fix the attached problem at its cause, with the smallest change that is right. Do not silence it. Say what was wrong.';
