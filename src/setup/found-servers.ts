/**
 * Where the mail servers of an address are, as its domain says: by its autoconfig file, its SRV records (RFC 6186 and
 * RFC 8314 §5.1), and its MX records where they are a known provider's. What the network does not answer is asked of a
 * person; nothing here fails.
 */
import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import type { ServerPlace } from './answers.js';
import { readAutoconfig } from './autoconfig.js';

export interface FoundServer extends ServerPlace {
  /** Of the login; null where nobody says. */
  readonly user: string | null;
  /** False: OAuth alone. */
  readonly takesPasswords: boolean;
}

export interface Found {
  readonly server: FoundServer;
  /** For people: "SRV records". */
  readonly by: string;
  /**
   * Whether it may be believed without a person: it came over HTTPS, or is in the domain itself, or is a provider whose names
   * are known here. An SRV record that names another domain may be forged (RFC 6186 §6), and a password would follow it.
   */
  readonly isSure: boolean;
}

export interface FoundServers {
  readonly imap: Found | null;
  readonly smtp: Found | null;
}

/** RFC 2782. */
export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** What may be asked. Each gives nothing where the network does. */
export interface Network {
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** Names of hosts. */
  mx(domain: string): Promise<readonly string[]>;
  /** @param url - https */
  get(url: string): Promise<string | null>;
}

/** Thunderbird's list of providers, which learns the domain that it is asked for. */
const ISPDB = 'https://autoconfig.thunderbird.net/v1.1/';

/** Providers known by whose host takes a domain's mail. */
const PROVIDERS = [
  {
    name: 'Google',
    mx: /(?:^|\.)(?:google|googlemail)\.com$/,
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls', takesPasswords: true },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls', takesPasswords: true },
  },
  {
    name: 'Microsoft 365',
    mx: /\.(?:mail\.protection\.outlook\.com|mx\.microsoft)$/,
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls', takesPasswords: false },
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls', takesPasswords: false },
  },
] as const;

/**
 * Asks the network.
 * @param isListAsked - whether Thunderbird's list may be asked where the domain says nothing
 */
export async function findServers(
  address: string,
  network: Network,
  isListAsked: boolean,
): Promise<FoundServers> {
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1));
  if (domain === '') return { imap: null, smtp: null };
  const [ownFile, imapSrv, smtpSrv, provider] = await Promise.all([
    autoconfigOf(address, domain, network),
    bySrv(network, domain, [
      ['_imaps._tcp', 'tls'],
      ['_imap._tcp', 'starttls'],
    ]),
    bySrv(network, domain, [
      ['_submissions._tcp', 'tls'],
      ['_submission._tcp', 'starttls'],
    ]),
    byMx(network, domain),
  ]);
  const isSaid = [
    ownFile?.imap ?? imapSrv ?? provider?.imap,
    ownFile?.smtp ?? smtpSrv ?? provider?.smtp,
  ].every(Boolean);
  const listed = isListAsked && !isSaid ? await listedServers(address, domain, network) : null;
  // What is sure goes first, and of it what says most.
  const best = (all: readonly (Found | null | undefined)[]) => {
    const found = all.filter(one => one !== null && one !== undefined);
    return found.find(({ isSure }) => isSure) ?? found[0] ?? null;
  };
  return {
    imap: best([ownFile?.imap, imapSrv, provider?.imap, listed?.imap]),
    smtp: best([ownFile?.smtp, smtpSrv, provider?.smtp, listed?.smtp]),
  };
}

async function autoconfigOf(address: string, domain: string, network: Network): Promise<FoundServers | null> {
  const query = `emailaddress=${encodeURIComponent(address)}`;
  for (const url of [
    `https://autoconfig.${domain}/mail/config-v1.1.xml?${query}`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml?${query}`,
  ]) {
    const found = inFile(await network.get(url), address, 'the autoconfig file of the domain');
    if (found !== null) return found;
  }
  return null;
}

async function listedServers(
  address: string,
  domain: string,
  network: Network,
): Promise<FoundServers | null> {
  return inFile(await network.get(`${ISPDB}${domain}`), address, "Thunderbird's list of providers");
}

function inFile(xml: string | null, address: string, by: string): FoundServers | null {
  if (xml === null) return null;
  const { imap, smtp } = readAutoconfig(xml, address);
  const found = (server: FoundServer | null) => (server === null ? null : { server, by, isSure: true });
  return imap === null && smtp === null ? null : { imap: found(imap), smtp: found(smtp) };
}

async function bySrv(
  network: Network,
  domain: string,
  services: readonly (readonly [service: string, security: 'tls' | 'starttls'])[],
): Promise<Found | null> {
  for (const [service, security] of services) {
    const records = await network.srv(`${service}.${domain}`);
    const best = [...records].sort((a, b) => a.priority - b.priority || b.weight - a.weight)[0];
    const host = best?.name.replace(/\.$/, '').toLowerCase() ?? '';
    // RFC 2782: a target of "." says that there is no such service.
    if (best === undefined || !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(host)) continue;
    return {
      server: { host, port: best.port, security, user: null, takesPasswords: true },
      by: 'SRV records',
      isSure: getDomain(host) !== null && getDomain(host) === getDomain(domain),
    };
  }
  return null;
}

async function byMx(network: Network, domain: string): Promise<FoundServers | null> {
  const hosts = (await network.mx(domain)).map(host => host.replace(/\.$/, '').toLowerCase());
  const provider = PROVIDERS.find(({ mx }) => hosts.some(host => mx.test(host)));
  if (provider === undefined) return null;
  const by = `MX records of ${provider.name}`;
  return {
    imap: { server: { ...provider.imap, user: null }, by, isSure: true },
    smtp: { server: { ...provider.smtp, user: null }, by, isSure: true },
  };
}
