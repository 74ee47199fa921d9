/** Addresses for formats that know RFC 3986 alone. */
import { describe, expect, it } from 'vitest';
import { uriOf } from '../../src/publication/uri.js';

describe('an address', () => {
  it.each([
    ['https://example.org/a?b=c&d=%20#e', 'https://example.org/a?b=c&d=%20#e'],
    ['https://example.org', 'https://example.org/'],
    ['https://example.org/a b|c?d=|{e}', 'https://example.org/a%20b%7Cc?d=%7C%7Be%7D'],
    ['https://example.org/100%', 'https://example.org/100%25'],
    ['https://example.org/[x]?y[]=1', 'https://example.org/%5Bx%5D?y%5B%5D=1'],
    ['https://example.org/#a#b^c', 'https://example.org/#a%23b%5Ec'],
    ['http://[::1]:8080/[x]', 'http://[::1]:8080/%5Bx%5D'],
    ['https://exämple.org/ü😀', 'https://xn--exmple-cua.org/%C3%BC%F0%9F%98%80'],
  ])('%s is %s', (url, uri) => {
    expect(uriOf(url)).toBe(uri);
  });
});
