/**
 * `security-inbox publish --out FOLDER`: what is disclosed, as static files for any web server. It works beside a running poll or
 * watch, reads the keys of config.json, and goes to no network.
 */
import type { Config, Configs } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import type { HallOfFame } from '../digest/hall-of-fame/hall-of-fame.js';
import { Failure } from '../failure.js';
import { mailboxOf } from '../passes/registering.js';
import { type Candidate, candidates, publicAdvisory, recordRevisions } from '../publication/candidates.js';
import { documentPlace, WHITE_FOLDER } from '../publication/csaf/places.js';
import { draftFiles } from '../publication/drafts.js';
import { type Changed, openFolder, type PublicFolder } from '../publication/folder/folder.js';
import { pathOfPage } from '../publication/pages/pages.js';
import { type Plan, planOf } from '../publication/plan.js';
import type { PublicAdvisory, Publisher } from '../publication/public-advisory.js';
import type { PublicFile } from '../publication/public-file.js';
import { filesThatName, publishedFiles } from '../publication/publication.js';
import { unrecordedIn } from '../publication/unrecorded.js';
import { uriOf } from '../publication/uri.js';
import { withdrawalOf } from '../publication/withdrawal.js';
import { disclosures, publishedNumbers } from '../store/advisories.js';
import type { Connection } from '../store/database.js';
import { explainDatabase } from '../store/database-trouble.js';
import { openForReading } from '../store/existing-database.js';
import { takePublishingLock } from '../store/lock.js';
import type { ReportNumber } from '../store/reports.js';
import { besideAdvisories, type Publishing } from './beside-advisories.js';
import { sayMigration } from './migrating.js';
import { namedMailbox } from './one-mailbox.js';
import { publicNames } from './public-names.js';
import { type PublishOutcome, sayOutcome, sayWithdrawn } from './publish-outcome.js';
import { unknownDatabase } from './unknown-database.js';
import { both, disclosedAmong, NOTHING, readableText, type Withdrawn } from './withdrawn.js';

export interface PublishOptions {
  readonly config: string;
  readonly json: boolean;
  readonly out: string;
  readonly drafts: boolean;
  readonly withdrawUnknown: boolean;
  readonly mailbox?: string;
}

/**
 * Writes the folder, and says on standard error what could not go into it.
 * @throws {Failure} `config` (also where the folder is not of this database), `usage`, `output`, `busy`, or `database`
 */
export async function publish(options: PublishOptions): Promise<void> {
  const configs = loadConfig(options.config, () => undefined);
  const config = publishing(configs, options.mailbox);
  const connection = openForReading(config, sayMigration);
  try {
    const lock = takePublishingLock(config.database);
    try {
      const run = new Run(connection, configs, config, new Date());
      const { drafts, out, withdrawUnknown } = options;
      sayOutcome(options, await (drafts ? run.drafts(out) : run.publish(out, withdrawUnknown)));
    } finally {
      lock.release();
    }
  } catch (error) {
    throw explainDatabase(config.database, error);
  } finally {
    connection.close();
  }
}

/** The mailbox as which is published: with one place for all of them the first, whoever is named. */
function publishing(configs: Configs, name: string | undefined): Publishing {
  const places = new Set(configs.map(({ publication }) => publication?.url));
  const config = name === undefined && places.size === 1 ? configs[0] : namedMailbox(configs, name);
  if (isPublishing(config)) return config;
  throw new Failure(
    'config',
    'Where it is published is not configured. Write {"url": "https://…"} to publication in config.json, with the root of the host that serves the folder.',
  );
}

function isPublishing(config: Config): config is Publishing {
  return config.publication !== null;
}

class Run {
  readonly #publisher: Publisher;
  readonly #homeless = new Set<ReportNumber>();

