/** What an answer means, by what it answers; as nodemailer hands it over. */
import { describe, expect, it } from 'vitest';
import type { SmtpConfig } from '../../src/config/config.js';
import { fateOf } from '../../src/receipt/smtp-answers.js';

const SMTP: SmtpConfig = {
  path: 'smtp',
  host: 'smtp.example.test',
  port: 465,
  security: 'tls',
  ca: null,
  login: { user: 'u', password: 'p' },
};

function answered(command: string, response: string, isInternational = false, smtp = SMTP) {
  const code = command === 'END' ? 'EMESSAGE' : 'EENVELOPE';
  const error = Object.assign(new Error(response), {
    code,
    command: command === 'END' ? 'DATA' : command,
    response,
    responseCode: Number(response.slice(0, 3)),
  });
  return fateOf(error, '250 ok', isInternational, smtp);
}

describe('an answer about the recipient or the mail is the fate of that receipt alone', () => {
  it.each<[string, string, boolean?]>([
    ['RCPT TO', '550 5.1.1 no such user'],
    ['RCPT TO', '554 5.7.1 <r@example.org>: Relay access denied'],
    ['RCPT TO', '550 5.7.1 rejected by policy'],
    ['RCPT TO', '550 5.1.10 recipient not found'],
    ['DATA', '554 5.5.1 no valid recipients'],
    ['END', '554 5.7.1 looks like spam'],
    ['END', '552 5.2.2 mailbox full'],
    ['END', '552 5.3.4 too large'],
    ['MAIL FROM', '552 5.3.4 too large'],
    ['MAIL FROM', '550 5.3.4 too large'],
    ['MAIL FROM', '550 5.6.7 SMTPUTF8 not supported', true],
  ])('%s: %s', (command, response, isInternational) => {
    expect(answered(command, response, isInternational)).toEqual({ outcome: 'refused', answer: response });
  });
});

describe('an answer about us is a failure of the server, and of no receipt', () => {
  it.each([
    ['MAIL FROM', '550 5.7.1 you again', 'sender-refused'],
    ['MAIL FROM', '530 5.7.0 log in first', 'login-refused'],
    ['RCPT TO', '530 5.7.0 log in first', 'login-refused'],
    ['RCPT TO', '553 5.7.1 <s@example.test>: Sender address rejected: not owned by user u', 'sender-refused'],
    ['RCPT TO', '554 5.7.1 <host[192.0.2.1]>: Client host rejected: Access denied', 'sender-refused'],
    ['RCPT TO', '550 Sender verify failed', 'sender-refused'],
    ['RCPT TO', '550 5.1.8 bad domain', 'sender-refused'],
    ['END', '550 5.7.60 client may not send as this sender', 'sender-refused'],
    ['END', '554 5.2.252 SendAsDenied', 'sender-refused'],
    ['END', '535 5.7.8 logged out', 'login-refused'],
  ])('%s: %s', (command, response, code) => {
    expect(() => answered(command, response)).toThrow(
      expect.objectContaining({ name: 'Failure', code, message: expect.stringContaining(response) }),
    );
  });

  it('says to give a login where none is configured', () => {
    expect(() => answered('RCPT TO', '530 5.7.0 log in', false, { ...SMTP, login: null })).toThrow(
      /Give smtp\.user and smtp\.password/,
    );
  });
});

it('4xx puts off, whatever it answers', () => {
  for (const command of ['MAIL FROM', 'RCPT TO', 'DATA', 'END']) {
    expect(answered(command, '451 4.7.1 Sender address rejected: later')).toMatchObject({
      outcome: 'deferred',
    });
  }
});

it('5xx that answers nothing puts off', () => {
  expect(answered('CONN', '554 idle too long')).toEqual({ outcome: 'deferred', answer: '554 idle too long' });
});

it('a mail larger than the server says it takes is refused without asking', () => {
  const error = Object.assign(new Error('Message size larger'), { code: 'EMESSAGE', command: 'MAIL FROM' });
  expect(fateOf(error, '250 ok', false, SMTP)).toMatchObject({ outcome: 'refused' });
});
