/**
 * How config.json says that logins go by OAuth 2.0 (RFC 6749): at whom tokens are asked for, and with what.
 */
import { z } from 'zod';
import { secretSchema } from './secret-schema.js';

const SHAPES =
  'must be "microsoft" with grant "client-credentials" or "refresh-token", "google" with grant "refresh-token" or "service-account", or "other" with grant "client-credentials" or "refresh-token"; docs/oauth.md has an example of each';

const clientId = z
  .string()
  .min(1)
  .describe('the application\'s client ID, "Application (client) ID" in Entra');
const clientSecret = secretSchema.describe("the application's client secret");
const refreshToken = secretSchema.describe(
  'what the provider gave when a person agreed; a newer one that the provider gives in its place is kept, encrypted, in the database',
);
const tokenEndpoint = z
  .url({ protocol: /^https?$/ })
  .describe(
    "where tokens are asked for, in place of the provider's usual place; https, or http to this machine",
  );
const scope = z
  .string()
  .min(1)
  .optional()
  .describe('what is asked for, in place of what the provider wants for IMAP and SMTP');
const microsoft = z.literal('microsoft').describe('who gives the tokens');
const google = z.literal('google').describe('who gives the tokens');
const other = z.literal('other').describe('who gives the tokens');
const tenant = z
  .string()
  .regex(/^[\w.-]+$/, "must be the tenant's ID or one of its domains")
  .describe("Microsoft's: the tenant's ID or one of its domains");
const clientCredentials = z.literal('client-credentials').describe('by what right');
const refreshing = z.literal('refresh-token').describe('by what right');
const clientAuthentication = z
  .enum(['post', 'basic'])
  .default('post')
  .describe('how the client secret is sent, RFC 6749 §2.3.1: in the body or as HTTP Basic');
const certificate = z
  .strictObject({
    keyFile: z.string().min(1).describe('PEM file of its private key, RSA; readable for its owner alone'),
    certificateFile: z.string().min(1).describe('PEM file of the certificate that was uploaded'),
  })
  .describe("in place of `clientSecret`, Microsoft's client credentials only: a certificate (RFC 7523 §2.2)");

const onMicrosoft = z.discriminatedUnion(
  'grant',
  [
    z.strictObject({
      provider: microsoft,
      grant: clientCredentials,
      tenant,
      clientId,
      clientSecret: clientSecret.optional(),
      certificate: certificate.optional(),
      tokenEndpoint: tokenEndpoint.optional(),
      scope,
    }),
    z.strictObject({
      provider: microsoft,
      grant: refreshing,
      tenant,
      clientId,
      clientSecret: clientSecret.optional(),
      refreshToken,
      tokenEndpoint: tokenEndpoint.optional(),
      scope,
    }),
  ],
  { error: SHAPES },
);

const onGoogle = z.discriminatedUnion(
  'grant',
  [
    z.strictObject({
      provider: google,
      grant: refreshing,
      clientId,
      clientSecret,
      refreshToken,
      tokenEndpoint: tokenEndpoint.optional(),
      scope,
    }),
    z.strictObject({
      provider: google,
      grant: z.literal('service-account').describe('by what right'),
      keyFile: z
        .string()
        .min(1)
        .describe("Google's service account: its JSON key file; readable for its owner alone"),
      subject: z
        .string()
        .min(1)
        .optional()
        .describe("Google's service account: the account it acts for, where that is not the login's `user`"),
      tokenEndpoint: tokenEndpoint.optional(),
      scope,
    }),
  ],
  { error: SHAPES },
);

const onAnother = z.discriminatedUnion(
  'grant',
  [
    z.strictObject({
      provider: other,
      grant: clientCredentials,
      tokenEndpoint,
      clientId,
      clientSecret,
      clientAuthentication,
      scope,
    }),
    z.strictObject({
      provider: other,
      grant: refreshing,
      tokenEndpoint,
      clientId,
      clientSecret: clientSecret.optional(),
      clientAuthentication,
      refreshToken,
      scope,
    }),
  ],
  { error: SHAPES },
);

export const oauthSchema = z.discriminatedUnion('provider', [onMicrosoft, onGoogle, onAnother], {
  error: SHAPES,
});
/** What to get tokens with, as written: secrets not yet looked up. */
export type OAuthSettings = z.infer<typeof oauthSchema>;
