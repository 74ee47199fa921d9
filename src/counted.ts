/** "1 report", "3 reports". @param plural - where it is not the word with an s */
export function counted(count: number, one: string, plural = `${one}s`): string {
  return `${count} ${count === 1 ? one : plural}`;
}
