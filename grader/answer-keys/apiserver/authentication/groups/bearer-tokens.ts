import { type Authenticator, CredentialError } from 'course/kit';
import { expect, it } from 'vitest';
import { authenticateBearer } from '#exercise/apiserver/authentication';
import { ending, now, user } from '../world.ts';
import { fails, knows, messageOf, silent, wrong } from './words.ts';

/** Rules 8 to 10. */
export function bearerTokens(): void {
  /** Knows the token `good`, finds `bad` wrong, and notes what it was asked. */
  function tokens() {
    const asked: string[] = [];
    const one: Authenticator<string> = (text) => {
      asked.push(text);
      if (text === 'bad') throw new CredentialError('a bad token');
      return text === 'good' ? user('ann') : undefined;
    };
    return { one, asked };
  }

  function bearer(...values: string[]) {
    const { one, asked } = tokens();
    const headers = values.length > 0 ? { authorization: values } : {};
    return { ends: ending(() => authenticateBearer([one], { headers }, now)), asked };
  }

  it('the token stands after the word Bearer (rule 8)', () => {
    expect(bearer('Bearer good')).toEqual({ ends: user('ann'), asked: ['good'] });
  });

  it('the word may be written in any case, the token not (rule 8)', () => {
    for (const header of ['bearer good', 'BEARER good', 'bEaReR good'])
      expect(bearer(header).ends, header).toEqual(user('ann'));
    expect(bearer('Bearer GOOD')).toEqual({ ends: wrong, asked: ['GOOD'] });
  });

  it('blanks around it, and what comes after another blank, mean nothing (rule 8)', () => {
    for (const header of [
      '  Bearer good ',
      'Bearer good a',
      'Bearer good a b c',
      'Bearer good   a',
    ])
      expect(bearer(header), JSON.stringify(header)).toEqual({
        ends: user('ann'),
        asked: ['good'],
      });
  });

  it('only the first value of the header counts (rule 8)', () => {
    expect(bearer('Bearer good', 'Bearer bad').ends).toEqual(user('ann'));
    expect(bearer('Basic YTpi', 'Bearer good').ends).toBeUndefined();
  });

  it('no header is no credential (rule 9)', () => {
    expect(bearer()).toEqual({ ends: undefined, asked: [] });
  });

  it('another scheme is no credential (rule 9)', () => {
    for (const header of ['Basic YTpi', 'bear good', 'Bearer: good', 'good', ''])
      expect(bearer(header), JSON.stringify(header)).toEqual({ ends: undefined, asked: [] });
  });

  it('no token, or an empty one, is no credential (rule 9)', () => {
    for (const header of ['Bearer', 'Bearer ', 'Bearer  good', ' bearer  '])
      expect(bearer(header), JSON.stringify(header)).toEqual({ ends: undefined, asked: [] });
  });

  it('a token that nobody knows is wrong (rule 10)', () => {
    expect(bearer('Bearer nonsense')).toEqual({ ends: wrong, asked: ['nonsense'] });
    const headers = { authorization: ['Bearer good'] };
    expect(
      ending(() => authenticateBearer([], { headers }, now)),
      'nobody to ask',
    ).toBe(wrong);
  });

  it('a token is wrong, or known to the next one (rule 10)', () => {
    const headers = { authorization: ['Bearer bad'] };
    const { one } = tokens();
    expect(ending(() => authenticateBearer([one, silent], { headers }, now))).toBe(wrong);
    const next = authenticateBearer([one, knows('bob')], { headers }, now);
    expect(next, 'the second knows it').toEqual(user('bob'));
  });

  it('the authenticators are asked at the time; other errors go through (rule 10)', () => {
    const headers = { authorization: ['Bearer good'] };
    const clock: Authenticator<string> = (_, at) => user(`it is ${at}`);
    expect(authenticateBearer([clock], { headers }, 5)).toEqual(user('it is 5'));
    const failing = () => authenticateBearer([fails], { headers }, now);
    expect(messageOf(failing)).toBe('the database does not answer');
  });
}
