/** Words as a viewer of CSAF shows them that takes them as Markdown with HTML in it, or puts them into a page as they are. */
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { withoutHtml } from '../../../src/publication/csaf/words.js';

/** GFM as viewers have it at its most careless: HTML let through, bare addresses linked, and any address taken. */
const viewer = new MarkdownIt({ html: true, linkify: true });
viewer.validateLink = () => true;

/** What Markdown makes of plain words, and nothing of it does anything. */
const MEANT = new Set(
  'p em strong s code pre ul ol li h1 h2 h3 h4 h5 h6 blockquote hr br table thead tbody tr th td a'.split(
    ' ',
  ),
);

/** Tags of rendered words, as `<name attributes>`. */
function tagsIn(html: string): { name: string; rest: string }[] {
  return [...html.matchAll(/<([!?/]?[a-z0-9]*)([^>]*)/gi)].map(([, name = '', rest = '']) => ({
    name,
    rest,
  }));
}

function strangeTags(words: string): string[] {
  return tagsIn(viewer.render(words))
    .filter(({ name, rest }) => {
      const bare = name.replace(/^\//, '').toLowerCase();
      const isLink = bare === 'a' && rest !== '';
      return !MEANT.has(bare) || (isLink && !/^ href="(?:https?|mailto|ftp):[^"]*"$/.test(rest.trimEnd()));
    })
    .filter(({ name, rest }) => !(name === 'code' && /^ class="language-[^"<>]*"$/.test(rest)))
    .filter(
      ({ name, rest }) =>
        !(/^(?:ol|t[hd])$/.test(name) && /^ (?:start="\d+"|style="text-align:\w+")$/.test(rest)),
    )
    .map(({ name, rest }) => name + rest);
}

const piece = fc.constantFrom(
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '</p>',
    '<!-- ',
    '-->',
    '<?x',
    '<![CDATA[',
  ],
  ...['`', '``', '```', '````', '~~~', '\\', '\\\\', '\\`', '\\<', '<', '>', '\n', '\n\n', '    ', '\t', ' '],
  ...[
    '[x]',
    '![x]',
    '(javascript:alert(1))',
    '[x]: javascript:alert(1)',
    '[',
    ']',
    '(',
    ')',
    ':',
    '[^1]',
    '!',
    '[x][y]',
    '[]',
    '\\]',
    '\\[',
    '> ',
    '1. ',
    '2) ',
    '+ ',
    '\r',
    '[x\ny]: javascript:alert(1)',
    '[x][]',
    '[x\\]y]:/z',
    '\n[x]:\n<javascript:alert(1)>',
  ],
  ...[
    '<javascript:alert(1)>',
    '<a@b.c>',
    'https://example.org/x',
    '&lt;',
    '&#60;',
    '&',
    '"',
    "'",
    '*',
    '_',
    '|',
    '- ',
  ],
  ...['word', 'b', '>= 1.0', '< 2'],
);

const hostile = fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 16 });

describe('words of an advisory in CSAF', () => {
  it('come to no element, link or picture that Markdown of plain words is not, whatever is around them', () => {
    fc.assert(
      fc.property(hostile, pieces => {
        const words = withoutHtml(pieces.join(''));
        expect(strangeTags(words), JSON.stringify(words)).toEqual([]);
        // As they are, on a page.
        expect(words).not.toMatch(/<[a-z/!?]/i);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['a run of backticks that nothing closes', '``<img src=x onerror=alert(1)>`'],
    ['an escaped backtick', '\\`<img src=x>`'],
    ['an escaped backslash', '\\\\<img src=x>'],
    ['a link to a script', '[x](javascript:alert(1))'],
    ['a link that is defined elsewhere', '[x]\n\n[x]: javascript:alert(1)'],
    ['a picture', '![x](https://example.org/x.png)'],
    ['a definition in a list in a quotation', '[x]\n\n> 1) - [x]: javascript:alert(1)'],
    ['a definition behind a list of several lines', '- y\n\n  [x]: javascript:alert(1)\n\n[z][x]'],
    ['a definition whose name goes over lines', '[x y]\n\n> [x\n> y]: javascript:alert(1)'],
    ['a definition whose name has brackets', '[x\\]y]\n\n[x\\]y]: javascript:alert(1)'],
    ['a definition behind a definition', '[y][x]\n\n[z]: /z\n[x]: javascript:alert(1)'],
    ['a definition of a picture', '![y][x]\n\n[x]:\n  javascript:alert(1)'],
  ])('are not let through by %s', (_, words) => {
    expect(viewer.render(words)).toMatch(/<img|href="javascript/);
    expect(strangeTags(withoutHtml(words))).toEqual([]);
  });

  it.each([
    'rm -rf /opt/app/[0-9][0-9]*',
    'matches ^[a-z][0-9]+$',
    'listen [::1]:8443',
    ['echo "$', '{a[@]:1}"'].join(''),
    'find -name "[A-Z][a-z]*"',
    'Run:\n\n    $ rm -rf /opt/app/[0-9][0-9]*\n- curl https://[::1]:8443/x[0][1]',
    'm[i][j]: the cell; see [1][2]: both',
  ])('leave %j byte for byte', words => {
    expect(withoutHtml(words)).toBe(words);
  });

  it.each([
    ['[::1]:8443', '[::1] :8443'],
    ['<Directory /srv>', '< Directory /srv>'],
    ['f[0](x)', 'f[0] (x)'],
  ])('read otherwise by Markdown, %j becomes %j', (words, made) => {
    expect(withoutHtml(words)).toBe(made);
  });

  it('take no longer than their length asks for', () => {
    for (const piece of ['[\n', '\n', '> ', '[\\]\n', '[a\\', '\n\\[', '-', '[]']) {
      const words = piece.repeat(20_000 / piece.length);
      expect(withoutHtml(words)).toBe(words);
    }
  });

  it('stay as they are, but for a space where a tag, or what a link goes to, would begin', () => {
    fc.assert(
      fc.property(hostile, pieces => {
        const words = pieces.join('');
        const made = withoutHtml(words);
        expect(made.replace(/< /g, '<').replace(/\] /g, ']')).toBe(
          words.replace(/< /g, '<').replace(/\] /g, ']'),
        );
      }),
    );
    expect(withoutHtml('Versions <2.0, a < b, f(a[0]) and `x <= 1`: see https://example.org')).toBe(
      'Versions <2.0, a < b, f(a[0]) and `x <= 1`: see https://example.org',
    );
  });
});
