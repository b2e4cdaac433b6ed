import { WireFault } from './faults.ts';

export interface ServerSentEvent {
  /** Absent in data-only streams. */
  name?: string;
  data: string;
}

/** Characters of one event; more than any provider sends, less than hurts. */
const maxEventLength = 32 * 2 ** 20;

/**
 * Splits the text of an event stream into events, however it was cut. Takes every line end of the standard, lines
 * without the blank after the colon, comments, and a last event without its empty line.
 */
export class EventParser {
  private buffer = '';
  /** Where the search for the next line end goes on. */
  private searched = 0;
  private skipLineFeed = false;
  private name: string | undefined;
  private data: string[] = [];
  private size = 0;

  /** @throws WireFault `malformed` for an endless event */
  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    this.buffer += text;
    let start = 0;
    for (let at = this.searched; at < this.buffer.length; at += 1) {
      const code = this.buffer.charCodeAt(at);
      if (code === lineFeed && this.skipLineFeed && at === start) {
        start = at + 1;
        this.skipLineFeed = false;
        continue;
      }
      this.skipLineFeed = false;
      if (code !== lineFeed && code !== carriageReturn) continue;
      this.line(this.buffer.slice(start, at), events);
      start = at + 1;
      this.skipLineFeed = code === carriageReturn;
    }
    this.buffer = this.buffer.slice(start);
    this.searched = this.buffer.length;
    if (this.buffer.length + this.size > maxEventLength) throw new WireFault('malformed', 'An event of the stream has no end.');
    return events;
  }

  /** What is left when the stream ends. */
  end(): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    this.line(this.buffer, events);
    this.line('', events);
    this.buffer = '';
    this.searched = 0;
    return events;
  }

  private line(line: string, events: ServerSentEvent[]): void {
    if (line === '') {
      if (this.data.length > 0) events.push({ name: this.name, data: this.data.join('\n') });
      this.name = undefined;
      this.data = [];
      this.size = 0;
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line.charCodeAt(colon + 1) === blank ? colon + 2 : colon + 1);
    if (field === 'event') this.name = value;
    if (field !== 'data') return;
    this.data.push(value);
    this.size += value.length;
  }
}

const lineFeed = 10;
const carriageReturn = 13;
const blank = 32;
