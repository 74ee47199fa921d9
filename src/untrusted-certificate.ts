/** Node's names for a certificate that no known authority vouches for, or that is for another host or time. */
const UNTRUSTED = /SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET)|^CERT_|^ERR_TLS_CERT_ALTNAME_INVALID$/;

/** Whether a connection failed because of the server's certificate. @param code - of the system or of OpenSSL */
export function isUntrustedCertificate(code: string | null): boolean {
  return code !== null && UNTRUSTED.test(code);
}