  constructor(
    readonly connection: Connection,
    readonly configs: Configs,
    readonly config: Publishing,
    readonly now: Date,
  ) {
    const { url, name, namespace } = config.publication;
    this.#publisher = {
      name,
      namespace,
      contact: config.identity.address,
      root: url,
      policyUrl: uriOf(config.policy.url),
    };
  }

  /** @param isUnknownWithdrawn - whether what the database has no record of is taken out, as what is not disclosed any more */
  async publish(out: string, isUnknownWithdrawn: boolean): Promise<PublishOutcome> {
    const folder = openFolder(out, 'published', this.now);
    // Before anything that can fail.
    let withdrawn = isUnknownWithdrawn ? this.#withdraw(folder) : this.#withdrawKnown(folder);
    let going: ReportNumber[] = [];
    const { publication, warnings } = await besideAdvisories(this.config, this.#publisher, this.now);
    const address = this.config.identity.address.toLowerCase();
    // Once more from the start where a report was changed meanwhile; so that it ends, not for ever.
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const found = this.#candidates('disclosed', folder);
      const plan = await planOf(found, {
        isDraft: false,
        now: this.now,
        filesOf: advisories =>
          publishedFiles(
            advisories,
            { ...publication, hallOfFame: this.#hallOfFame(advisories) },
            folder.since,
            this.now,
            folder.read,
          ),
        documentOf: advisory => folder.read(WHITE_FOLDER + documentPlace(advisory))?.toString('utf8') ?? null,
      });
      const readAgain = () => this.#candidates('disclosed', folder);
      if (!recordRevisions(this.connection, found, plan.going, plan.wanted.documents, readAgain)) continue;
      going = [...going, ...plan.going.map(({ number }) => number)];
      const gone = this.#withdraw(folder);
      withdrawn = both(withdrawn, gone);
      // The plan would write back what was reopened since it was made.
      if (gone.removed.length > 0 || !this.#areDisclosed(plan.published)) continue;
      const { late, ...held } = this.#hold(folder, plan);
      const { numbers, ...changed } = both(both(withdrawn, held), late);
      const published = plan.published.filter(number => !late.numbers.includes(number));
      const isNamed = !plan.wanted.unnamed.includes(address);
      return {
        ...outcomeOf(plan),
        published,
        revised: published.filter(number => going.includes(number)),
        withdrawn: numbers,
        warnings: [
          ...plan.sentences,
          ...warnings,
          ...(isNamed ? [] : [unnamed(address)]),
          ...[...this.#homeless].map(homeless),
        ],
        ...changed,
      };
    }
    throw new Failure('busy', 'The reports change faster than they can be published. Run it again.');
  }

  /** Writes what is wanted, and takes out what was reopened while it was written, also where that failed on the way. */
  #hold(folder: PublicFolder, { wanted }: Plan): Withdrawn & { readonly late: Withdrawn } {
    let late = NOTHING;
    let held: Changed;
    try {
      held = folder.hold(wanted.files);
    } finally {
      late = this.#withdraw(folder);
    }
    return { numbers: [], ...held, late };
  }

  async drafts(out: string): Promise<PublishOutcome> {
    const folder = openFolder(out, 'drafts', this.now);
    const { timeZone } = this.config.calendar;
    const plan = await planOf(this.#candidates('draft', folder), {
      isDraft: true,
      now: this.now,
      filesOf: advisories => draftFiles(advisories, this.#publisher, timeZone, folder.read),
      documentOf: () => null,
    });
    return {
      ...outcomeOf(plan),
      revised: [],
      withdrawn: [],
      warnings: plan.sentences,
      ...folder.hold(plan.wanted.files),
    };
  }

  /**
   * Takes out of what the database knows what may no longer be public.
   * @throws {Failure} `config` where it does not know all that is there: nothing is written then
   */
  #withdrawKnown(folder: PublicFolder): Withdrawn {
    const found = unrecordedIn(folder.files, publishedNumbers(this.connection), path =>
      readableText(folder, path),
    );
    const withdrawn = found.isAnother
      ? NOTHING
      : this.#withdraw(
          folder,
          folder.files.filter(path => !found.paths.has(path)),
        );
    if (found.numbers.length === 0) return withdrawn;
    throw unknownDatabase(this.config.database, folder.root, found);
  }

  /** Takes out what may no longer be public, and says so. @param files - those that are looked at */
  #withdraw(folder: PublicFolder, files: readonly string[] = folder.files): Withdrawn {
    const reports = disclosures(this.connection);
    const disclosed = disclosedAmong(reports);
    const { numbers, paths, naming } = withdrawalOf(
      files,
      reports.map(({ number }) => number),
      number => disclosed.has(number) && this.#isOurs(number, folder),
    );
    if (paths.length === 0) return NOTHING;
    const changed = folder.withdraw(paths, naming, this.#filesThatName(folder));
    sayWithdrawn(numbers);
    return { numbers, ...changed };
  }

  #areDisclosed(numbers: readonly ReportNumber[]): boolean {
    const disclosed = disclosedAmong(disclosures(this.connection));
    return numbers.every(number => disclosed.has(number));
  }

  /** Lists of what stays; none where they can't be made now: they are removed then, until they can. */
  #filesThatName(folder: PublicFolder): PublicFile[] {
    try {
      const stay = this.#candidates('disclosed', folder)
        .filter(({ number }) => folder.read(pathOfPage({ number })) !== null)
        .flatMap(one => publicAdvisory(one, false, true) ?? []);
      const isSigned = stay.some(one => folder.read(`${WHITE_FOLDER}${documentPlace(one)}.asc`) !== null);
      const { timeZone } = this.config.calendar;
      const hallOfFame = this.#hallOfFame(stay);
      return filesThatName(
        stay,
        { publisher: this.#publisher, timeZone, hallOfFame },
        isSigned,
        folder.since,
        this.now,
        folder.read,
      );
    } catch {
      return [];
    }
  }

  #hallOfFame(advisories: readonly PublicAdvisory[]): HallOfFame {
    return publicNames(this.connection, advisories, this.now, this.config.calendar.timeZone);
  }

  /** @param folder - what came by a mailbox that is gone stays where it is published, and goes nowhere else */
  #candidates(which: 'disclosed' | 'draft', folder: PublicFolder): Candidate[] {
    return candidates(this.connection, which, number => this.#isOurs(number, folder), this.now);
  }

  #isOurs(number: ReportNumber, folder: PublicFolder): boolean {
    const { config } = mailboxOf(number, this.configs, this.connection);
    if (config !== null) return config.publication?.url === this.config.publication.url;
    const isThere = folder.files.includes(pathOfPage({ number }));
    if (!isThere) this.#homeless.add(number);
    return isThere;
  }
}

/** Plans that are thrown away because reports changed under them. */
const MOST_TRIES = 5;

function outcomeOf({ published, lacking }: Plan) {
  return { published, skipped: lacking };
}

function homeless(number: ReportNumber): string {
  return `${number} is not published, because the mailbox that it came by is no longer configured.`;
}

function unnamed(address: string): string {
  return `The key does not name ${address}, so it can't be found by that address (Web Key Directory). Add it: gpg --quick-add-uid KEY ${address}`;
}
