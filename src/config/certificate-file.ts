import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { errorCode, Failure } from '../failure.js';

/**
 * Reads certificates to trust.
 * @param file - absolute path
 * @param path - where it was named, for messages: `mailbox.caFile`
 * @returns the text of the file, in PEM (RFC 7468)
 * @throws {Failure} `config` where it can't be read or holds no certificate
 */
export function readCertificateFile(file: string, path: string): string {
  const text = readText(file, path);
  try {
    new X509Certificate(text);
    return text;
  } catch (error) {
    throw new Failure(
      'config',
      `${path}: ${file} holds no certificate. Name a PEM file, which has a line "-----BEGIN CERTIFICATE-----"; of one in DER it is made with: openssl x509 -inform der -in FILE`,
      { cause: error },
    );
  }
}

function readText(file: string, path: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    throw new Failure(
      'config',
      `${path}: can't read ${file} (${code ?? 'unknown error'}). ${code === 'ENOENT' ? 'Check the path.' : 'Let the user that runs security-inbox read it.'}`,
      { cause: error },
    );
  }
}
