/** A selection inside an element, as characters from its start, so that it outlives the element's nodes. */
export interface TextSelection {
  anchor: number;
  focus: number;
}

/** The selection, if it is not empty and both of its ends are in the element. */
export function selectionIn(element: HTMLElement): TextSelection | undefined {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || !element.contains(selection.anchorNode) || !element.contains(selection.focusNode)) return undefined;
  return { anchor: charactersTo(element, selection.anchorNode, selection.anchorOffset), focus: charactersTo(element, selection.focusNode, selection.focusOffset) };
}

export function select(element: HTMLElement, { anchor, focus }: TextSelection): void {
  const from = placeAt(element, anchor);
  const to = placeAt(element, focus);
  getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

function charactersTo(element: HTMLElement, node: Node | null, offset: number): number {
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(node ?? element, offset);
  return range.toString().length;
}

function placeAt(element: HTMLElement, characters: number): { node: Node; offset: number } {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = characters;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return { node: element, offset: element.childNodes.length };
}
