/**
 * What a pass loads where it first needs it, so that a poll which finds nothing loads little.
 */

/** Loads it at once, for a daemon: an upgrade may take away the files under it. */
export async function loadLateModules(): Promise<void> {
  await Promise.all([
    import('../intake.js'),
    import('../monitoring/metrics.js'),
    import('../monitoring/sending-operator.js'),
    import('../notice/due.js'),
    import('../oauth/ask.js'),
    import('../passes/telling.js'),
    import('../receipt/transport.js'),
    import('../receipt/write-mail.js'),
  ]);
}
