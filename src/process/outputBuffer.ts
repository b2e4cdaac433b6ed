import { incompleteUtf8Tail, utf8Boundary } from '../util/utf8.ts';

/** Keeps the first and the last half of what is written to it, in bounded memory, and counts what falls between. */
export class HeadTailBuffer {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  /** Ring of the newest bytes; made when the head is full. */
  #ring: Buffer | undefined;
  #tailWritten = 0;

  /** @param maxBytes bytes kept, at least 2; the line that says what was left out comes on top. */
  constructor(maxBytes: number) {
    this.#half = Math.max(1, Math.floor(maxBytes / 2));
  }

  push(chunk: Buffer): void {
    const room = this.#half - this.#headBytes;
    const first = chunk.subarray(0, room);
    if (first.length > 0) {
      this.#head.push(first);
      this.#headBytes += first.length;
    }
    if (chunk.length > room) this.#pushTail(chunk.subarray(Math.max(0, room)));
  }

  #pushTail(chunk: Buffer): void {
    this.#ring ??= Buffer.allocUnsafe(this.#half);
    const newest = chunk.subarray(Math.max(0, chunk.length - this.#half));
    const start = (this.#tailWritten + chunk.length - newest.length) % this.#half;
    const copied = newest.copy(this.#ring, start);
    newest.copy(this.#ring, 0, copied);
    this.#tailWritten += chunk.length;
  }

  /** The text kept, with a line in place of what was left out; characters are never cut. */
  read(): { text: string; truncatedBytes: number } {
    const head = Buffer.concat(this.#head);
    const tail = this.#tail();
    if (this.#tailWritten <= this.#half) return { text: Buffer.concat([head, tail]).toString('utf8'), truncatedBytes: 0 };
    const headEnd = head.length - incompleteUtf8Tail(head);
    const tailStart = utf8Boundary(tail, 0);
    const truncatedBytes = this.#tailWritten - this.#half + (head.length - headEnd) + tailStart;
    const text = `${head.toString('utf8', 0, headEnd)}\n[… ${truncatedBytes} bytes left out …]\n${tail.toString('utf8', tailStart)}`;
    return { text, truncatedBytes };
  }

  #tail(): Buffer {
    if (this.#ring === undefined) return Buffer.alloc(0);
    if (this.#tailWritten <= this.#half) return this.#ring.subarray(0, this.#tailWritten);
    const start = this.#tailWritten % this.#half;
    return Buffer.concat([this.#ring.subarray(start), this.#ring.subarray(0, start)]);
  }
}

/** Hands on a byte stream in pieces that never cut a UTF-8 character, whatever the chunk borders were. */
export class WholeCharacters {
  #rest: Buffer = Buffer.alloc(0);

  next(chunk: Buffer): Buffer {
    const all = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = all.length - incompleteUtf8Tail(all);
    this.#rest = Buffer.from(all.subarray(end));
    return all.subarray(0, end);
  }

  /** What is left when the stream ends; at most 3 bytes. */
  end(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }
}
