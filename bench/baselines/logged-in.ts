import { ImapFlow } from 'imapflow';

/** Connects as the arguments of the process say: port, user, password. */
export async function loggedIn(): Promise<ImapFlow> {
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
  return client;
}
