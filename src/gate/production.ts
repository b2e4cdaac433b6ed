/** @param pattern regular expression over the name, case does not matter; one that is no expression matches every name: a slip in it must not drop the guard */
export function isProduction(stack: string, pattern: string): boolean {
  if (pattern === '') return false;
  try {
    return new RegExp(pattern, 'i').test(stack);
  } catch {
    return true;
  }
}
