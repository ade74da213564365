import type { HLJSApi } from 'highlight.js';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import json from 'highlight.js/lib/languages/json';
import typescript from 'highlight.js/lib/languages/typescript';
import yaml from 'highlight.js/lib/languages/yaml';
import { type Line, type Span, span } from '../text/line.ts';
import type { Meaning } from '../theme.ts';

const api: HLJSApi = hljs;
for (const [name, language] of Object.entries({ bash, go, json, typescript, yaml }))
  api.registerLanguage(name, language);
api.registerAliases(['console', 'shell'], { languageName: 'bash' });

/** Colors code, line by line; null for a language that it does not know. This file is loaded only when a text opens. */
export function highlight(code: string, language: string): Line[] | null {
  if (!api.getLanguage(language)) return null;
  return linesOf(api.highlight(code, { language, ignoreIllegals: true }).value);
}

/** Kinds of the highlighter -> our meanings; what is not named here stays as it is. */
const kinds: Readonly<Record<string, Meaning>> = {
  keyword: 'keyword',
  literal: 'number',
  number: 'number',
  string: 'string',
  regexp: 'string',
  comment: 'comment',
  doctag: 'comment',
  type: 'type',
  built_in: 'type',
  attr: 'name',
  title: 'name',
  meta: 'comment',
};

/** The highlighter answers with HTML: nested `<span class="hljs-keyword">`, and five entities. */
function linesOf(html: string): Line[] {
  const lines: Span[][] = [[]];
  const open: (Meaning | undefined)[] = [];
  for (const [, kind, close, text] of html.matchAll(/<span class="([^"]*)">|(<\/span>)|([^<]+)/g)) {
    if (kind !== undefined) open.push(kinds[kind.replace('hljs-', '').split(' ')[0]!]);
    else if (close) open.pop();
    else
      addText(
        lines,
        text!,
        open.findLast((meaning) => meaning !== undefined),
      );
  }
  return lines;
}

function addText(lines: Span[][], html: string, meaning: Meaning | undefined): void {
  letters(html)
    .split('\n')
    .forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text) lines.at(-1)!.push(meaning ? span(text, meaning) : span(text));
    });
}

function letters(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}
