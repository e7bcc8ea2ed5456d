import { DateTime } from 'luxon';

function formatted(time: number | null, timeZone: string, format: string): string | null {
  return time === null ? null : DateTime.fromMillis(time, { zone: timeZone, locale: 'en' }).toFormat(format);
}

/** As the vendor writes times: to the minute, in the time zone of the event. `time` in ms. */
export const minuteText = (time: number | null, timeZone: string) =>
  formatted(time, timeZone, 'yyyy/MM/dd HH:mm');

export const dayText = (time: number | null, timeZone: string) => formatted(time, timeZone, 'yyyy/MM/dd');

const two = (value: number) => String(value).padStart(2, '0');

/** `hh:mm:ss`; more than a day has more hours. */
export function clockText(seconds: number | null): string | null {
  if (seconds === null) return null;
  const whole = Math.round(seconds);
  return [whole / 3600, (whole % 3600) / 60, whole % 60].map((part) => two(Math.floor(part))).join(':');
}
