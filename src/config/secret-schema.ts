/** How config.json gives a secret. */
import { z } from 'zod';

/** systemd.exec(5): the name of a credential is that of a file, without a folder. */
const credentialSchema = z
  .string()
  .regex(/^(?!\.{1,2}$)[\w.@-]{1,255}$/, 'must be the name of a credential, without a path');

export const secretSchema = z.union([
  z.string().min(1),
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ credential: credentialSchema }),
]);
/**
 * A secret in place, in an environment variable, in a file only its owner can read, or in a credential that systemd gives
 * the service.
 */
export type SecretReference = z.infer<typeof secretSchema>;
