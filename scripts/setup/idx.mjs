// The IDX format of the MNIST family: a big-endian magic number that names type and rank, the sizes, the bytes.

const BYTES = 0x08;

/** @param {number[]} sizes how many examples, then the sizes of one @returns {Uint8Array} header of unsigned bytes */
export function idxHeader(...sizes) {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [(BYTES << 8) | sizes.length, ...sizes].forEach((value, at) => {
    header.writeUInt32BE(value, at * 4);
  });
  return header;
}
