/** Signals, inside this folder, that the text is more than what can be read. */
export class NotRead extends Error {}

/** Where the reader stands in the text, and what it took each character for (`structure.ts`). */
export class Cursor {
  readonly source: string;
  at = 0;
  readonly #marks: string[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /** What was read so far, in the letters of `structure.ts`. */
  get structure(): string {
    return this.#marks.join('');
  }

  get next(): string {
    return this.source.charAt(this.at);
  }

  get ended(): boolean {
    return this.at >= this.source.length;
  }

  after(offset: number): string {
    return this.source.charAt(this.at + offset);
  }

  /** The match of a sticky expression here; nothing is taken. */
  look(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source)?.[0];
  }

  take(length: number, mark: 'q' | 'c' | '_' | 's' | 'w'): string {
    const text = this.source.slice(this.at, this.at + length);
    for (let count = 0; count < text.length; count++) this.#marks.push(mark);
    this.at += text.length;
    return text;
  }

  /** Takes a sticky expression as plain text; undefined where it does not match. */
  word(pattern: RegExp): string | undefined {
    const found = this.look(pattern);
    return found === undefined ? undefined : this.take(found.length, 'w');
  }

  expect(character: string): void {
    if (this.next !== character) throw new NotRead(this.ended ? `an open end where ${character} is missing` : `"${this.next}" in an unexpected place`);
    this.take(1, 's');
  }

  /** What was read since then is text in quotes, whatever it was taken for. */
  quote(since: number): void {
    this.#marks.fill('q', since, this.at);
  }

  /** Blanks and line continuations. */
  blanks(): void {
    for (let found = this.look(/[ \t]+|`\n/y); found !== undefined; found = this.look(/[ \t]+|`\n/y)) this.take(found.length, '_');
    const comment = this.look(/#[^\n]*|<#[\s\S]*?#>/y);
    if (comment === undefined || (this.at > 0 && !/[\s(){};|&,]/.test(this.source.charAt(this.at - 1)))) return;
    this.take(comment.length, 'c');
    this.blanks();
  }

  /** Blanks, comments and line ends. */
  space(): void {
    this.blanks();
    while (this.next === '\n') {
      this.take(1, '_');
      this.blanks();
    }
  }
}
