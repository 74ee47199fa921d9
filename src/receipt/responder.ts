/**
 * Who answers, and what they promise: as the operator configured it.
 */
import type { Config } from '../config/config.js';

export interface Responder {
  readonly name: string;
  readonly address: string;
  readonly policyUrl: string;
  readonly timeZone: string;
  readonly acknowledgeWorkingDays: number;
  readonly disclosureDays: number;
  /** Of the disclosure key, upper-case hexadecimal, or null where there is none that can be encrypted to. */
  readonly keyFingerprint: string | null;
}

/** @param keyFingerprint - of the disclosure key, upper-case hexadecimal, or null where there is none that can be encrypted to */
export function responderOf(
  { identity, policy, calendar }: Pick<Config, 'identity' | 'policy' | 'calendar'>,
  keyFingerprint: string | null,
): Responder {
  return {
    name: identity.name,
    address: identity.address,
    policyUrl: policy.url,
    timeZone: calendar.timeZone,
    acknowledgeWorkingDays: policy.acknowledgeWorkingDays,
    disclosureDays: policy.disclosureDays,
    keyFingerprint,
  };
}
