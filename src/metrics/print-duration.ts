// How long something took, as reports and the page write it.
import type { Language } from './languages.ts';

const units = {
  en: { day: ' d', hour: ' h', minute: ' min', second: ' s' },
  zh: { day: ' 天', hour: ' 小时', minute: ' 分', second: ' 秒' },
} as const;

/** The two largest units: 2 d 3 h, 1 h 23 min, 4 min 5 s, 12 s. */
export function printDuration(seconds: number | null | undefined, language: Language): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return '–';
  const { day, hour, minute, second } = units[language];
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${second}`;
  // Seconds mean nothing in ten minutes; without them the text changes less often.
  if (whole < 600) return `${Math.floor(whole / 60)}${minute} ${whole % 60}${second}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${minute}`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}${hour} ${minutes % 60}${minute}`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)}${day} ${hours % 24}${hour}`;
}
