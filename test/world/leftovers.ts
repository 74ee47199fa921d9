/**
 * Servers and folders of a test must not outlive it, not even when it is killed and runs no code of its own any
 * more. A shell holds one end of a pipe, and clears up when the other end is gone.
 */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Clears up after this process, should it die first.
 * @param folder - is removed
 * @param command - runs before that, in a shell, in the folder
 * @returns calls it off, for after an orderly end
 */
export function clearUpIfWeDie(folder: string, command: string): () => void {
  const guard = spawn(
    '/bin/sh',
    ['-c', `cat > /dev/null; cd "$1" && { ${command}; }; rm -rf "$1"`, 'guard', folder],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      // A group of its own: Ctrl-C on the test must not reach it.
      detached: true,
    },
  );
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return () => {
    guard.kill('SIGKILL');
    guard.stdin.destroy();
  };
}
