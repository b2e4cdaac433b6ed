import { Component, type ComponentChildren } from 'preact';

interface Props {
  /** What the drawing depends on, compared one by one by identity; always of the same length. */
  on: readonly unknown[];
  draw: () => ComponentChildren;
}

/**
 * Draws again only when something of `on` is another than before. Signals that `draw` itself reads do not count.
 *
 * Keeping an element and returning it once more would seem the same, but an element holds its parent, and so the whole
 * rendering it was first part of: a long stream then keeps every one of its renderings.
 */
export class Kept extends Component<Props> {
  override shouldComponentUpdate({ on }: Props): boolean {
    return on.some((one, index) => one !== this.props.on[index]);
  }

  override render({ draw }: Props): ComponentChildren {
    return draw();
  }
}
