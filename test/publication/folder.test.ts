import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder, type PublicFolder } from '../../src/publication/folder/folder.js';
import { isPublicPath, MARKER, readMarker } from '../../src/publication/folder/marker.js';

const NOW = new Date('2026-11-29T12:00:00Z');
const LATER = new Date('2026-12-29T12:00:00Z');
const PAGE = { path: 'advisories/one.html', content: 'one' };
const OTHER = { path: 'advisories/deep/two.html', content: 'two' };
const INDEX = { path: 'index.html', content: 'one two' };

describe('a folder that is published', () => {
  let above: string;
  let root: string;

  beforeEach(() => {
    above = mkdtempSync(join(tmpdir(), 'publish-'));
    root = join(above, 'www');
  });
  afterEach(() => rmSync(above, { recursive: true, force: true }));

  const hold = (...files: { path: string; content: string }[]) =>
    openFolder(root, 'published', NOW).hold([files]);
  const modeOf = (path: string) => (statSync(join(root, path)).mode & 0o777).toString(8);
  const mtimes = () =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).map(name => [
      name,
      statSync(join(root, name), { bigint: true }).mtimeNs,
    ]);

  it('is made, for everybody to read whatever the umask is', () => {
    const before = process.umask(0o077);
    try {
      expect(hold(PAGE, INDEX)).toEqual({ written: [PAGE.path, INDEX.path], removed: [] });
    } finally {
      process.umask(before);
    }
    expect([modeOf('.'), modeOf('advisories'), modeOf(PAGE.path)]).toEqual(['755', '755', '644']);
    expect(readFileSync(join(root, PAGE.path), 'utf8')).toBe('one');
    expect(modeOf(MARKER)).toBe('600');
  });

  it('takes no drafts into a folder of its own, however deep, and is made in none that holds drafts', () => {
    hold(PAGE);
    expect(() => openFolder(join(root, 'deep', 'drafts'), 'drafts', NOW)).toThrow(
      'which holds what is published',
    );
    openFolder(join(above, 'drafts'), 'drafts', NOW).hold([[PAGE]]);
    expect(() => openFolder(join(above, 'drafts', 'www'), 'published', NOW)).toThrow('which holds drafts');
    expect(openFolder(join(root, 'deep'), 'published', NOW).since).toEqual(NOW);
  });

  it('is not touched where it is so already, not even by its times', () => {
    hold(PAGE, OTHER, INDEX);
    const before = mtimes();
    const again = openFolder(root, 'published', LATER);
    expect(again.since).toEqual(NOW);
    expect(again.hold([[PAGE], [OTHER, INDEX]])).toEqual({ written: [], removed: [] });
    expect(mtimes()).toEqual(before);
  });

  it('loses what is published no longer, with the folders that held it, and keeps what somebody else laid there', () => {
    hold(PAGE, OTHER, INDEX);
    writeFileSync(join(root, 'advisories', 'logo.svg'), 'theirs');
    expect(hold(INDEX)).toEqual({ written: [], removed: [OTHER.path, PAGE.path] });
    expect(readdirSync(join(root, 'advisories'))).toEqual(['logo.svg']);
    expect(hold(PAGE, INDEX).written).toEqual([PAGE.path]);
  });

  it('gets back a file that was changed, taken away, or closed to others', () => {
    hold(PAGE, OTHER, INDEX);
    writeFileSync(join(root, PAGE.path), 'forged');
    rmSync(join(root, OTHER.path));
    chmodSync(join(root, INDEX.path), 0o600);
    expect(hold(PAGE, OTHER, INDEX).written).toEqual([PAGE.path, OTHER.path, INDEX.path]);
    expect(readFileSync(join(root, PAGE.path), 'utf8')).toBe('one');
    expect(modeOf(INDEX.path)).toBe('644');
  });

  it('is never one that holds anything else', () => {
    mkdirSync(root);
    writeFileSync(join(root, 'thesis.tex'), 'x');
    expect(() => hold(PAGE)).toThrow(/not empty, and nothing that publish wrote/);
    expect(readdirSync(root)).toEqual(['thesis.tex']);
  });

  it('is no file, and none that can not be written', () => {
    writeFileSync(root, 'x');
    expect(() => hold(PAGE)).toThrow(/is no folder/);
  });

  it('never takes the place of what somebody else laid there', () => {
    hold(PAGE);
    writeFileSync(join(root, 'index.html'), 'theirs');
    expect(() => hold(PAGE, OTHER, INDEX)).toThrow(/index\.html is not of publish/);
    expect(readFileSync(join(root, 'index.html'), 'utf8')).toBe('theirs');
    expect(existsSync(join(root, OTHER.path))).toBe(false);
  });

  it('is left by no link that was laid into it', () => {
    hold(INDEX);
    const elsewhere = join(above, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(root, 'advisories'));
    expect(() => hold(PAGE, INDEX)).toThrow(/symbolic link/);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  const withdraw = (paths: string[], naming: string[], ...renewed: { path: string; content: string }[]) =>
    openFolder(root, 'published', NOW).withdraw(paths, naming, renewed);

  it('loses what is withdrawn, and the names of it in its lists, with nothing else', () => {
    hold(PAGE, OTHER, INDEX);
    expect(withdraw([PAGE.path], [INDEX.path], { ...INDEX, content: 'two' })).toEqual({
      written: [INDEX.path],
      removed: [PAGE.path],
    });
    expect(readFileSync(join(root, INDEX.path), 'utf8')).toBe('two');
    expect(existsSync(join(root, OTHER.path))).toBe(true);
    expect(openFolder(root, 'published', NOW).files).toEqual([OTHER.path, INDEX.path]);
  });

  it('loses a list too that can not be written without the name', () => {
    hold(PAGE, OTHER, INDEX);
    expect(withdraw([PAGE.path], [INDEX.path]).removed).toEqual([PAGE.path, INDEX.path]);
    hold(PAGE, OTHER, INDEX);
    rmSync(join(root, 'index.html'));
    mkdirSync(join(root, 'index.html'));
    expect(withdraw([PAGE.path], [INDEX.path], INDEX).removed).toEqual([PAGE.path]);
  });

  it('says what is still public of what is withdrawn, and loses all the rest of it', () => {
    hold(PAGE, OTHER, INDEX);
    const elsewhere = join(above, 'elsewhere');
    cpSync(join(root, 'advisories', 'deep'), elsewhere, { recursive: true });
    rmSync(join(root, 'advisories', 'deep'), { recursive: true });
    symlinkSync(elsewhere, join(root, 'advisories', 'deep'));
    expect(() => withdraw([OTHER.path, PAGE.path], [INDEX.path])).toThrow(
      /may no longer be public could not be removed.*two\.html.*symbolic link/,
    );
    expect([PAGE.path, INDEX.path].map(path => existsSync(join(root, path)))).toEqual([false, false]);
    expect(readdirSync(elsewhere)).toEqual(['two.html']);
  });

  it.each([
    ['removes', (open: () => PublicFolder) => open().hold([[INDEX]])],
    ['reads', (open: () => PublicFolder) => open().read(OTHER.path)],
    ['sweeps', (open: () => PublicFolder) => open().hold([[PAGE, INDEX, OTHER]])],
  ])('%s nothing through a link that was laid in the place of a folder', (_, act) => {
    hold(PAGE, OTHER, INDEX);
    const elsewhere = join(above, 'elsewhere');
    cpSync(join(root, 'advisories'), elsewhere, { recursive: true });
    writeFileSync(join(elsewhere, 'deep', '.0123456789ab.part'), 'theirs');
    rmSync(join(root, 'advisories'), { recursive: true });
    symlinkSync(elsewhere, join(root, 'advisories'));
    expect(() => act(() => openFolder(root, 'published', NOW))).toThrow(
      /advisories is a symbolic link, which publish neither makes nor follows\. Remove it/,
    );
    expect(readdirSync(elsewhere, { recursive: true }).sort()).toEqual([
      'deep',
      'deep/.0123456789ab.part',
      'deep/two.html',
      'one.html',
    ]);
  });

  it('may be named by a link, and stays where it was found for as long as a run takes', () => {
    const [first, second, current] = ['1', '2', 'current'].map(name => join(above, name));
    if (!first || !second || !current) throw new Error('no names');
    mkdirSync(first);
    mkdirSync(second);
    symlinkSync('1', current);
    const folder = openFolder(current, 'published', NOW);
    rmSync(current);
    symlinkSync('2', current);
    folder.hold([[PAGE]]);
    expect([existsSync(join(first, PAGE.path)), readdirSync(second)]).toEqual([true, []]);
    openFolder(current, 'published', NOW).hold([[INDEX]]);
    expect(readdirSync(second).sort()).toEqual([MARKER, 'index.html']);
    rmSync(current);
    symlinkSync('3', current);
    expect(() => openFolder(current, 'published', NOW)).toThrow(
      /symbolic link to a folder that is not there/,
    );
  });

  it('takes no drafts through a link within it that leads out of it, nor through one from outside into it', () => {
    hold(PAGE);
    mkdirSync(join(above, 'drafts'));
    symlinkSync(join(above, 'drafts'), join(root, 'drafts'));
    expect(() => openFolder(join(root, 'drafts'), 'drafts', NOW)).toThrow('which holds what is published');
    mkdirSync(join(root, 'theirs'));
    symlinkSync(join(root, 'theirs'), join(above, 'link'));
    expect(() => openFolder(join(above, 'link'), 'drafts', NOW)).toThrow('which holds what is published');
  });

  it('gets a file back in the place of a link to one, and leaves what that leads to', () => {
    hold(PAGE);
    const outside = join(above, 'outside');
    writeFileSync(outside, 'one', { mode: 0o644 });
    rmSync(join(root, PAGE.path));
    symlinkSync(outside, join(root, PAGE.path));
    expect(openFolder(root, 'published', NOW).read(PAGE.path)).toBeNull();
    expect(hold(PAGE).written).toEqual([PAGE.path]);
    expect(lstatSync(join(root, PAGE.path)).isFile()).toBe(true);
    expect(readFileSync(outside, 'utf8')).toBe('one');
  });

  it('takes no drafts, and one of drafts nothing published', () => {
    hold(PAGE);
    expect(() => openFolder(root, 'drafts', NOW)).toThrow(/is published, so no drafts go there/);
    const drafts = join(above, 'drafts');
    mkdirSync(drafts, { mode: 0o755 });
    openFolder(drafts, 'drafts', NOW).hold([[PAGE]]);
    expect(statSync(drafts).mode & 0o777).toBe(0o700);
    expect(statSync(join(drafts, PAGE.path)).mode & 0o777).toBe(0o600);
    expect(() => openFolder(drafts, 'published', NOW)).toThrow(/holds drafts/);
  });

  it('that was left unfinished is gone on with, and rid of what was half written', () => {
    mkdirSync(root);
    writeFileSync(join(root, '.0123456789ab.part'), 'half');
    hold(PAGE, INDEX);
    writeFileSync(join(root, 'advisories', '.0123456789ab.part'), 'half');
    hold(PAGE, INDEX);
    expect(readdirSync(join(root, 'advisories'))).toEqual(['one.html']);
    expect(readdirSync(root).sort()).toEqual([MARKER, 'advisories', 'index.html']);
  });

  it('whose marker is damaged is not touched', () => {
    hold(PAGE);
    writeFileSync(join(root, MARKER), '{"schema":"security-inbox/folder@1","holds":"published"');
    expect(() => hold(INDEX)).toThrow(/which files are ours is not known/);
  });

  it('removes nothing outside of it, whatever its marker says', () => {
    const outside = join(above, 'outside');
    writeFileSync(outside, 'x');
    hold(PAGE);
    const marker = JSON.parse(readFileSync(join(root, MARKER), 'utf8'));
    writeFileSync(join(root, MARKER), JSON.stringify({ ...marker, files: ['../outside'] }));
    expect(() => hold(PAGE)).toThrow();
    expect(existsSync(outside)).toBe(true);
  });
});

describe('the path of a public file', () => {
  it.each(['index.html', '.well-known/security.txt', 'advisories/ts-2026-0001.html'])('may be %s', path => {
    expect(isPublicPath(path)).toBe(true);
  });
  it.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', './x', 'a\\b', 'a b', MARKER])(
    'may not be %j',
    path => {
      expect(isPublicPath(path)).toBe(false);
    },
  );
});

it('what is no marker is none', () => {
  expect(readMarker('null')).toBeNull();
  expect(readMarker('{"schema":"security-inbox/folder@2"}')).toBeNull();
});
