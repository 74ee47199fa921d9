/**
 * The shape of `calendar` in config.json. Whether a country has such a state is for the calendar to say, which has
 * the list.
 */
import { z } from 'zod';
import { areHours, DEFAULT_HOURS } from '../deadlines/open-hours.js';
import { leavesWorkingDays, mistakeIn, WEEK_DAYS } from '../deadlines/own-days.js';

const daysSchema = z
  .array(
    z.string().check(({ value, issues }) => {
      const mistake = mistakeIn(value);
      if (mistake !== null) issues.push({ code: 'custom', message: mistake, input: value });
    }),
  )
  .max(1000)
  .default([]);

export const calendarSchema = z
  .strictObject({
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'is not a time zone of the IANA list' })
      .default('UTC')
      .describe('of all dates that people see, as the IANA list names it'),
    country: z
      .string()
      .length(2, 'must be the two letters of a country, such as "DE" (ISO 3166)')
      .optional()
      .describe('ISO 3166 code of the country whose public holidays are free; without it none are'),
    state: z.string().min(1).optional().describe('its state, as date-holidays names it'),
    region: z.string().min(1).optional().describe('its region, as date-holidays names it'),
    weekend: z
      .array(z.enum(WEEK_DAYS, { error: `must hold days of the week: ${WEEK_DAYS.join(', ')}` }))
      .default(['saturday', 'sunday'])
      .describe('days of the week that are free'),
    hours: z
      .string()
      .refine(areHours, { error: 'must be when work begins and, later, ends: "09:00-17:00"' })
      .default(DEFAULT_HOURS)
      .describe('when people work; for warnings before an answer is due alone'),
    extraDays: daysSchema.describe('days that are free beside the holidays'),
    workedDays: daysSchema.describe('days that are worked, whatever else is said of them'),
  })
  .check(({ value, issues }) => {
    const mistake = (path: string, message: string) =>
      issues.push({ code: 'custom', path: [path], message, input: value });
    if (value.state !== undefined && value.country === undefined) {
      mistake('state', 'needs calendar.country beside it');
    }
    if (value.region !== undefined && value.state === undefined) {
      mistake('region', 'needs calendar.state beside it');
    }
    if (!leavesWorkingDays(value.weekend, value.extraDays, value.workedDays)) {
      mistake(
        'weekend',
        'with calendar.extraDays leaves no working day for over a year, so no answer would ever be due; take days out',
      );
    }
  });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
