/** What is known of the third-party mails by name: whose key is there, what they say, and why the others stay closed. */

const BARCORP = "BarCorp contract signed, let's go!";

/** Test vectors of the draft before RFC 9788, each beside its plaintext. */
export const PROTECTED_HEADERS = [
  'pgpmime-enc+legacy-disp',
  'pgpmime-layered',
  'pgpmime-layered+legacy-disp',
  'pgpmime-sign+enc',
  'pgpmime-sign+enc+legacy-disp',
  'unfortunately-complex',
];

/** Every mail whose secret key comes with it: the subject its makers meant. */
export const SUBJECTS: Readonly<Record<string, string>> = {
  'deltachat/message/encrypted_with_received_headers.eml': 'Re: Message from alice@example.org',
  'deltachat/message/google-workspace-mixed-up.eml': 'Hello, Bob!',
  'deltachat/message/messed_up_message_id.eml': 'Test',
  // Made without a protected subject.
  'deltachat/message/mixed-up-long.eml': '...',
  'deltachat/message/rfc1847_encapsulation.eml': 'Hello, Bob!',
  'deltachat/message/thunderbird_encrypted_signed.eml': 'encrypted+signed',
  'deltachat/message/thunderbird_encrypted_signed_with_pubkey.eml': 'encrypted+signed+pubkey',
  'deltachat/message/thunderbird_encrypted_unsigned.eml': 'Hello!',
  'deltachat/message/thunderbird_encrypted_unsigned_with_unencrypted_subject.eml': 'Hello!',
  'deltachat/message/thunderbird_with_autocrypt.eml': 'Test',
  ...Object.fromEntries(PROTECTED_HEADERS.map(name => [`protected-headers/${name}.eml`, BARCORP])),
  'schleuder/mails/encapsulated.eml': 'test',
  'schleuder/mails/mutt-2.0.5-linux-xaddkey-attachment-binary.eml': 'test',
  'schleuder/mails/thunderbird-115.2.3-macos-xaddkey-attachment.eml': 'xak7',
};

const NO_KEY = [
  'undecryptable: no-matching-key',
  'to keys whose secret parts are not in the corpus',
] as const;

/** Every OpenPGP mail that can't be opened, and why not. */
export const CLOSED: Readonly<Record<string, readonly [became: string, why: string]>> = {
  'deltachat/message/protonmail-mixed-up.eml': [
    'undecryptable: damaged',
    'its makers took the message out and put words in its place',
  ],
  'deltachat/message/protonmail-repaired.eml': [
    'undecryptable: damaged',
    'its makers took the message out and put words in its place',
  ],
  'schleuder/mails/attach-list-key-thunderbird.eml': NO_KEY,
  'schleuder/mails/containing-pgp-garbage.txt': ['undecryptable: damaged', 'made of garbage on purpose'],
  'schleuder/mails/encrypted+signed-inline/thunderbird.eml': NO_KEY,
  'schleuder/mails/encrypted+signed-mime/thunderbird.eml': NO_KEY,
  'schleuder/mails/encrypted-inline/thunderbird.eml': NO_KEY,
  'schleuder/mails/encrypted-mime/thunderbird.eml': NO_KEY,
  'schleuder/mails/encrypted-to-absent-key.txt': [
    'undecryptable: no-matching-key',
    'to a key that nobody has, on purpose',
  ],
  'schleuder/mails/encrypted-to-passphrase.txt': ['undecryptable: password-only', 'encrypted to a password'],
  'schleuder/mails/exchange.eml': NO_KEY,
  'schleuder/mails/mutt_protected_headers.txt': NO_KEY,
  'schleuder/mails/protected-headers-request.eml': NO_KEY,
  'schleuder/mails/protected-headers.eml': NO_KEY,
  'schleuder/mails/qp-encoding-encrypted+signed.eml': NO_KEY,
  'schleuder/mails/qp-encoding-encrypted.eml': NO_KEY,
};

/** Out of scope: kept for a person. */
export const S_MIME = [
  'protected-headers/smime-enc+legacy-disp.eml',
  'protected-headers/smime-onepart-signed.eml',
  'protected-headers/smime-sign+enc+legacy-disp.eml',
  'protected-headers/smime-sign+enc.eml',
];
