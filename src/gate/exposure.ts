/**
 * Facts about the machine that make a mistake go further. They only raise: the profile `autonomous` is silent about no
 * command then, and every card says them.
 * @param userId of this process; undefined on Windows
 */
export function exposureOf(userId: number | undefined, environment: Readonly<Record<string, string | undefined>>): string[] {
  return [
    ...(userId === 0 ? ['Runs as root: no permission of a file holds it back'] : []),
    ...(environment['SSH_CONNECTION'] === undefined ? [] : ['Runs on a machine that is reached over SSH']),
  ];
}
