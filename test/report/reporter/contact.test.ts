import { describe, expect, it } from 'vitest';
import { disguisedAddressesIn, isMachineAddress } from '../../../src/document/addresses.js';
import { cueOf } from '../../../src/report/cues.js';
import { passageOf } from '../../../src/report/passage.js';
import { contactFrom } from '../../../src/report/reporter/contact.js';
import { processorTime } from '../../processor-time.js';

const from = { name: 'Odalys Fenwick', address: 'odalys@work.example.com' };

function passage(text: string) {
  return passageOf([{ text, body: 0, start: 0 }]);
}

/** Where to answer to, of a sentence in running text. */
function contactIn(sentence: string, replyTo: string | null = null): string | undefined {
  return contactFrom(
    {
      sections: [],
      sentences: cueOf(sentence) === 'contact' ? [passage(sentence)] : [],
      replyTo: replyTo === null ? null : { name: null, address: replyTo },
      from,
      signature: [],
    },
    address => address === 'security@vendor.example',
  )[0]?.value;
}

describe('an address the reporter asks to be answered at', () => {
  it.each([
    ['The best way to reach me is odalys@home.example.org.', 'odalys@home.example.org'],
    ['Please reply to odalys@home.example.org.', 'odalys@home.example.org'],
    ['Kindly use odalys@home.example.org instead of the address this came from.', 'odalys@home.example.org'],
    ['Do not answer to odalys@work.example.com, use odalys@home.example.org.', 'odalys@home.example.org'],
    ['Use odalys@home.example.org rather than odalys@work.example.com, please.', 'odalys@home.example.org'],
    ['For questions mail odalys [at] home.example [dot] org.', 'odalys@home.example.org'],
    ['I am reachable via odalys(at)home(dot)example(dot)org.', 'odalys@home.example.org'],
    ['You can write to me: odalys at home dot example dot org', 'odalys@home.example.org'],
    ['Any follow-up should go to our team mailbox, psirt@harbour.example.org.', 'psirt@harbour.example.org'],
    ['Correspondence on this is best sent to psirt@harbour.example.org.', 'psirt@harbour.example.org'],
    ['Sie erreichen mich unter odalys@home.example.org.', 'odalys@home.example.org'],
    ['Rückfragen bitte an odalys@home.example.org.', 'odalys@home.example.org'],
    [
      'Bitte antworten Sie nicht an odalys@work.example.com, sondern an odalys@home.example.org.',
      'odalys@home.example.org',
    ],
    ['Meine private Adresse ist odalys (at) home (punkt) example (punkt) org.', 'odalys@home.example.org'],
    [
      'Bitte nutzen Sie für Antworten odalys@home.example.org statt der Absenderadresse.',
      'odalys@home.example.org',
    ],
    ['Vous pouvez me joindre à odalys@home.example.org.', 'odalys@home.example.org'],
    [
      'Merci de répondre à odalys@home.example.org plutôt qu’à odalys@work.example.com.',
      'odalys@home.example.org',
    ],
    ['Mon adresse pour la suite : odalys (arobase) home.example.org', 'odalys@home.example.org'],
    ['Pueden contactarme en odalys@home.example.org.', 'odalys@home.example.org'],
    [
      'No escriban a odalys@work.example.com, sino a odalys@home.example.org, es mi correo personal.',
      'odalys@home.example.org',
    ],
    [
      'Para cualquier duda, mi correo es odalys (arroba) home (punto) example (punto) org.',
      'odalys@home.example.org',
    ],
    ['If you do not hear from me, write to psirt@harbour.example.org.', 'psirt@harbour.example.org'],
  ])('%s', (sentence, address) => {
    expect(contactIn(sentence)).toBe(address);
  });
});

describe('an address that is none to answer to', () => {
  it.each([
    'Register as victim@shop.example and open the mail.',
    'Please keep my colleague tam@harbour.example.org in cc when you reply to me.',
    'I was logged in with the account admin@shop.example when I did this.',
    'The server sends an answer to root@shop.example.',
    'My paypal for the reward is odalys.pay@bank.example.',
    'Please write to me and not to press@harbour.example.org.',
    'The form sends a mail to attacker@evil.example.',
    'Der Angreifer schickt eine Antwort an opfer@shop.example.',
    'You can also contact security@vendor.example, that is you.',
  ])('%s', sentence => {
    expect(contactIn(sentence)).toBe(from.address);
  });
});

it('prefers Reply-To to From where the text says nothing', () => {
  expect(contactIn('It crashes.', 'odalys@lists.example.org')).toBe('odalys@lists.example.org');
});

it('prefers the text to Reply-To', () => {
  expect(contactIn('Please reply to odalys@home.example.org.', 'odalys@lists.example.org')).toBe(
    'odalys@home.example.org',
  );
});

it('puts a sender last whom the text asks not to answer to', () => {
  expect(
    contactIn(
      'Mails to odalys@work.example.com are not read by me, my mailbox there is full.',
      'odalys@lists.example.org',
    ),
  ).toBe('odalys@lists.example.org');
  expect(contactIn('Do not answer to odalys@work.example.com please, it is not my address.')).toBe(
    'odalys@work.example.com',
  );
});

it('takes the signature only where the header names no person', () => {
  const places = {
    sections: [],
    sentences: [],
    replyTo: null,
    signature: [passage('Odalys, odalys@home.example.org')],
  };
  const first = (address: string) =>
    contactFrom({ ...places, from: { name: null, address } }, () => false)[0]?.value;
  expect(first('odalys@work.example.com')).toBe('odalys@work.example.com');
  expect(first('no-reply@work.example.com')).toBe('odalys@home.example.org');
});

describe('an address nobody reads', () => {
  it.each([
    ['noreply@a.example', true],
    ['no_reply@a.example', true],
    ['do-not-reply+4711@a.example', true],
    ['nicht-antworten@a.example', true],
    ['ne-pas-repondre@a.example', true],
    ['no-responder@a.example', true],
    ['bounces-12@a.example', true],
    ['norbert@a.example', false],
    ['notify.me@a.example', false],
    ['nora.reply@a.example', false],
  ])('%s: %s', (address, isMachine) => {
    expect(isMachineAddress(address)).toBe(isMachine);
  });
});

it('sees no address in prose that speaks of places', () => {
  expect(disguisedAddressesIn('We met at noon, look at line 3 dot')).toEqual([]);
});

it('looks for disguised addresses in bounded time', () => {
  const start = processorTime();
  for (const piece of ['a dot ', 'a at b ', '[at] ', '( ', 'a.', ' at b dot '])
    disguisedAddressesIn(piece.repeat(4000));
  expect(processorTime() - start).toBeLessThan(10_000);
});
