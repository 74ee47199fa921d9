/** A process that fetches envelope, structure and size of every mail of INBOX with imapflow. Arguments: port, user, password. */
import { loggedIn } from './logged-in.js';

const client = await loggedIn();
await client.mailboxOpen('INBOX', { readOnly: true });
let mails = 0;
const wanted = { uid: true, envelope: true, bodyStructure: true, size: true };
for await (const { size } of client.fetch('1:*', wanted)) if (size !== undefined) mails += 1;
await client.logout();
console.log(mails);
