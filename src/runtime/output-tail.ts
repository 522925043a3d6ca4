/** Characters kept of what an engine wrote to its terminal; a longer line is cut to its end. */
const KEPT = 64 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take the power from.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
/** The second set of control codes, and marks that turn the direction of writing. */
const INVISIBLE = /[\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A line of a stack trace, what Node prints below it, and its warnings to those who wrote the code. */
const STACK = /^\s+at |^Node\.js v|^\s*requireStack: \[\]|^[{}]$|^\(node:\d+\) |^\(Use `/;

/** What TensorFlow says of itself when nothing is wrong; no setting of it holds these lines back. */
const CHATTER = /^I\d{4} \d\d:\d\d|^WARNING: All log messages before absl::InitializeLog/;

/** Codes that move a cursor, colour or clear a screen become visible signs; line breaks and tabs stay. */
export function harmless(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(CONTROL, (it) => (it === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + it.charCodeAt(0))))
    .replace(INVISIBLE, '\ufffd');
}

/** The last of what a process said, whatever it says: bounded, decoded, without power over a terminal. */
export class OutputTail {
  readonly #decoder = new TextDecoder();
  #text = '';

  push(bytes: Uint8Array): void {
    // Of one huge piece only its end can be kept; four bytes make at least one character.
    const end = bytes.byteLength > KEPT * 4 ? bytes.subarray(-KEPT * 4) : bytes;
    this.#text = (this.#text + this.#decoder.decode(end, { stream: true })).slice(-KEPT);
  }

  text(): string {
    return harmless(this.#text);
  }

  /** The last lines that say something, for a message; where in the code it was says nothing to a person. */
  lastLines(count: number): string {
    const lines = this.text().split('\n');
    return lines
      .filter((line) => line.trim() !== '' && !STACK.test(line) && !CHATTER.test(line))
      .slice(-count)
      .map((line) => line.slice(-200))
      .join('\n');
  }
}
