/** One line of the table: a figure, what it is compared with, and the target. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly peer: string;
  readonly theirs: number;
  readonly unit: string;
  readonly target: string;
  readonly met: boolean;
}
