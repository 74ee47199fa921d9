/** How config.json gives a secret. */
import { z } from 'zod';

export const secretSchema = z.union([
  z.string().min(1),
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);
/** A secret in place, in an environment variable, or in a file only its owner can read. */
export type SecretReference = z.infer<typeof secretSchema>;
