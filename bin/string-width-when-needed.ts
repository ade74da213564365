import type stringWidth from 'string-width';

const printable = /^[\x20-\x7e]*$/;
let measure: typeof stringWidth | undefined;

/**
 * What dist/ has in the place of string-width. The package prepares, when it is loaded, for the scripts of the whole
 * world: 20 ms before the first picture. Nearly all that Ink measures is plain text.
 */
export default function width(...[text, options]: Parameters<typeof stringWidth>): number {
  if (printable.test(text)) return text.length;
  measure ??= (require('../node_modules/string-width/index.js') as { default: typeof stringWidth })
    .default;
  return measure(text, options);
}
