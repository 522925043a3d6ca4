// The IDX format of the MNIST family: a big-endian magic number that names type and rank, the sizes, the bytes.

/** @param {number} count @param {number} side pixels @returns {Uint8Array} header of images of unsigned bytes */
export function imagesHeader(count, side) {
  const header = Buffer.alloc(16);
  [0x0803, count, side, side].forEach((value, at) => {
    header.writeUInt32BE(value, at * 4);
  });
  return header;
}

/** @param {number} count @returns {Uint8Array} header of labels of unsigned bytes */
export function labelsHeader(count) {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(0x0801, 0);
  header.writeUInt32BE(count, 4);
  return header;
}
