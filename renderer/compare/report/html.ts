/** Text and markup of a page that is written by hand. What is text is escaped by being text. */
export type Html = { readonly html: string };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and within quoted attributes. Control characters, which no page may hold, become a sign for it. */
export const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (it) => ENTITIES[it] as string)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd');

type Value = string | number | Html | readonly (string | number | Html)[];

const written = (value: string | number | Html): string =>
  typeof value === 'object' ? value.html : escaped(String(value));

/** Markup with values in it: strings and numbers are escaped, markup stays, lists stand one after the other. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: parts
    .map((part, at) => {
      const value = values[at];
      if (value === undefined) return part;
      return (
        part + (Array.isArray(value) ? value.map(written).join('') : written(value as string | number | Html))
      );
    })
    .join(''),
});
