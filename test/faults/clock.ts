/**
 * This process's clock, moved: what waits for its time is due, without any waiting.
 */
const TrueDate = Date;

/** Runs an act once at each of some numbers of hours from now, then puts the clock right. */
export async function inLaterHours(hours: readonly number[], act: () => Promise<unknown>): Promise<void> {
  try {
    for (const hour of hours) {
      globalThis.Date = dateAhead(hour * 3_600_000);
      await act();
    }
  } finally {
    globalThis.Date = TrueDate;
  }
}

/** @param milliseconds - negative for a clock that is behind */
function dateAhead(milliseconds: number): DateConstructor {
  return new Proxy(TrueDate, {
    construct: (target, parameters: unknown[]) =>
      parameters.length === 0
        ? new target(target.now() + milliseconds)
        : Reflect.construct(target, parameters),
    get: (target, name) =>
      name === 'now' ? () => target.now() + milliseconds : Reflect.get(target, name, target),
  });
}
