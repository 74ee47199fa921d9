/**
 * The engineers' page, behind the operator's reverse proxy. Reads the record as it is with each request, beside whatever else is
 * at work.
 */

import type { StoreConfig } from '../config/load.js';
import type { EngineersPageConfig } from '../config/load-engineers-page.js';
import type { Log } from '../log.js';
import type { SharedDatabase } from '../serving/shared-database.js';
import { summing } from '../serving/summing.js';
import type { Prepared } from './served.js';

/** Makes it ready; nothing listens yet. */
export async function preparePage(
  page: EngineersPageConfig,
  store: Pick<StoreConfig, 'timeZone' | 'disclosureDays'>,
  database: SharedDatabase,
  log: Log,
): Promise<Prepared> {
  // All that it loads, it loads here: an upgrade may take away the files under it.
  const { engineersPage } = await import('../engineers-page/app.js');
  const refused = summing<'refused'>((_kind, times) => log.warn({ times }, 'page.refused'));
  const app = engineersPage({
    access: page,
    timeZone: store.timeZone,
    disclosureDays: store.disclosureDays,
    look: act => database.use(async connection => act(connection)),
    onRefused: () => refused.came('refused'),
    log,
    now: () => new Date(),
  });
  return {
    key: 'engineersPage.listen',
    place: page.listen,
    app,
    begin: () => log.info('page.listening'),
    async end(isReplaced) {
      refused.end();
      if (!isReplaced) log.info('page.stopped');
    },
  };
}
