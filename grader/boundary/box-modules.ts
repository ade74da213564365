import { compileFunction } from 'node:vm';
import * as kit from 'course/kit';
import type { ModuleAnswer, Question } from './protocol.ts';

type Exports = Record<string, unknown>;

/** A learner's import that leads nowhere or out of the submission. */
class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** The learner's modules: CommonJS code compiled under its own file name; other files are asked for one by one. */
export function boxModules(ask: (question: Question) => unknown): {
  load(file: string, code: string): Exports;
} {
  const loaded = new Map<string, { exports: Exports }>();

  function load(file: string, code: string): Exports {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} as Exports };
    loaded.set(file, module);
    const body = compileFunction(code, ['exports', 'require', 'module'], { filename: file });
    body.call(
      module.exports,
      module.exports,
      (specifier: unknown) => requireFrom(file, String(specifier)),
      module,
    );
    return module.exports;
  }

  function requireFrom(from: string, specifier: string): unknown {
    if (specifier === 'course/kit') return kit;
    const answer = ask({ ask: 'module', from, specifier }) as ModuleAnswer;
    if ('refused' in answer) throw new ImportError(answer.refused);
    return load(answer.file, answer.code);
  }

  return { load };
}
