/** The little of hoodiecrow-imap that the embedded server uses. */
declare module 'hoodiecrow-imap' {
  import type { AddressInfo } from 'node:net';

  interface HoodiecrowMessage {
    readonly uid: number;
    readonly flags: readonly string[];
    /** Bytes as a binary string. */
    readonly raw: string;
  }

  interface HoodiecrowServer {
    readonly server: { address(): AddressInfo | string | null };
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
    getMailbox(path: string): { readonly messages: readonly HoodiecrowMessage[] } | undefined;
    appendMessage(
      path: string,
      flags: string[],
      internalDate: Date,
      raw: string,
    ): { message: HoodiecrowMessage };
  }

  export default function hoodiecrow(options: {
    plugins: string[];
    users: Record<string, { password: string }>;
    storage: Record<string, unknown>;
  }): HoodiecrowServer;
}
