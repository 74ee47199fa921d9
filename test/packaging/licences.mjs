/**
 * `npm run licences`: what every package that is installed with security-inbox may be used under, written into
 * THIRD-PARTY-LICENSES.md. With --check nothing is written, and it fails where the page is not of today.
 *
 * Fails on a package whose licence is not among those below. A person then reads it, and adds it with the reason.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import satisfies from 'spdx-satisfies';

const PAGE = 'THIRD-PARTY-LICENSES.md';

/** Permissive ones (SPDX identifiers), which ask that their text comes along, as it does in each package. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Unlicense',
  'Zlib',
];

/** Of single packages, as each states it: one that states another is read anew. */
const SPECIAL = {
  openpgp: {
    licence: 'LGPL-3.0+',
    reason:
      'It is used as npm delivers it, unchanged and in a folder of its own, where anybody may put a version of their own in its place. Whoever passes it on, in a container image for example, passes its licence on with it; its source is what npm delivers.',
  },
  'date-holidays': {
    licence: '(ISC AND CC-BY-3.0)',
    reason:
      'The program is under the ISC licence. The names and dates of public holidays are under CC BY-SA 3.0, taken from the articles of Wikipedia that its LICENSE lists; security-inbox does not change them.',
  },
  duck: {
    licence: 'BSD',
    reason: 'No SPDX identifier; its LICENSE is the text of BSD-2-Clause.',
  },
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const packages = productionTree();
const refused = packages.filter(each => !isAllowed(each));
for (const { name, version, licence } of refused) {
  console.error(
    `${name}@${version} is under ${licence ?? 'no stated licence'}. Read it, and add it to ALLOWED or, with the reason, to SPECIAL in test/packaging/licences.mjs, or do without the package.`,
  );
}
const gone = Object.keys(SPECIAL).filter(name => packages.every(each => each.name !== name));
for (const name of gone) console.error(`${name} is no longer installed. Take it out of SPECIAL.`);

const written = page();
if (!values.check) writeFileSync(PAGE, written);
const isOld = readFileSync(PAGE, 'utf8') !== written;
if (isOld) console.error(`${PAGE} is not of today. Run "npm run licences".`);
process.exitCode = refused.length + gone.length > 0 || isOld ? 1 : 0;
if (process.exitCode === 0) console.log(`${packages.length} packages, each under a licence that is allowed.`);

/** What the lock has npm install without the development's own, by what each package says of itself. */
function productionTree() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, entry]) => {
      const { name, license, licenses } = own(path) ?? { ...entry, name: entry.name ?? nameOf(path) };
      return {
        name,
        version: entry.version,
        licence: license ?? licenses?.map(({ type }) => type).join(' OR '),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** null for an optional one that is not for this machine. */
function own(path) {
  try {
    return JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
  } catch {
    return null;
  }
}

function nameOf(path) {
  return path.replace(/^.*node_modules\//, '');
}

function isAllowed({ name, licence }) {
  const special = SPECIAL[name];
  if (special !== undefined) return licence === special.licence;
  try {
    return satisfies(licence, ALLOWED);
  } catch {
    // No expression of SPDX.
    return false;
  }
}

function page() {
  const byLicence = new Map();
  for (const { name, licence } of packages) {
    byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(name));
  }
  const rows = [...byLicence]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([licence, names]) => `| ${licence} | ${[...names].join(', ')} |`);
  return `# Licences of others

npm installs these packages with security-inbox. Each brings the text of its licence in its own folder; this page is made from what
they state, by \`npm run licences\`.

| licence | packages |
| --- | --- |
${rows.join('\n')}

${Object.entries(SPECIAL)
  .map(([name, { licence, reason }]) => `**${name}** (${licence}): ${reason}\n`)
  .join('\n')}
Inside of packages: SQLite (in the public domain) and SQLite3 Multiple Ciphers (MIT) in better-sqlite3-multiple-ciphers, PDF.js (Apache-2.0)
in unpdf, and the Public Suffix List (MPL-2.0) in tldts.
`;
}
