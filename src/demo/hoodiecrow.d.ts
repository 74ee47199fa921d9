/** The little of hoodiecrow-imap that the embedded server uses. */
declare module 'hoodiecrow-imap' {
  import type { AddressInfo, Socket } from 'node:net';

  interface HoodiecrowMessage {
    readonly uid: number;
    readonly flags: readonly string[];
    /** Bytes as a binary string. */
    readonly raw: string;
  }

  interface HoodiecrowConnection {
    /** Null once it is closed. */
    readonly socket: Socket | null;
    /** Takes the next line while the client idles. */
    readonly inputHandler: false | ((line: string) => void);
    /** Takes every other command, its literals included, as a binary string. */
    scheduleCommand(command: string): void;
  }

  interface HoodiecrowServer {
    readonly server: { address(): AddressInfo | string | null };
    readonly connectionHandlers: ((connection: HoodiecrowConnection) => void)[];
    formatInternalDate(date: Date): string;
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
    createMailbox(path: string): void;
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
