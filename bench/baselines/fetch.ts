/** A process that does nothing but fetch every mail of INBOX with imapflow. Arguments: port, user, password. */
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
let bytes = 0;
for await (const { source } of client.fetch('1:*', { uid: true, source: true })) bytes += source?.length ?? 0;
await client.logout();
console.log(bytes);
