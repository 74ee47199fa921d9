/** A process that does nothing but fetch every mail of INBOX with imapflow. Arguments: port, user, password. */
import { loggedIn } from './logged-in.js';

const client = await loggedIn();
await client.mailboxOpen('INBOX', { readOnly: true });
let bytes = 0;
for await (const { source } of client.fetch('1:*', { uid: true, source: true })) bytes += source?.length ?? 0;
await client.logout();
console.log(bytes);
