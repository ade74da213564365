import { visible } from '../verdict/visible.ts';

const longest = 20_000;

/** A text inside a line of Markdown that stays the text it is: no link, no HTML, no mention, no table cell ends in it. */
export function markdownText(text: string): string {
  return visible(text, longest)
    .replace(/[\\`*_{}[\]()#+!|~<>&@:-]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/\s*\n\s*/g, ' ');
}

/** Lines of text as a code block; whatever they hold, they do not end it. */
export function markdownCode(text: string): string {
  const shown = visible(text, longest);
  const longestRun = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  return `${fence}text\n${shown.replace(/\n$/, '')}\n${fence}`;
}
