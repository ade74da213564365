/** One file to be compared. */
export interface ComparedFile {
  readonly name: string;
  readonly text: string;
}

/** Lines of a file, both counted from 1 and included. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** Two files that are alike. */
export interface Likeness {
  readonly left: string;
  readonly right: string;
  /** Share of what both hold that the other holds too, 0 to 1. */
  readonly similarity: number;
  /** Passages that match, longest first. */
  readonly passages: readonly { readonly left: Lines; readonly right: Lines }[];
}

/** Compares files with each other; what `template` holds counts for nothing. */
export type Compare = (files: readonly ComparedFile[], template: string) => Promise<Likeness[]>;
