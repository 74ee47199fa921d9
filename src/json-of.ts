/** @returns what the text says, or null where it is no JSON, whose words may be secrets and are not repeated */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
