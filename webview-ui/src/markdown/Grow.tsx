import { Component, type JSX, type RefObject, createRef } from 'preact';

/** Text that grows without its node being replaced, so that a selection in it survives streaming. */
export class Grow extends Component<{ text: string }> {
  readonly #holder: RefObject<HTMLSpanElement | null> = createRef();
  #node: Text | undefined;

  override componentDidMount(): void {
    this.#node = document.createTextNode(this.props.text);
    this.#holder.current?.append(this.#node);
  }

  override shouldComponentUpdate(next: { text: string }): boolean {
    const node = this.#node;
    if (node === undefined) return false;
    const old = node.data;
    if (next.text.startsWith(old)) {
      if (next.text.length > old.length) node.appendData(next.text.slice(old.length));
    } else {
      let same = 0;
      while (same < old.length && old[same] === next.text[same]) same += 1;
      node.replaceData(same, old.length - same, next.text.slice(same));
    }
    return false;
  }

  override render(): JSX.Element {
    return <span ref={this.#holder} />;
  }
}
