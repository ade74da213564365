import type { Credentials } from 'course/kit';
import { expect, it } from 'vitest';
import { impersonate } from '#exercise/apiserver/authentication';
import { authorizer, ending, user, web } from '../world.ts';

/** Rules 24 to 27. */
export function impersonation(): void {
  const ann = { name: 'ann', uid: 'u9', groups: ['dev'], extra: { a: ['b'] } };
  const as = (name: string, ...groups: string[]) => ({
    'impersonate-user': [name],
    ...(groups.length > 0 && { 'impersonate-group': groups }),
  });

  function acting(headers: Credentials['headers'], allows?: (question: string) => boolean) {
    const { authorize, asked } = authorizer(allows);
    return { ends: ending(() => impersonate(ann, { headers }, authorize)), asked: asked.sort() };
  }

  it('who asks for nobody else stays who they are (rule 24)', () => {
    expect(acting({ accept: ['*/*'] })).toEqual({ ends: ann, asked: [] });
    expect(acting({ 'impersonate-user': [''] }), 'an empty header').toEqual({
      ends: ann,
      asked: [],
    });
  });

  it('groups without a user make no sense (rule 24)', () => {
    for (const headers of [{ 'impersonate-group': ['ops'] }, as('', 'ops')])
      expect(acting(headers).ends).toBe('throws ApiError 500 InternalError');
  });

  it('for a user one must be allowed to impersonate that user (rule 25)', () => {
    expect(acting(as('bob')).asked).toEqual(['may ann impersonate users bob']);
    expect(acting({ 'impersonate-user': ['bob', 'carl'] }).asked, 'two values').toEqual([
      'may ann impersonate users bob',
    ]);
  });

  it('for each group one must be allowed to impersonate that group (rule 25)', () => {
    expect(acting(as('bob', 'ops', 'dev')).asked).toEqual([
      'may ann impersonate groups dev',
      'may ann impersonate groups ops',
      'may ann impersonate users bob',
    ]);
  });

  it('a service account is asked for in its namespace (rule 25)', () => {
    const { asked } = acting(as('system:serviceaccount:shop:web'));
    expect(asked).toEqual(['may ann impersonate shop serviceaccounts web']);
  });

  it('what only looks like a service account is a user (rule 25)', () => {
    const prefix = 'system:serviceaccount:';
    const ends = ['shop', 'shop:', ':web', 'shop:web:x'];
    for (const name of [...ends.map((end) => prefix + end), `x:${prefix}shop:web`])
      expect(acting(as(name)), name).toEqual({
        ends: user(name, 'system:authenticated'),
        asked: [`may ann impersonate users ${name}`],
      });
  });

  it('what is not allowed ends with a 403, not a 401 (rule 26)', () => {
    expect(acting(as('bob'), () => false).ends).toBe('throws ApiError 403 Forbidden');
    const noGroup = acting(
      as('bob', 'dev', 'system:masters'),
      (question) => !question.includes('masters'),
    );
    expect(noGroup.ends, 'the user is allowed, one group is not').toBe(
      'throws ApiError 403 Forbidden',
    );
  });

  it('nothing of the old user is left (rule 27)', () => {
    expect(acting(as('bob')).ends).toEqual(user('bob', 'system:authenticated'));
    expect(acting(as('bob', 'ops')).ends).toEqual(user('bob', 'ops', 'system:authenticated'));
  });

  it('a service account has its groups, unless others are asked for (rule 27)', () => {
    expect(acting(as(web.name)).ends).toEqual(
      user(web.name, ...web.groups, 'system:authenticated'),
    );
    expect(acting(as(web.name, 'ops')).ends).toEqual(user(web.name, 'ops', 'system:authenticated'));
  });

  it('no group is added twice, and none beside system:unauthenticated (rule 27)', () => {
    for (const group of ['system:authenticated', 'system:unauthenticated'])
      expect(acting(as('bob', group)).ends, group).toEqual(user('bob', group));
  });

  it('system:anonymous is unauthenticated (rule 27)', () => {
    const name = 'system:anonymous';
    const last = 'system:unauthenticated';
    expect(acting(as(name)).ends).toEqual(user(name, last));
    expect(acting(as(name, last)).ends).toEqual(user(name, last));
    expect(acting(as(name, 'system:authenticated')).ends).toEqual(
      user(name, 'system:authenticated', last),
    );
  });
}
