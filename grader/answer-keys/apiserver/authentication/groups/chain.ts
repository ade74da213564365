import type { User } from 'course/kit';
import { expect, it } from 'vitest';
import { union } from '#exercise/apiserver/authentication';
import { ending, now, user } from '../world.ts';
import { fails, knows, messageOf, refuses, silent, wrong } from './words.ts';

/** Rules 1 to 4. */
export function chain(): void {
  it('the first authenticator that knows the user decides, the rest is not asked (rule 1)', () => {
    const asked: string[] = [];
    const noted = (name: string, answer?: User) => () => {
      asked.push(name);
      return answer;
    };
    const chain = [noted('a'), noted('b', user('bob')), noted('c', user('carl'))];
    expect(union(chain, 'x', now)).toEqual(user('bob'));
    expect(asked, 'who was asked').toEqual(['a', 'b']);
  });

  it('one that has nothing to say leaves it to the next (rule 2)', () => {
    expect(union([silent, silent, knows('ann')], 'x', now)).toEqual(user('ann'));
  });

  it('a wrong credential leaves it to the next, too (rule 2)', () => {
    expect(union([refuses('forged'), knows('ann')], 'x', now)).toEqual(user('ann'));
    expect(union([silent, refuses('a'), refuses('b'), knows('ann')], 'x', now)).toEqual(
      user('ann'),
    );
  });

  it('each is asked about the credential, at the time (rule 1)', () => {
    const asked: unknown[] = [];
    const noted = (...question: unknown[]) => {
      asked.push(question.slice(0, 2));
      return undefined;
    };
    union([noted, noted], 'x', 5);
    expect(asked).toEqual([
      ['x', 5],
      ['x', 5],
    ]);
  });

  it('nobody has anything to say: undefined (rule 3)', () => {
    expect(union([silent, silent], 'x', now)).toBeUndefined();
    expect(union([], 'x', now), 'no authenticators').toBeUndefined();
  });

  it('wrong for one, unknown to all others: CredentialError (rule 3)', () => {
    expect(ending(() => union([refuses('forged'), silent], 'x', now))).toBe(wrong);
    expect(ending(() => union([silent, refuses('forged')], 'x', now))).toBe(wrong);
  });

  it('the CredentialError says what each of them said (rule 3)', () => {
    const message = messageOf(() =>
      union([refuses('is forged'), silent, refuses('is old')], 'x', now),
    );
    expect(message).toContain('is forged');
    expect(message).toContain('is old');
  });

  it('an error that is not about the credential goes through at once (rule 4)', () => {
    const asked: string[] = [];
    const late = () => {
      asked.push('the next');
      return user('ann');
    };
    expect(messageOf(() => union([silent, fails, late], 'x', now))).toBe(
      'the database does not answer',
    );
    expect(asked, 'asked after the error').toEqual([]);
  });
}
