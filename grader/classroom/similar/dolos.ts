import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ClassInputError } from '../assignment/class-input-error.ts';
import type { Compare, Likeness, Lines } from './likeness.ts';

const name = '@dodona/dolos-lib';
const longestShown = 20;
/** Passages of fewer fingerprints are chance. */
const shortest = 2;

/** What is used of the package; it is not among the course's dependencies, because it compiles native parts. */
interface Dolos {
  readonly Dolos: new (options: {
    language: string;
  }) => {
    analyze(files: object[], name: string, ignored: object): Promise<{ allPairs(): DolosPair[] }>;
  };
  readonly File: new (path: string, text: string) => object;
}

interface DolosPair {
  readonly leftFile: { readonly path: string };
  readonly rightFile: { readonly path: string };
  readonly similarity: number;
  buildFragments(minimum: number): { leftSelection: Region; rightSelection: Region }[];
}

/** Rows count from 0. */
interface Region {
  readonly startRow: number;
  readonly endRow: number;
}

/** Compares with Dolos. Throws ClassInputError, with how to get it, where it is not installed. */
export async function dolosCompare(from: string = process.cwd()): Promise<Compare> {
  const { Dolos, File } = await loaded(from);
  return async (files, template) => {
    const dolos = new Dolos({ language: 'typescript' });
    const given = files.map((file) => new File(file.name, file.text));
    const report = await dolos.analyze(given, 'class', new File('template.ts', template));
    return report.allPairs().map(likenessOf);
  };
}

async function loaded(from: string): Promise<Dolos> {
  try {
    const path = createRequire(join(from, 'here.js')).resolve(name);
    return (await import(pathToFileURL(path).href)) as Dolos;
  } catch {
    return inCourse();
  }
}

async function inCourse(): Promise<Dolos> {
  try {
    return (await import(name as string)) as Dolos;
  } catch (error) {
    throw new ClassInputError(
      `Comparing submissions needs the package ${name}, which cannot be loaded (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}).`,
      `Install it where you run the course: npm install ${name} (it compiles native parts: python3, make and a C++ compiler are needed).`,
    );
  }
}

function likenessOf(pair: DolosPair): Likeness {
  const passages = pair
    .buildFragments(shortest)
    .map(({ leftSelection, rightSelection }) => {
      return { left: linesOf(leftSelection), right: linesOf(rightSelection) };
    })
    .sort((a, b) => length(b.left) - length(a.left))
    .slice(0, longestShown);
  const { leftFile, rightFile, similarity } = pair;
  return { left: leftFile.path, right: rightFile.path, similarity, passages };
}

function linesOf({ startRow, endRow }: Region): Lines {
  return { from: startRow + 1, to: endRow + 1 };
}

function length({ from, to }: Lines): number {
  return to - from;
}
