import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicFiles, secretFiles } from '../../../exercises/catalog.ts';
import type { CourseClass } from '../class.ts';
import type { Compare, Likeness } from './likeness.ts';

/** Learners who handed in the same file; or two files of which a good part is alike. */
export interface SimilarPair {
  readonly exercise: string;
  /** Ids; of one side several where their files are equal. */
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly likeness: Likeness;
  readonly texts: readonly [left: string, right: string];
}

/** What a class has in common. */
export interface Similarities {
  /** Sets of learners with equal files, by exercise; stubs, references and groups left out. */
  readonly equal: readonly { readonly exercise: string; readonly learners: readonly string[] }[];
  /** Most similar first. */
  readonly pairs: readonly SimilarPair[];
}

/** One distinct file and who handed it in. */
interface Handed {
  readonly text: string;
  readonly learners: readonly string[];
}

/** Compares what learners handed in for each exercise; what the stub and the reference hold counts for nothing. */
export async function similarities(
  course: CourseClass,
  compare: Compare,
  least: number,
): Promise<Similarities> {
  const equal: { exercise: string; learners: readonly string[] }[] = [];
  const pairs: SimilarPair[] = [];
  for (const { id } of course.rules().exercises) {
    const template = templateOf(course, id);
    const handed = handedIn(course, id).filter(({ text }) => !template.includes(text));
    for (const { learners } of handed)
      if (teams(course, learners) > 1) equal.push({ exercise: id, learners });
    pairs.push(...(await pairsOf(id, handed, { compare, least, template: template.join('\n') })));
  }
  pairs.sort((a, b) => b.likeness.similarity - a.likeness.similarity);
  return { equal, pairs };
}

async function pairsOf(
  exercise: string,
  handed: readonly Handed[],
  how: { readonly compare: Compare; readonly least: number; readonly template: string },
): Promise<SimilarPair[]> {
  if (handed.length < 2) return [];
  const files = handed.map(({ text }, index) => ({ name: `${index}.ts`, text }));
  const byName = new Map(handed.map((one, index) => [`${index}.ts`, one]));
  const found = await how.compare(files, how.template);
  return found
    .filter(({ similarity }) => similarity >= how.least)
    .map((likeness) => {
      const [left, right] = [byName.get(likeness.left)!, byName.get(likeness.right)!];
      const texts = [left.text, right.text] as const;
      return { exercise, left: left.learners, right: right.learners, likeness, texts };
    });
}

function templateOf(course: CourseClass, id: string): string[] {
  const { dir, answerKey } = course.exercise(id);
  return [join(dir, publicFiles.stub), join(answerKey, secretFiles.reference)].flatMap((path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // A school's own answer key may have no reference.
      return [];
    }
  });
}

function handedIn(course: CourseClass, exercise: string): Handed[] {
  const learners = new Map<string, string[]>();
  for (const { learner, exercise: of, job } of course.store.works())
    if (of === exercise && job !== null) learners.set(job, [...(learners.get(job) ?? []), learner]);
  return [...learners].map(([job, ids]) => ({ text: course.handedIn(job), learners: ids }));
}

/** How many groups or lone learners these are. */
function teams(course: CourseClass, learners: readonly string[]): number {
  const groups = new Map(course.store.learners().map(({ id, group }) => [id, group]));
  return new Set(learners.map((id) => groups.get(id) || `alone ${id}`)).size;
}
