/**
 * Characters that steer a terminal or turn the direction of text instead of standing for themselves:
 * control characters but newline and tab, C1 controls, bidirectional marks, line separators, half characters.
 */
const steering =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Where a line begins with what GitHub and Azure take for a command of a workflow, printed by anything. */
const command = /^([ \t]*)(?=::|##\[|##vso\[)(.)/gm;

/**
 * A text of the learner's as it may be printed anywhere: steering characters become visible, as in `\u001b[2J`,
 * and what is longer than `cap` characters is cut. The one place where a record's texts are made harmless for terminals.
 */
export function visible(text: string, cap: number): string {
  const kept = text.length <= cap ? text : `${text.slice(0, cap)}... (cut)`;
  return kept
    .replace(steering, escaped)
    .replace(command, (_, margin: string, first: string) => margin + escaped(first));
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
