/** A process that connects with imapflow, logs in, and leaves. Arguments: port, user, password. */
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
await client.logout();
