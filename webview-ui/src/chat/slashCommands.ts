export interface SlashCommand {
  name: string;
  help: string;
}

export const slashCommands: readonly SlashCommand[] = [
  { name: '/status', help: 'Stack, backend, last update, locks' },
  { name: '/preview', help: 'What a deployment would change' },
  { name: '/deploy', help: 'Preview, confirm, then change resources' },
  { name: '/outputs', help: 'Outputs of the stack' },
  { name: '/destroy', help: 'Delete the stack’s resources, after confirmation' },
  { name: '/help', help: 'What Pilothouse can do' },
];

/** Commands that fit what is typed so far; none once a command is complete or has arguments. */
export function suggestCommands(text: string): SlashCommand[] {
  if (!/^\/\w*$/.test(text)) return [];
  const found = slashCommands.filter(({ name }) => name.startsWith(text.toLowerCase()));
  return found.length === 1 && found[0]?.name === text ? [] : found;
}
