/** What access tokens are asked for with (RFC 6749), secrets looked up. Never to be shown or logged. */

export interface OAuthConfig {
  /** What names it in config.json, for messages: `mailbox.oauth`. */
  readonly path: string;
  readonly provider: 'microsoft' | 'google' | 'other';
  /** RFC 6749 §3.2; https, or http to this machine. */
  readonly tokenEndpoint: string;
  /** RFC 6749 §3.3, or null for what the provider gives unasked. */
  readonly scope: string | null;
  readonly grant: OAuthGrant;
}

/** By what right tokens are asked for. */
export type OAuthGrant =
  /** RFC 6749 §4.4: the application's own. */
  | { readonly kind: 'client-credentials'; readonly client: OAuthClient }
  /** RFC 6749 §6: a person's, who agreed once. */
  | { readonly kind: 'refresh-token'; readonly client: OAuthClient; readonly refreshToken: string }
  /** RFC 7523 §2.1: an account that an administrator lets act for others. */
  | {
      readonly kind: 'service-account';
      /** Its address. */
      readonly issuer: string;
      /** PEM, PKCS #8. */
      readonly privateKey: string;
      readonly keyId: string | null;
      /** The account it acts for. */
      readonly subject: string;
    };

export interface OAuthClient {
  readonly id: string;
  readonly proof: ClientProof;
}

/** How the application proves to be itself. */
export type ClientProof =
  /** RFC 6749 §2.1: a public client has nothing to prove it by. */
  | { readonly kind: 'none' }
  | { readonly kind: 'secret'; readonly secret: string; readonly sentBy: 'post' | 'basic' }
  /** RFC 7523 §2.2. */
  | {
      readonly kind: 'certificate';
      /** PEM, PKCS #8; RSA. */
      readonly privateKey: string;
      /** SHA-256 of the certificate, base64url (RFC 7515 §4.1.8). */
      readonly thumbprint: string;
    };
