import { Canvas, type Line, type Tone } from '#simulation';
import { specText } from './deployments.ts';
import { type Passage, type Place, places } from './passage.ts';
import type { ApiView } from './reader-choices.ts';
import { contentOf, names, subjectOf, tokenWords } from './request.ts';

const columns = 76;
const noteColumn = 19;

/** What a passage looks like. */
const marks: Readonly<Record<Passage['outcome'], { readonly sign: string; readonly tone: Tone }>> =
  {
    passed: { sign: '✓', tone: 'good' },
    refused: { sign: '✗', tone: 'bad' },
    anew: { sign: '↪', tone: 'warn' },
  };

/** The request, the guards in their order with what they did, the answer, the watchers, and what is stored. */
export function apiPicture(view: ApiView): Line[] {
  const canvas = new Canvas();
  const { request, number, answer } = view;
  row(
    canvas,
    0,
    `request ${number}`,
    `${subjectOf(request)}, with ${tokenWords[request.token]}`,
    'strong',
  );
  put(
    canvas,
    noteColumn,
    1,
    [contentOf(request), request.rival && 'somebody else writes first'].filter(Boolean).join('; '),
  );
  for (const [i, place] of places.entries()) guardRow(canvas, 2 + i, place, view.passages);
  row(canvas, 9, 'answer', answer ?? '', 'strong');
  for (const [i, { number, selector, told }] of view.watchers.entries())
    row(
      canvas,
      10 + i,
      `watcher ${number}`,
      [`${selector || 'all'}`.padEnd(12), told.join(', ')].join(''),
      told.length > 0 ? 'accent' : 'dim',
    );
  for (const [i, name] of names.entries())
    row(canvas, 13 + i, `stored ${name}`, stored(view, name));
  return canvas.lines();
}

/** The last thing that happened there since the request began anew. */
function guardRow(canvas: Canvas, at: number, place: Place, passages: readonly Passage[]): void {
  const anew = passages.findLastIndex(({ outcome }) => outcome === 'anew');
  const since = passages.filter((each, index) => index >= anew || isBeforeRegistry(each.place));
  const passage = since.findLast((each) => each.place === place);
  const { sign, tone } = passage ? marks[passage.outcome] : ({ sign: '·', tone: 'dim' } as const);
  canvas.put(1, at, sign, tone);
  canvas.put(3, at, place, passage ? 'plain' : 'dim');
  put(canvas, noteColumn, at, passage?.note ?? '', passage?.outcome === 'passed' ? 'plain' : tone);
}

function isBeforeRegistry(place: Place): boolean {
  return place === 'authentication' || place === 'authorization';
}

function stored({ shelf }: ApiView, name: string): string {
  const object = shelf.objects.find(({ metadata }) => metadata.name === name);
  if (!object) return '–';
  const { resourceVersion, generation } = object.metadata;
  const status = object.status === undefined ? '' : ', with a status';
  return `version ${resourceVersion}, generation ${generation}, ${specText(object)}${status}`;
}

function row(canvas: Canvas, at: number, label: string, text: string, tone: Tone = 'plain'): void {
  canvas.put(3, at, label, 'dim');
  put(canvas, noteColumn, at, text, tone);
}

/** What does not fit is left out, and said to be. */
function put(canvas: Canvas, column: number, at: number, text: string, tone: Tone = 'plain'): void {
  const room = columns - column;
  canvas.put(column, at, text.length <= room ? text : `${text.slice(0, room - 1)}…`, tone);
}
