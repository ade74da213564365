import { X509Certificate } from 'node:crypto';

/** What an X.509 certificate says. Nothing of it is to be believed before `isIssuedBy` a known authority. */
export interface Certificate {
  /** The subject's CN, the last if there are several: a user's name. '' when there is none. */
  readonly commonName: string;
  /** The subject's O values in their order: a user's groups. */
  readonly organizations: readonly string[];
  /** First moment of validity, in milliseconds since 1970. */
  readonly notBefore: number;
  /** Last moment of validity, in milliseconds since 1970. */
  readonly notAfter: number;
  /** Whether it may vouch for other certificates. */
  readonly isAuthority: boolean;
  /** What the key may be used for, as object identifiers, when the certificate limits it: `clientAuth` must be there to log in. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** The certificate itself (DER): `sha256` of it is its fingerprint. */
  readonly raw: Uint8Array;
}

/** The extended key usage of somebody who connects, id-kp-clientAuth. */
export const clientAuth = '1.3.6.1.5.5.7.3.2';

/** Reads a certificate from PEM text; the first, when there are several. Throws Error for any other text. Settled by RFC 5280. */
export function parseCertificate(pem: string): Certificate {
  const certificate = read(pem);
  // The legacy form is the only one that keeps names apart: in `subject` a name could contain another.
  const subject = certificate.toLegacyObject().subject as unknown as Record<string, Names>;
  return {
    commonName: list(subject.CN).at(-1) ?? '',
    organizations: list(subject.O),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    isAuthority: certificate.ca,
    extendedKeyUsage: certificate.keyUsage as readonly string[] | undefined,
    raw: new Uint8Array(certificate.raw),
  };
}

/**
 * Says whether the authority issued the certificate and its signature is right. Both are PEM text.
 * Not whether either is valid now, nor what it may be used for. Throws Error for text that is no certificate.
 */
export function isIssuedBy(pem: string, authorityPem: string): boolean {
  const certificate = read(pem);
  const authority = read(authorityPem);
  return (
    authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
  );
}

type Names = string | readonly string[] | undefined;

function list(names: Names): readonly string[] {
  return names === undefined ? [] : typeof names === 'string' ? [names] : names;
}

function read(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    const start = JSON.stringify(pem.slice(0, 40));
    throw new Error(`this is not a certificate (${(error as Error).message}): ${start}...`);
  }
}
