/**
 * Alt+Shift+Down and Alt+Shift+Up walk over the approvals that wait, wherever in the view the focus is. The focus comes to Reject, so
 * that no key that was pressed too often says yes.
 */
export function stepApprovals(event: KeyboardEvent): void {
  if (!event.altKey || !event.shiftKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  const cards = [...document.querySelectorAll<HTMLElement>('.approval[data-approval]')];
  const index = cards.findIndex((card) => card.contains(document.activeElement));
  const up = event.key === 'ArrowUp';
  const next = cards[index < 0 ? (up ? cards.length - 1 : 0) : (index + (up ? -1 : 1) + cards.length) % cards.length];
  if (next === undefined) return;
  event.preventDefault();
  next.scrollIntoView({ block: 'center' });
  next.querySelector<HTMLElement>('.reject')?.focus({ preventScroll: true });
}
