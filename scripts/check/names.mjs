import { committedFiles, readText } from './source-files.mjs';

/**
 * What a committed file may not name: a package registry's host (packages are found through npm's and pip's own
 * configuration, so that a mirror works), and a folder of the machine on which it was written.
 * Put together from parts, so that this file does not find itself.
 */
const REFUSED = [
  {
    what: 'a package registry',
    pattern: new RegExp(
      `(?:registry\\.(?:npm${'js'}|yarn${'pkg'})|npm${'mirror'}|python${'hosted'}|py${'pi'}\\.org|jfrog\\.io|(?:deb|archive)\\.(?:debi${'an'}|ubun${'tu'}))`,
      'i',
    ),
  },
  {
    what: 'a folder of one machine',
    pattern: new RegExp(
      `(?<![\\w.$}*-])/(?:(?:${'wo'}rk|${'ro'}ot)[/'"\`\\s]|${'tm'}p/|(?:ho${'me'}|Us${'ers'})/[a-z]{2,}[/'"\`\\s])|[A-Z]:\\\\\\\\?Us${'ers'}\\\\[a-z]{2,}`,
    ),
  },
];

const BINARY = /\.(png|jpe?g|gif|ico|icns|woff2?|gz|safetensors|bin)$/;

/** @param {string} text @returns {string[]} what it names and may not, each with its line */
export function namesIn(text) {
  return text.split('\n').flatMap((line, at) =>
    REFUSED.flatMap(({ what, pattern }) => {
      const match = pattern.exec(line);
      return match ? [`${at + 1}: names ${what} (${match[0].slice(0, 40).trim()})`] : [];
    }),
  );
}

/** @returns {string[]} one line a place */
export const refusedNames = () =>
  committedFiles()
    .filter((path) => !BINARY.test(path))
    .flatMap((path) => namesIn(readText(path)).map((place) => `${path}:${place}`));
