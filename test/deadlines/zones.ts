/** Zones whose clocks are set at odd times, by odd amounts, or not at all. */
export const ZONES = [
  'Europe/Berlin',
  'America/Santiago',
  'America/St_Johns',
  'America/Scoresbysund',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'UTC',
];
