/** A process that fetches envelope, structure and size of every mail of INBOX with imapflow. Arguments: port, user, password. */
import { ImapFlow } from 'imapflow';

const [port = '0', user = '', pass = ''] = process.argv.slice(2);
const client = new ImapFlow({
  host: '127.0.0.1',
  port: Number(port),
  secure: false,
  doSTARTTLS: false,
  auth: { user, pass },
  logger: false,
});
await client.connect();
await client.mailboxOpen('INBOX', { readOnly: true });
let mails = 0;
const wanted = { uid: true, envelope: true, bodyStructure: true, size: true };
for await (const { size } of client.fetch('1:*', wanted)) if (size !== undefined) mails += 1;
await client.logout();
console.log(mails);
