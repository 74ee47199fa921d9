/** A process that connects with imapflow, logs in, and leaves. Arguments: port, user, password. */
import { loggedIn } from './logged-in.js';

const client = await loggedIn();
await client.logout();
