/**
 * Closes an emphasis or code span that the end of a streaming text leaves open, so that its marks do not flash up
 * as plain characters. Only the last paragraph counts, and fences are left alone.
 */
export function closeMarks(text: string): string {
  const paragraph = text.slice(text.lastIndexOf('\n\n') + 1);
  if (/^ {0,3}(`{3}|~{3})/m.test(paragraph) || /^(?: {4}|\t)/.test(paragraph)) return text;
  const ticks = paragraph.match(/`/g)?.length ?? 0;
  if (ticks % 2 === 1) return /`\s*$/.test(paragraph) ? text.replace(/`\s*$/, '') : `${text}\``;
  const outside = paragraph.replace(/`[^`]*`/g, '');
  const stars = outside.match(/\*\*/g)?.length ?? 0;
  if (stars % 2 === 0) return text;
  if (/\*\*\s*$/.test(text)) return text.replace(/\*\*\s*$/, '');
  return /\*$/.test(text) ? `${text}*` : `${text.replace(/\s+$/, '')}**`;
}
