/**
 * A world in which a part of the cluster lives, to be watched and interfered with. It runs on the exercise's own interface:
 * `Part` is the module of the reference or of the learner's passing file.
 *
 * A run is exactly its parts, its seed and the inputs given to it: no clock, no other chance than `seededRandom(seed)`,
 * nothing kept outside the run. So any moment of it can be had again by giving the same inputs to a fresh run.
 */
export interface Simulation<Part, Others = Record<string, never>> {
  readonly title: string;
  /** What is to be seen and what to try, one or two sentences. */
  readonly about: string;
  /** Ids of other exercises whose parts it needs as well: `etcd/raft-leader-election`. */
  readonly uses?: readonly string[];
  /** Begins a run. `others` holds the parts named in `uses`, by id; each is the reference or the learner's. */
  begin(part: Part, seed: number, others: Others): SimulationRun;
}

/** One run. An error that a part throws and the run does not expect ends it; who plays says so to the reader. */
export interface SimulationRun {
  /** The world goes on by one step. */
  step(): void;
  /** What the reader may do now, always in the same order; what is impossible at the moment says why. */
  choices(): readonly Choice[];
  /** Does what was chosen: one of `choices()` without a `why`. */
  choose(id: string): void;
  /** The present moment as plain data. */
  frame(): Frame;
}

/** Something that the reader may do. */
export interface Choice {
  /** Lower-case words joined by `-`, without spaces; the same thing has the same id all along: `kill-2`. */
  readonly id: string;
  /** What it does, as a command: "kill node 2". */
  readonly label: string;
  /** Why it cannot be done now; absent when it can. */
  readonly why?: string;
}

/** What is to be seen at one moment. */
export interface Frame {
  /** What happened in the last step or choice, in full sentences that need no picture. Never empty. */
  readonly sentences: readonly string[];
  /** At most `pictureSize`. It shows nothing that sentences did not tell at some time. */
  readonly picture: readonly Line[];
  /** Why nothing more happens; absent while the world can go on. */
  readonly over?: string;
}

/** One line of a picture, from the left. */
export type Line = readonly Span[];

/** A piece of a line in one tone. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** How a text looks. Never the only thing that tells one state from another: some see no colors. */
export type Tone = 'plain' | 'dim' | 'accent' | 'good' | 'bad' | 'warn' | 'strong';

/** The largest picture, in columns and rows of a terminal. */
export const pictureSize = { columns: 76, rows: 15 } as const;
