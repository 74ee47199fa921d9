import { expect, it } from 'vitest';
import { ownAddressesOf } from '../../src/config/own-addresses.js';

it('ours are the addresses that mailboxes send from, their aliases and those of engineers, lower-case and each once', () => {
  const identity = { name: 'S', address: 'Support@Example.test', aliases: ['security@example.test'] };
  const other = { name: 'P', address: 'Products@example.test', aliases: ['SUPPORT@example.test'] };
  const engineers = [
    { name: 'Ben', address: 'Ben@example.net', key: null },
    { name: 'The team', address: 'support@example.test', key: null },
  ];
  expect(ownAddressesOf([identity, other], engineers)).toEqual([
    'support@example.test',
    'security@example.test',
    'products@example.test',
    'ben@example.net',
  ]);
});
