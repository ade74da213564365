import type { Line } from '../text/line.ts';

/** What a callout is about; it decides its word and its color. */
export type Tone = 'note' | 'warning' | 'history';

/** One item of a list; `done` is set where the author wrote a check box. */
export interface Item {
  readonly blocks: readonly Block[];
  readonly done?: boolean;
}

export type Align = 'left' | 'right' | 'center';

/** A piece of a text that stands for itself, as the author wrote it and before it has a width. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: Line }
  | { readonly kind: 'paragraph'; readonly text: Line }
  | { readonly kind: 'list'; readonly first: number | null; readonly items: readonly Item[] }
  | {
      readonly kind: 'table';
      readonly header: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
      readonly align: readonly Align[];
    }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'diagram'; readonly alt: string; readonly text: string }
  | { readonly kind: 'callout'; readonly tone: Tone; readonly blocks: readonly Block[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'quiz'; readonly text: string }
  | { readonly kind: 'simulation'; readonly id: string; readonly title: string }
  | { readonly kind: 'rule' };
