import { hex, parseCertificate, sha256 } from 'course/kit';
import { expect, it } from 'vitest';
import { authenticateCertificate } from '#exercise/apiserver/authentication';
import * as certificates from '../certificates.ts';
import { ending, now } from '../world.ts';
import { nothing, wrong } from './words.ts';

/** Rules 11 to 13. */
export function clientCertificates(): void {
  const { ann, authority, forged, formerAuthority, impostor, nameless, node, plain, server } =
    certificates;

  const certified = (clientCertificate: string, authorities = [authority], at = now) =>
    ending(() => authenticateCertificate(authorities, { headers: {}, clientCertificate }, at));
  const at = (time: string) => Date.parse(time);
  const known = (name: string, groups: string[], pem: string) => {
    const fingerprint = `X509SHA256=${hex(sha256(parseCertificate(pem).raw))}`;
    const extra = { 'authentication.kubernetes.io/credential-id': [fingerprint] };
    return { name, uid: '', groups, extra };
  };

  it('the common name is the user, the organizations are the groups (rule 13)', () => {
    expect(certified(ann)).toEqual(known('ann', ['dev', 'ops'], ann));
  });

  it('without organizations there are no groups (rule 13)', () => {
    expect(certified(plain)).toEqual(known('plain', [], plain));
  });

  it('no certificate is no credential (rule 11)', () => {
    expect(authenticateCertificate([authority], nothing, now)).toBeUndefined();
  });

  it('without authorities a certificate says nothing (rule 11)', () => {
    expect(certified(ann, [])).toBeUndefined();
    expect(certified(ann, [], at('2030-01-01T00:00:00Z')), 'an expired one').toBeUndefined();
  });

  it('who issued it counts, not what that authority is called (rule 12)', () => {
    expect(certified(forged), 'issued by somebody of the same name').toBe(wrong);
    expect(certified(ann, [impostor])).toBe(wrong);
  });

  it('one of several authorities is enough (rule 12)', () => {
    expect(certified(ann, [impostor, authority])).toEqual(known('ann', ['dev', 'ops'], ann));
    expect(certified(forged, [authority, impostor])).toMatchObject({ groups: ['system:masters'] });
  });

  it('it is valid from its first to its last millisecond (rule 12)', () => {
    const first = at('2025-02-01T00:00:00Z');
    const last = at('2026-02-01T00:00:00Z');
    expect(certified(ann, [authority], first - 1), 'one millisecond early').toBe(wrong);
    expect(certified(ann, [authority], first), 'the first').toMatchObject({ name: 'ann' });
    expect(certified(ann, [authority], last), 'the last').toMatchObject({ name: 'ann' });
    expect(certified(ann, [authority], last + 1), 'one millisecond late').toBe(wrong);
  });

  it('an authority that has expired vouches for nobody (rule 12)', () => {
    const last = at('2025-06-01T00:00:00Z');
    expect(certified(ann, [formerAuthority], last), 'its last millisecond').toMatchObject({
      name: 'ann',
    });
    expect(certified(ann, [formerAuthority], last + 1)).toBe(wrong);
    expect(
      certified(ann, [formerAuthority, authority], last + 1),
      'beside a valid one',
    ).toMatchObject({
      name: 'ann',
    });
  });

  it('if its uses are limited, clients must be among them (rule 12)', () => {
    expect(certified(server), 'for servers alone').toBe(wrong);
    expect(certified(node), 'for servers and clients').toMatchObject({ name: 'system:node:n1' });
    expect(certified(plain), 'not limited').toMatchObject({ name: 'plain' });
  });

  it('a right one without a common name names nobody; a wrong one is wrong (rules 12 and 13)', () => {
    expect(certified(nameless)).toBeUndefined();
    expect(certified(nameless, [impostor])).toBe(wrong);
  });
}
