/** What `init` can't do without where nobody can be asked. */
import type { InitOptions } from './options.js';

/** @returns flags, in the order of the questions; hosts alone where the network is not to be asked for them */
export function missingFlags(options: InitOptions): string[] {
  const { address, name, imapHost, smtpHost, passwordFile, passwordEnv, oauth, policyUrl } = options;
  return [
    ...(address === undefined ? ['--address'] : []),
    ...(name === undefined ? ['--name'] : []),
    ...(imapHost === undefined && !options.lookUp ? ['--imap-host'] : []),
    ...(smtpHost === undefined && !options.lookUp ? ['--smtp-host'] : []),
    ...(passwordFile === undefined && passwordEnv === undefined && oauth === undefined
      ? ['--password-file (or --password-env, or --oauth)']
      : []),
    ...(policyUrl === undefined ? ['--policy-url'] : []),
  ];
}
