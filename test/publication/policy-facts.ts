/** What a policy is made from. */
import type { PolicyFacts } from '../../src/publication/policy/policy.js';

export const FINGERPRINT = '236FA83BBAD476E2ED9F76BF8861B2D1C26B6CE4';

export const FACTS: PolicyFacts = {
  name: 'Example',
  address: 'security@example.test',
  form: 'https://form.example.test/report',
  subject: 'Security Alert',
  acknowledgeWorkingDays: 2,
  disclosureDays: 60,
  weekend: ['friday', 'saturday'],
  hours: '08:00-16:00',
  timeZone: 'Asia/Dubai',
  holidays: { country: 'AE', state: null },
  languages: ['en', 'de'],
  key: { fingerprint: FINGERPRINT, url: 'https://security.example.test/key.asc', isFoundByAddress: false },
  advisories: 'https://security.example.test/advisories/index.html',
  hallOfFame: 'https://security.example.test/hall-of-fame.html',
};
