import { EtcdError } from 'course/kit';
import { expect, it } from 'vitest';
import type { LessorCall } from './calls.ts';
import { Lessor } from './reference.ts';
import { type Expected, upstreamCases } from './upstream-cases.ts';

it.each(upstreamCases)('the reference does as upstream: $origin', ({ minTtl, calls, deleted }) => {
  const store = new FakeDeleter();
  const lessor = new Lessor(store, minTtl);
  for (const [call, expected] of calls)
    expect(answerOf(lessor, call), JSON.stringify(call)).toEqual(expected);
  expect(store.deleted).toEqual(deleted ?? []);
});

function answerOf(lessor: Lessor, [method, ...args]: LessorCall): Expected {
  try {
    const ask = lessor[method] as (...args: unknown[]) => unknown;
    return { gives: ask.apply(lessor, args) };
  } catch (error) {
    if (error instanceof EtcdError) return { refused: error.code };
    throw error;
  }
}

/** Like upstream's: it notes what is deleted. Each write with a deletion makes a revision. */
class FakeDeleter {
  readonly deleted: string[] = [];
  private revision = 1;

  write() {
    const before = this.deleted.length;
    return {
      deleteRange: (key: string) => {
        this.deleted.push(key);
        return { revision: this.revision + 1, deleted: 1 };
      },
      end: () => (this.deleted.length > before ? ++this.revision : this.revision),
    };
  }
}
