/** Several folders of one account, each with a phrase of its own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dovecotInstalled } from '../world/dovecot.js';
import { startTwoMailboxes, type TwoMailboxes } from '../world/two-mailboxes.js';

describe.skipIf(!dovecotInstalled())('two folders of one account', () => {
  let world: TwoMailboxes;

  beforeEach(async () => {
    world = await startTwoMailboxes();
    const { product, support } = world.entries;
    const mailbox = { ...(support.mailbox as object), folder: 'Alerts', junkFolder: false };
    world.configure([support, { ...product, mailbox }]);
  });

  afterEach(() => world.stop());

  it('are read each by its phrase and answered each as itself, and a mail that lies in both once', async () => {
    const { inbox, deliver, report } = world;
    const both = report('support', { from: 'c@example.org', subject: 'Security Alert, Product Alert' });
    const other = report('product', { from: 'x@example.org' });
    await deliver('support', [report('support', { from: 'a@example.org' }), other, both]);
    const elsewhere = report('support', { from: 'y@example.org' });
    await deliver('support', [report('product', { from: 'b@example.org' }), elsewhere, both], 'Alerts');
    const before = await world.dovecot.snapshot('Alerts');
    expect((await inbox.run('poll')).status).toBe(0);
    expect(await world.sent('support')).toEqual([
      expect.stringMatching(/Example Security.*> a@.*TS-/),
      expect.stringMatching(/Example Security.*> c@.*TS-/),
    ]);
    expect(await world.sent('product')).toEqual([expect.stringMatching(/Product Security.*> b@.*PR-/)]);
    expect(await world.dovecot.snapshot('Alerts')).toEqual(before);
    expect((await inbox.run('poll')).stdout).toMatch(/^support: 0 new messages.*\nproduct: 0 new messages/);
  }, 240_000);
});
