/** Encrypts beside the page, which answers to its reader meanwhile, however large the files are. */
import { type Asked, encryptor, type Said } from './encrypting.js';

const say = (said: Said) => self.postMessage(said);

try {
  const encrypt = await encryptor(import.meta.url);
  self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
    encrypt(data.written).then(
      armored => say({ kind: 'encrypted', id: data.id, armored }),
      () => say({ kind: 'failed', id: data.id }),
    );
  });
  say({ kind: 'ready' });
} catch {
  say({ kind: 'unable' });
}
