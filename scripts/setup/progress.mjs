// One line a step: a tick, what was done, how long it took. On a terminal the line lives while the step
// runs; in a log only its end is printed, and a long download's quarters.

const TICK = '✔';
const CROSS = '✖';
const NOTE = '•';
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * @typedef {object} Step
 * @property {(detail: string) => void} say what is being done now, shown on a terminal only
 * @property {(done: number, total: number) => void} bytes progress of a download
 * @property {(result: string) => void} result what stands after the step's title at its end
 */

/** @type {NodeJS.WriteStream} */
let stream = process.stdout;
let shortest = 0;

/** From now on speaks on standard error, and of steps only where they took a second or failed. */
export function speakQuietly() {
  stream = process.stderr;
  shortest = 1000;
}

/** @param {string} text */
const say = (text) => {
  stream.write(`${text}\n`);
};

const live = () => stream.isTTY === true && process.env.CI === undefined;

/** @param {number} milliseconds @returns {string} such as `0.4 s` or `2 min 5 s` */
export function duration(milliseconds) {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** @param {number} count @returns {string} such as `259 MB` */
export function size(count) {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} GB`;
  if (count >= 1e6) return `${Math.round(count / 1e6)} MB`;
  return `${Math.max(1, Math.round(count / 1e3))} kB`;
}

/** @param {string} text */
function rewrite(text) {
  const width = stream.columns ?? 80;
  stream.write(`\r\u001b[2K${text.slice(0, width - 1)}`);
}

/**
 * Runs one step of set-up and shows it.
 *
 * @template T
 * @param {string} title
 * @param {(step: Step) => Promise<T>} work
 * @returns {Promise<T>} what the work gave; its fault is passed on
 */
export async function step(title, work) {
  const start = performance.now();
  let detail = '';
  let result = '';
  let quarter = 0;
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % FRAMES.length;
    const elapsed = Math.floor((performance.now() - start) / 1000);
    rewrite(
      `${FRAMES[frame]} ${title}${detail ? `: ${detail}` : ''}${elapsed >= 2 ? ` (${elapsed} s)` : ''}`,
    );
  };
  const timer = live() ? setInterval(draw, 120) : undefined;
  /** @type {Step} */
  const handle = {
    say: (text) => {
      detail = text;
    },
    bytes: (done, total) => {
      const share = total > 0 ? Math.min(1, done / total) : 0;
      detail = `${size(done)} of ${size(total)}, ${Math.floor(share * 100)} %`;
      if (!live() && Math.floor(share * 4) > quarter && share < 1) {
        quarter = Math.floor(share * 4);
        say(`  ${title}: ${detail}`);
      }
    },
    result: (text) => {
      result = text;
    },
  };
  /** @param {string} mark */
  const close = (mark) => {
    if (timer) clearInterval(timer);
    const line = `${mark} ${title}${result ? `: ${result}` : ''} (${duration(performance.now() - start)})`;
    if (live()) stream.write('\r\u001b[2K');
    if (mark === CROSS || performance.now() - start >= shortest) say(line);
  };
  try {
    const value = await work(handle);
    close(TICK);
    return value;
  } catch (error) {
    close(CROSS);
    throw error;
  }
}

/** A line that is not a step. @param {string} text */
export function note(text) {
  say(`${NOTE} ${text}`);
}
