/** What a part of the soak comes to, for the table at its end. */
import { appendFileSync } from 'node:fs';

/** Prints the counts, and keeps them for `run.mjs`. */
export function tell(part: string, counts: Readonly<Record<string, unknown>>): void {
  const line = JSON.stringify({ part, ...counts });
  console.log(line);
  const file = process.env.SOAK_RESULTS;
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}
