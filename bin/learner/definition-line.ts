/** The line, from 1, on which a function, method or getter of this name is defined; null when the text has none. */
export function definitionLine(text: string, name: string): number | null {
  const defined = new RegExp(
    `^\\s*(?:export |async |function |static |get |const |let )*${name}(?:\\s*[(<][^;]*(?:\\{|,|\\()\\s*$|\\s*=)`,
  );
  const at = text.split('\n').findIndex((line) => defined.test(line));
  return at < 0 ? null : at + 1;
}
