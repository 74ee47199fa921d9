/** The programs that are built beside this one, and run as processes or threads of their own. */

/** @param name - of a source file, without its ending */
export function beside(name: 'fetch' | 'previews' | 'decrypt' | 'login' | 'one'): URL {
  return new URL(`./${name}.mjs`, import.meta.url);
}
