/** How config.json gives the keys of the database. */
import { z } from 'zod';
import { secretSchema } from './secret-schema.js';

export const databaseKeySchema = secretSchema.describe(
  'the key that the database is encrypted with; without it the database is in the clear, see [encryption.md](encryption.md)',
);

export const previousDatabaseKeysSchema = z
  .array(secretSchema)
  .optional()
  .describe('its earlier keys, for the time until `rekey` has run and for backups made before');
