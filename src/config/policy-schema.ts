/** The shape of what config.json says of the policy's own validity. */
import { z } from 'zod';

export const policyExpiresSchema = z.iso
  .date({ error: 'must be a day, as "2027-06-30"' })
  .describe(
    'the day that your policy says it expires (`Expires`, RFC 9116), as `2027-06-30`; `check` warns in the 30 days before',
  );
