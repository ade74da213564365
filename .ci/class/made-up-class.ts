import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exercise } from '../../exercises/catalog.ts';
import { publicFiles, secretFiles } from '../../exercises/catalog.ts';
import { type Random, seededRandom } from '../../exercises/kit/random.ts';
import {
  type Files,
  git,
  makeRepository,
  writeFiles,
  writeTarGz,
  writeZip,
} from '../../grader/classroom/testing/made-archives.ts';

/** What is planted for one learner: the text of each exercise's file, and how their entry ends up. */
export interface Planted {
  readonly id: string;
  readonly group: string;
  /** Exercise -> text; exercises that were not handed in are missing. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whole days late, each costing ten percent. */
  readonly daysLate: number;
  readonly entry: 'whole' | 'broken' | 'none';
}

export const dueMs = Date.parse('2026-11-01T00:00:00Z');
const day = 24 * 3_600_000;
const kinds = ['folder', 'zip', 'tar.gz', 'bundle', 'bare'] as const;

const hostile: readonly string[] = [
  'process.exit(0);',
  'export class MvccStore { put() { process.exit(0); } }',
  'export class MvccStore { put() { for (;;); } range() { for (;;); } get revision() { for (;;); } }',
  'throw { get message() { throw 1; } };',
  'this is not TypeScript at all (',
];

/** A class with known grades below `dir`: right, wrong, half done, hostile, broken, odd names, doubles, late, grouped. */
export class MadeUpClass {
  readonly planted: Planted[] = [];
  private readonly random: Random;

  constructor(
    private readonly dir: string,
    private readonly exercises: readonly Exercise[],
    private readonly mutants: ReadonlyMap<string, readonly string[]>,
    seed: number,
  ) {
    this.random = seededRandom(seed);
  }

  get entries(): string {
    return join(this.dir, 'in');
  }

  /** Makes so many learners; writes their entries, a roster and an assignment. */
  async make(count: number): Promise<void> {
    mkdirSync(this.entries, { recursive: true });
    for (let i = 0; i < count; i += 1) await this.makeLearner(i);
    writeFileSync(join(this.dir, 'roster.csv'), this.roster());
    const exercises = Object.fromEntries(this.exercises.map(({ id }) => [id, 50]));
    const late = { percentPerDay: 10, graceMinutes: 5 };
    const assignment = { title: 'Week 1', exercises, due: '2026-11-01T00:00:00Z', late };
    writeFileSync(join(this.dir, 'assignment.json'), JSON.stringify(assignment));
  }

  private async makeLearner(index: number): Promise<void> {
    const previous = this.planted.at(-1);
    // Every eighth hands in together with the one before.
    const joins = index % 8 === 7 && previous?.entry === 'whole' && previous.group === '';
    if (joins) {
      const group = `group ${index}`;
      this.planted[this.planted.length - 1] = { ...previous, group };
      this.planted.push({ ...previous, id: `member-${index}`, group });
      return;
    }
    const entry = index % 17 === 5 ? 'broken' : index % 23 === 9 ? 'none' : 'whole';
    const texts = entry === 'whole' ? this.texts() : {};
    const daysLate = entry === 'whole' && index % 5 === 3 ? 1 + this.random.intn(3) : 0;
    const learner = { id: this.idOf(index), group: '', texts, daysLate, entry } as const;
    this.planted.push(learner);
    if (entry === 'whole') await this.write(learner, kinds[index % kinds.length]!);
    if (entry === 'broken') this.writeBroken(learner.id, index);
  }

  private idOf(index: number): string {
    if (index % 31 === 4) return `<b>Åsa & "Ob" ${index}`;
    if (index % 31 === 14) return `=1+${index}`;
    return `learner-${String(index).padStart(3, '0')}`;
  }

  private texts(): Record<string, string> {
    const texts = this.exercises.flatMap((exercise): [string, string][] => {
      const text = this.textFor(exercise);
      return text === null ? [] : [[exercise.id, text]];
    });
    return Object.fromEntries(texts);
  }

  private textFor(exercise: Exercise): string | null {
    const dice = this.random.intn(20);
    const reference = readFileSync(join(exercise.answerKey, secretFiles.reference), 'utf8');
    // A comment makes the file another one; without it, it is a double of somebody else's.
    if (dice < 7) return `${reference}// ${this.random.intn(40)}\n`;
    if (dice < 9) return readFileSync(join(exercise.dir, publicFiles.stub), 'utf8');
    if (dice < 18) return this.pick(this.mutants.get(exercise.id)!);
    return dice === 18 ? this.pick(hostile) : null;
  }

  private async write(
    { id, texts, daysLate }: Planted,
    kind: (typeof kinds)[number],
  ): Promise<void> {
    const files: Files = Object.fromEntries(
      Object.entries(texts).map(([exercise, text]) => [`my-cluster/${exercise}.ts`, text]),
    );
    const submitted = daysLate === 0 ? dueMs - day : dueMs + daysLate * day - 3_600_000;
    const path = join(this.entries, id);
    const set = (file: string) => utimesSync(file, submitted / 1000, submitted / 1000);
    if (kind === 'zip') await writeZip(`${path}.zip`, files).then(() => set(`${path}.zip`));
    else if (kind === 'tar.gz')
      await writeTarGz(`${path}.tar.gz`, files).then(() => set(`${path}.tar.gz`));
    else if (kind === 'folder') {
      writeFiles(path, files);
      for (const name of Object.keys(files)) set(join(path, name));
      set(path);
    } else
      this.writeGit(path, { ...files, 'README.md': id }, new Date(submitted).toISOString(), kind);
  }

  private writeGit(path: string, files: Files, date: string, kind: 'bundle' | 'bare'): void {
    const repository = mkdtempSync(join(tmpdir(), 'made-up-'));
    makeRepository(repository, files, date);
    if (kind === 'bundle')
      git(repository, date, 'bundle', 'create', '--quiet', `${path}.bundle`, 'HEAD');
    else git(this.dir, date, 'clone', '--quiet', '--bare', repository, `${path}.git`);
    rmSync(repository, { recursive: true });
  }

  private writeBroken(id: string, index: number): void {
    const [name, text] = [
      ['.zip', 'PK\u0003\u0004 broken off'],
      ['.tar.gz', ''],
      ['.bundle', '# v2 git bundle\n'],
      ['.docx', 'my solution'],
    ][index % 4]!;
    writeFileSync(join(this.entries, `${id}${name}`), text!);
  }

  private roster(): string {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = this.planted.map(
      ({ id, group, entry }, index) =>
        `${quoted(id)},${quoted(`Learner ${index}`)},${index}@example.org,${group},${quoted(entry === 'broken' && index % 4 === 3 ? `${id}.docx` : id)}`,
    );
    return `id,name,email,group,entry\n${lines.join('\n')}\n`;
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.random.intn(items.length)]!;
  }
}
