/** SIGHUP, by which a daemon is asked to read its configuration again. */

/** SIGHUP, which would end a process that does not listen. */
export interface HangUps {
  /** Calls from now on, and at once where one came that nobody has heard. */
  listen(act: () => void): void;
  /** Keeps the next one until somebody listens. */
  keep(): void;
  /** Acts as if one came. */
  again(): void;
}

/** Listens for the whole life of the process. */
export function hangUps(): HangUps {
  let isKept = false;
  let act: (() => void) | null = null;
  const hear = () => {
    if (act === null) isKept = true;
    else act();
  };
  process.on('SIGHUP', hear);
  return {
    listen(heard) {
      act = heard;
      if (!isKept) return;
      isKept = false;
      heard();
    },
    keep() {
      act = null;
    },
    again: hear,
  };
}
