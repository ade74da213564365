import type { User } from './request.ts';

/** What a request brings along to say who makes it. */
export interface Credentials {
  /** The HTTP headers, by their names in lower case, each with its values: node's `request.headersDistinct`. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /**
   * The certificate that the client has shown for its connection, as PEM text; absent when it has shown none.
   * TLS has proved that the client holds the certificate's key, and nothing else: anybody can make a certificate.
   */
  readonly clientCertificate?: string;
}

/**
 * Says who somebody is, at the time `now` in milliseconds since 1970. What it is asked about is a whole request, or a
 * token alone. Gives undefined when it finds nothing that it could judge; then another one may. Throws CredentialError
 * for a credential that is its to judge, and wrong. Every other error means that it could not find out.
 * Settled by apiserver pkg/authentication/authenticator/interfaces.go.
 */
export type Authenticator<Credential = Credentials> = (
  credential: Credential,
  now: number,
) => User | undefined;

/** A credential is wrong: forged, expired, revoked, not meant for us. The message is for logs, never for the client. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
}
