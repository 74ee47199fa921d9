import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, keyRows, withKeyTable } from '../../src/config/reference.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the reference of keys', () => {
  it('in docs/configuration.md is that of the schema ("npm run reference" writes it)', () => {
    const page = read('docs/configuration.md');
    expect(page).toContain('| `mailbox.host` |');
    expect(page).toBe(withKeyTable(page));
  });

  it('and the shape for editors are those of today', () => {
    expect(read('src/config/config.schema.json')).toBe(configJsonSchema());
  });

  it('says of each key what it means, what may stand there, and its default', () => {
    const byKey = new Map(keyRows().map(row => [row.key, row]));
    expect(byKey.get('mailbox.password')).toMatchObject({ form: 'secret', required: false, default: null });
    expect(byKey.get('mailbox.user')).toMatchObject({ form: 'text', required: true, default: null });
    expect(byKey.get('watch.pollMinutes')).toMatchObject({ form: '1 to 60', default: '5' });
    expect(byKey.get('webhooks[].headers')).toMatchObject({ form: 'object: secret', required: false });
    for (const { key, meaning } of byKey.values()) expect(meaning, key).not.toBe('');
  });

  it('leaves no key out that holds a value', () => {
    const named = new Set(keyRows().map(({ key }) => key));
    // The parts of an entry of the list are those of the top of the file.
    const isNamed = (path: string) => named.has(path) || named.has(path.replace(/^mailboxes\[\]\./, ''));
    const silent = pathsOf(JSON.parse(configJsonSchema())).filter(path => !isNamed(path));
    expect(silent).toEqual([]);
  });
});

interface Node {
  readonly properties?: Record<string, Node>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** Paths of what holds no object, walked by itself, so that a forgotten description shows. */
function pathsOf(node: Node, path = '', key = ''): string[] {
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([name, child]) =>
      pathsOf(child, path === '' ? name : `${path}.${name}`, name),
    );
  }
  if (node.items?.properties) return pathsOf(node.items, `${path}[]`, key);
  const variants = (node.anyOf ?? node.oneOf ?? []).filter(({ properties }) => properties);
  // A secret's shapes are one form of value, and described as such.
  const isSecret = variants.some(({ properties }) => properties && 'env' in properties);
  return variants.length > 0 && !isSecret ? variants.flatMap(variant => pathsOf(variant, path, key)) : [path];
}
