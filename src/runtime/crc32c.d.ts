/** The Castagnoli half of crc-32, which the package carries without types. */
declare module 'crc-32/crc32c.js' {
  const crc32c: { readonly buf: (bytes: Uint8Array) => number };
  export default crc32c;
}
