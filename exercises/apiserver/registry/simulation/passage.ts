/** Where a request comes by, in the order of the picture. */
export const places = [
  'authentication',
  'authorization',
  'reading',
  'defaulting',
  'admission',
  'validation',
  'writing',
] as const;
export type Place = (typeof places)[number];

/** What happened at one place: it let the request pass, turned it back, or sent it back to begin anew. */
export interface Passage {
  readonly place: Place;
  readonly outcome: 'passed' | 'refused' | 'anew';
  /** A few words for the picture. */
  readonly note: string;
  readonly sentence: string;
}

/** A request is let through. */
export function passed(place: Place, note: string, sentence: string): Passage {
  return { place, outcome: 'passed', note, sentence };
}
