/** The report's JSON Schema, made from the schema that the program itself reads reports by. */
import { z } from 'zod';
import { reportSchema } from './schema.js';

/** The report's JSON Schema, draft 2020-12, as the text of `report.schema.json`. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
  return `${JSON.stringify({ title: 'security-inbox/report@1', ...schema }, null, 2)}\n`;
}
