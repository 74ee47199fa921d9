/**
 * The engineers' page, behind the operator's reverse proxy. Reads the record as it is with each request, beside whatever else is
 * at work.
 */

import type { StoreConfig } from '../config/load.js';
import type { EngineersPageConfig } from '../config/load-engineers-page.js';
import type { Log } from '../log.js';
import type { ListeningServer } from '../serving/server.js';
import type { SharedDatabase } from '../serving/shared-database.js';

/**
 * Serves the page, as soon as this resolves.
 * @throws {Failure} `config` where its address can't be listened on
 */
export async function servePage(
  page: EngineersPageConfig,
  store: Pick<StoreConfig, 'timeZone' | 'disclosureDays'>,
  database: SharedDatabase,
  log: Log,
): Promise<ListeningServer> {
  // All that it loads, it loads here: an upgrade may take away the files under it.
  const [{ engineersPage }, { listen }] = await Promise.all([
    import('../engineers-page/app.js'),
    import('../serving/server.js'),
  ]);
  const app = engineersPage({
    access: page,
    timeZone: store.timeZone,
    disclosureDays: store.disclosureDays,
    look: act => database.use(async connection => act(connection)),
    log,
    now: () => new Date(),
  });
  const server = await listen(app, page.listen, 'engineersPage.listen');
  log.info('page.listening');
  return {
    async close() {
      await server.close();
      log.info('page.stopped');
    },
  };
}
