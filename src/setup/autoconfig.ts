/**
 * A provider's autoconfig file (Thunderbird's format 1.1) → where its servers are. Pure. The file comes from the network, so
 * it is bounded, holds no document type, no entity is expanded, and only what could be a server's name is taken of it.
 */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { FoundServer } from './found-servers.js';

/** Of known files the largest has 8 KB. */
const MAX_CHARACTERS = 262_144;

const list = <T extends z.ZodType>(of: T) =>
  z.preprocess(value => (value === undefined || value === '' ? [] : [value].flat()), z.array(of));

const serverSchema = z.object({
  '@type': z.string(),
  hostname: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/)
    .max(253),
  port: z.coerce.number().int().min(1).max(65_535),
  socketType: z.enum(['SSL', 'STARTTLS']),
  username: z.string().optional().catch(undefined),
  authentication: list(z.string()),
});

const fileSchema = z.object({
  clientConfig: z.object({
    emailProvider: z.object({
      incomingServer: list(z.unknown()),
      outgoingServer: list(z.unknown()),
    }),
  }),
});

export interface AutoconfigServers {
  readonly imap: FoundServer | null;
  readonly smtp: FoundServer | null;
}

/**
 * Reads a file.
 * @param address - what the placeholders of login names stand for
 * @returns null for a server that it does not name, or not with TLS; both null for what is no such file
 */
export function readAutoconfig(xml: string, address: string): AutoconfigServers {
  const none = { imap: null, smtp: null };
  if (xml.length > MAX_CHARACTERS || /<!(?:DOCTYPE|ENTITY)/i.test(xml)) return none;
  let parsed: unknown;
  try {
    parsed = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      processEntities: false,
    }).parse(xml);
  } catch {
    return none;
  }
  const file = fileSchema.safeParse(parsed);
  if (!file.success) return none;
  const { incomingServer, outgoingServer } = file.data.clientConfig.emailProvider;
  return {
    imap: serverAmong(incomingServer, 'imap', address),
    smtp: serverAmong(outgoingServer, 'smtp', address),
  };
}

/** The first with TLS from its first byte, else the first with STARTTLS (RFC 8314 §3). */
function serverAmong(servers: readonly unknown[], type: string, address: string): FoundServer | null {
  const usable = servers.flatMap(server => {
    const { success, data } = serverSchema.safeParse(server);
    return success && data['@type'] === type ? [data] : [];
  });
  const best = usable.find(({ socketType }) => socketType === 'SSL') ?? usable[0];
  if (best === undefined) return null;
  return {
    host: best.hostname.toLowerCase(),
    port: best.port,
    security: best.socketType === 'SSL' ? 'tls' : 'starttls',
    user: userOf(best.username, address),
    takesPasswords: best.authentication.length === 0 || best.authentication.some(way => way !== 'OAuth2'),
  };
}

function userOf(pattern: string | undefined, address: string): string | null {
  const at = address.lastIndexOf('@');
  const user = pattern
    ?.replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', address.slice(at + 1));
  return user === undefined || user === '' || /[%\p{Cc}]/u.test(user) ? null : user;
}
