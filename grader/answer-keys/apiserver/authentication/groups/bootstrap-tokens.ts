import { formatTime } from 'course/kit';
import { expect, it } from 'vitest';
import { authenticateBootstrapToken } from '#exercise/apiserver/authentication';
import { batch } from '#suite';
import {
  bootstrapToken,
  type Data,
  ending,
  endingOf,
  now,
  secretsIn,
  tokenSecret,
  tokenSecretOf,
  user,
} from '../world.ts';

/** Rules 20 to 23. */
export function bootstrapTokens(): void {
  /** Expects something of what becomes of a token whose Secret says this; a failure tells it. */
  function joining(
    data: Data = {},
    { why = 'a Secret', more = {}, text = bootstrapToken, at = now } = {},
  ) {
    const { get } = secretsIn(tokenSecretOf(data, more));
    const end = ending(() => authenticateBootstrapToken(get, text, at));
    return expect(end, `${why}: it says ${JSON.stringify(data, (_, said) => said ?? null)}`);
  }

  const known = user('system:bootstrap:abcdef', 'system:bootstrappers');

  it('names its id, in the group system:bootstrappers (rule 23)', () => {
    joining({}).toEqual(known);
  });

  it('its Secret is found by its id, in kube-system (rule 21)', () => {
    const { get, asked } = secretsIn(tokenSecretOf());
    authenticateBootstrapToken(get, bootstrapToken, now);
    expect([...new Set(asked)]).toEqual(['kube-system/bootstrap-token-abcdef']);
    expect(
      ending(() => authenticateBootstrapToken(get, `fedcba.${tokenSecret}`, now)),
      'no Secret',
    ).toBeUndefined();
  });

  it('a text of another form is not looked up (rule 20)', () => {
    const forms = ['abcde.0123456789abcdef', 'abcdefg.0123456789abcdef', 'abcdef.0123456789abcde'];
    forms.push('abcdef.0123456789abcdef0', 'ABCDEF.0123456789abcdef', 'abcdef0123456789abcdef', '');
    forms.push(
      'abcdef.0123456789abcdeF',
      'abcdef-0123456789abcdef',
      `${bootstrapToken}\n`,
      ` ${bootstrapToken}`,
    );
    const { get, asked } = secretsIn(tokenSecretOf());
    const calls = forms.map((form) => [get, form, now]);
    const endings = batch(authenticateBootstrapToken, calls).map(endingOf);
    for (const [i, form] of forms.entries())
      expect(endings[i], `the token ${JSON.stringify(form)}`).toBeUndefined();
    expect(asked, 'what was looked up').toEqual([]);
  });

  it('the secret half must be the same (rule 21)', () => {
    joining({ 'token-secret': 'fedcba9876543210' }).toBeUndefined();
    joining({ 'token-secret': undefined }, { why: 'none there' }).toBeUndefined();
  });

  it('the Secret must say the same id as its name (rule 21)', () => {
    const metadata = { name: 'bootstrap-token-abcdef' };
    joining({ 'token-id': 'fedcba' }, { more: { metadata } }).toBeUndefined();
    joining({ 'token-id': undefined }, { why: 'none there', more: { metadata } }).toBeUndefined();
  });

  it('the Secret must have the type of a bootstrap token (rule 21)', () => {
    joining({}, { more: { type: 'Opaque' } }).toBeUndefined();
    joining({}, { why: 'no type', more: { type: undefined } }).toBeUndefined();
    joining({}, { why: 'no data', more: { data: undefined } }).toBeUndefined();
  });

  it('the Secret must not be on its way out (rule 21)', () => {
    const metadata = { deletionTimestamp: formatTime(now + 30_000) };
    joining({}, { more: { metadata } }).toBeUndefined();
  });

  it('the Secret must be meant for authentication (rule 21)', () => {
    for (const usage of [undefined, '', 'false', 'True', '1'])
      joining(
        { 'usage-bootstrap-authentication': usage },
        { why: `usage ${usage}` },
      ).toBeUndefined();
    joining({ 'usage-bootstrap-signing': undefined }, { why: 'not for signing' }).toEqual(known);
  });

  it('it expires to the millisecond (rule 22)', () => {
    const expiration = '2025-06-15T14:00:00+02:00';
    joining({ expiration }, { why: 'a millisecond before', at: now - 1 }).toEqual(known);
    joining({ expiration }, { why: 'at that time' }).toBeUndefined();
  });

  it('it never expires without a time, and is expired when the time cannot be read (rule 22)', () => {
    joining({ expiration: '' }, { why: 'an empty time' }).toEqual(known);
    for (const expiration of ['never', '2099-13-01T00:00:00Z', '4102444800'])
      joining({ expiration }, { why: expiration }).toBeUndefined();
  });

  it('more groups come from the Secret, sorted and each once (rule 23)', () => {
    const groups = 'system:bootstrappers:web,system:bootstrappers:db:1,system:bootstrappers:web';
    joining({ 'auth-extra-groups': groups }).toEqual(
      user(
        known.name,
        'system:bootstrappers',
        'system:bootstrappers:db:1',
        'system:bootstrappers:web',
      ),
    );
    joining({ 'auth-extra-groups': '' }, { why: 'an empty text' }).toEqual(known);
  });

  it('one group that is none for bootstrap tokens spoils it (rule 23)', () => {
    const prefix = 'system:bootstrappers:';
    const good = `${prefix}a,${prefix}${'a'.repeat(256)}`;
    joining({ 'auth-extra-groups': good }).toMatchObject({ name: known.name });
    const bad = [
      'system:masters',
      prefix,
      `${prefix}a-`,
      `${prefix}a:`,
      `${prefix}A`,
      `x${prefix}a`,
    ];
    bad.push(
      `${prefix}${'a'.repeat(257)}`,
      ` ${prefix}a`,
      `${prefix}a\n`,
      '',
      'system:bootstrappers',
    );
    for (const group of bad)
      joining(
        { 'auth-extra-groups': `${prefix}z,${group}` },
        { why: JSON.stringify(group) },
      ).toBeUndefined();
  });
}
