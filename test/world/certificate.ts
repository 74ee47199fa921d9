/**
 * A certificate for this machine's loopback, made by openssl at run time, so that none in the repository expires.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  /** Of the certificate, which is its own authority. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Both in PEM, as a server in this process takes them. */
  readonly cert: string;
  readonly key: string;
}

/** Makes a self-signed certificate for localhost and 127.0.0.1. */
export function makeCertificate(folder: string): Certificate {
  const certificateFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', [...request, '-days', '2', '-keyout', keyFile, '-out', certificateFile, ...names], {
    stdio: 'pipe',
  });
  return {
    certificateFile,
    keyFile,
    cert: readFileSync(certificateFile, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
  };
}
