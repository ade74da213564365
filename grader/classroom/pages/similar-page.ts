import { type Markup, markup } from '../../report/markup.ts';
import type { Lines } from '../similar/likeness.ts';
import type { Similarities, SimilarPair } from '../similar/similar.ts';
import { page } from './page.ts';

const contextCap = 60;

/** What a class has in common, with the passages side by side. It accuses nobody: short exercises have few ways to be written. */
export function similarPage(title: string, { equal, pairs }: Similarities, least: number): string {
  const body = markup`<h1>${title}: what is alike</h1>
<p class="quiet">What the stub and the reference hold counts for nothing. A short exercise has few ways to be written: look at the passages before you ask anyone.</p>
<h2>Equal files</h2>
${equal.length === 0 ? markup`<p>None.</p>` : markup`<div class="scroll"><table><thead><tr><th>Exercise</th><th>Learners</th></tr></thead><tbody>${equal.map(({ exercise, learners }) => markup`<tr><td>${exercise}</td><td class="text">${learners.join(', ')}</td></tr>`)}</tbody></table></div>`}
<h2>Similar files, from ${percent(least)} on</h2>
${pairs.length === 0 ? markup`<p>None.</p>` : pairs.map(pairMarkup)}`;
  return page(`${title}: what is alike`, body);
}

function pairMarkup({ exercise, left, right, likeness, texts }: SimilarPair): Markup {
  const passages = likeness.passages.map(
    (passage) =>
      markup`<tr><td class="text"><pre>${numbered(texts[0], passage.left)}</pre></td><td class="text"><pre>${numbered(texts[1], passage.right)}</pre></td></tr>`,
  );
  return markup`<details><summary>${percent(likeness.similarity)} ${exercise}: ${left.join(', ')} and ${right.join(', ')}</summary>
<div class="scroll"><table><thead><tr><th>${left.join(', ')}</th><th>${right.join(', ')}</th></tr></thead><tbody>${passages}</tbody></table></div></details>`;
}

function numbered(text: string, { from, to }: Lines): string {
  const lines = text.split('\n').slice(from - 1, to);
  const shown = lines.slice(0, contextCap).map((line, index) => `${from + index}  ${line}`);
  if (lines.length > contextCap) shown.push(`... ${lines.length - contextCap} more lines`);
  return shown.join('\n');
}

/** 0.914 -> 91 % */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
