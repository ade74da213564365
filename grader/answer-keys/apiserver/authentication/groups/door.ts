import type { Authenticator } from 'course/kit';
import { expect, it } from 'vitest';
import { authenticate } from '#exercise/apiserver/authentication';
import { ending, now, user } from '../world.ts';
import { fails, knows, messageOf, nothing, refuses, silent } from './words.ts';

/** Rules 5 to 7. */
export function door(): void {
  const door = (chain: Authenticator[], anonymous = true) =>
    ending(() => authenticate(chain, nothing, anonymous, now));

  it('who is known comes in, and is in system:authenticated (rule 5)', () => {
    expect(door([knows('ann', 'dev', 'ops')])).toEqual(
      user('ann', 'dev', 'ops', 'system:authenticated'),
    );
    expect(door([knows('bob')], false), 'without anonymous').toEqual(
      user('bob', 'system:authenticated'),
    );
  });

  it('uid and extra stay as they are (rule 5)', () => {
    const known = { name: 'ann', uid: 'u9', groups: [], extra: { a: ['b'] } };
    const knowing = () => known;
    expect(door([knowing])).toEqual({ ...known, groups: ['system:authenticated'] });
  });

  it('system:authenticated is not added twice, nor beside system:unauthenticated (rule 5)', () => {
    for (const group of ['system:authenticated', 'system:unauthenticated'])
      expect(door([knows('ann', group, 'dev')]), group).toEqual(user('ann', group, 'dev'));
  });

  it('system:anonymous is not authenticated, whoever says so (rule 5)', () => {
    expect(door([knows('system:anonymous', 'dev')])).toEqual(user('system:anonymous', 'dev'));
  });

  it('who shows nothing is system:anonymous (rule 6)', () => {
    const anonymous = user('system:anonymous', 'system:unauthenticated');
    expect(door([silent])).toEqual(anonymous);
    expect(door([]), 'no authenticators').toEqual(anonymous);
  });

  it('where nobody may be anonymous, who shows nothing gets a 401 (rule 6)', () => {
    expect(door([silent], false)).toBe('throws ApiError 401 Unauthorized');
  });

  it('who shows something wrong is not anonymous (rule 7)', () => {
    expect(door([refuses('forged')])).toBe('throws ApiError 401 Unauthorized');
    expect(door([refuses('forged'), silent]), 'the next has nothing to say').toBe(
      'throws ApiError 401 Unauthorized',
    );
    expect(door([refuses('forged')], false), 'without anonymous').toBe(
      'throws ApiError 401 Unauthorized',
    );
  });

  it('one right credential is enough (rules 2 and 5)', () => {
    expect(door([refuses('forged'), knows('ann')])).toEqual(user('ann', 'system:authenticated'));
  });

  it('the 401 does not say why (rule 7)', () => {
    const tries = [() => authenticate([refuses('expired in May')], nothing, true, now)];
    tries.push(() => authenticate([], nothing, false, now));
    for (const attempt of tries) expect(messageOf(attempt)).toBe('Unauthorized');
  });

  it('each authenticator is given the request and the time (rule 1)', () => {
    const asked: unknown[] = [];
    const noted: Authenticator = ({ headers }, at) => {
      asked.push([headers, at]);
      return undefined;
    };
    authenticate([noted], { headers: { a: ['b'] } }, true, 5);
    expect(asked).toEqual([[{ a: ['b'] }, 5]]);
  });

  it('an error that is not about the credential goes through (rule 7)', () => {
    expect(messageOf(() => authenticate([fails], nothing, true, now))).toBe(
      'the database does not answer',
    );
  });
}
