/** One timer for everything that shows seconds; it touches only what is in view and stops when nothing is left. */

type Draw = (now: number) => string;

const PERIOD_MS = 1_000;
const drawings = new Map<Element, Draw>();
const visible = new Set<Element>();
let timer: ReturnType<typeof setInterval> | undefined;

const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) {
      visible.add(target);
      paint(target);
    } else visible.delete(target);
  }
});

/** Writes `draw(Date.now())` into the element now and each second while it is visible. Returns the end of it. */
export function tick(element: Element, draw: Draw): () => void {
  drawings.set(element, draw);
  paint(element);
  observer.observe(element);
  timer ??= setInterval(() => { visible.forEach(paint); }, PERIOD_MS);
  return () => {
    observer.unobserve(element);
    drawings.delete(element);
    visible.delete(element);
    if (drawings.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function paint(element: Element): void {
  const text = drawings.get(element)?.(Date.now());
  if (text !== undefined && element.textContent !== text) element.textContent = text;
}
