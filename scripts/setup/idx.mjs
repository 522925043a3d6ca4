// The IDX format of the MNIST family: a big-endian magic number that names type and rank, the sizes, the bytes.

const BYTES = 0x08;
const SHORTS = 0x0b;

/** @param {number} type @param {number[]} sizes how many examples, then the sizes of one @returns {Uint8Array} */
function headerOf(type, sizes) {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [(type << 8) | sizes.length, ...sizes].forEach((value, at) => {
    header.writeUInt32BE(value, at * 4);
  });
  return header;
}

/** @param {number[]} sizes how many examples, then the sizes of one @returns {Uint8Array} header of unsigned bytes */
export const idxHeader = (...sizes) => headerOf(BYTES, sizes);

/** @param {number[]} sizes how many examples, then the sizes of one @returns {Uint8Array} header of big-endian shorts */
export const idxShortsHeader = (...sizes) => headerOf(SHORTS, sizes);
