/** What the processor did for this process, whatever else the machine did meanwhile. */

/** Milliseconds of processor time that this process took so far, all its threads together. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
