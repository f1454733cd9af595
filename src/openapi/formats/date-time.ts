// Dates and times of RFC 3339, judged character by character: as fast as it gets, and no date that no calendar has.

const zero = 48;

/** The number that `count` digits at `start` give; -1 where something else stands there. */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index++) {
    const digit = text.charCodeAt(index) - zero;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0);
}

/** `full-date` of RFC 3339 section 5.6. */
export function isDate(text: string): boolean {
  return text.length === 10 && isDateAt(text);
}

function isDateAt(text: string): boolean {
  if (text[4] !== '-' || text[7] !== '-') return false;
  const year = digits(text, 0, 4);
  const day = digits(text, 8, 2);
  return year >= 0 && day >= 1 && day <= daysOf(year, digits(text, 5, 2));
}

/** `full-time` of RFC 3339 section 5.6: the offset is required, and second 60 is only the last of a day in UTC. */
export function isTime(text: string): boolean {
  return isTimeAt(text, 0);
}

function isTimeAt(text: string, start: number): boolean {
  const minutes = hourAndMinute(text, start);
  const second = digits(text, start + 6, 2);
  if (minutes < 0 || text[start + 5] !== ':' || second < 0 || second > 60) return false;
  let at = start + 8;
  if (text[at] === '.') {
    const fraction = ++at;
    while (digits(text, at, 1) >= 0) at++;
    if (at === fraction) return false;
  }
  const offset = offsetAt(text, at);
  if (offset === undefined) return false;
  return second < 60 || (minutes - offset + 2880) % 1440 === 1439;
}

/** `hh:mm` as minutes; -1 where it is not that. */
function hourAndMinute(text: string, start: number): number {
  const hour = digits(text, start, 2);
  const minute = digits(text, start + 3, 2);
  const right = text[start + 2] === ':' && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
  return right ? hour * 60 + minute : -1;
}

/** Minutes east of UTC. */
function offsetAt(text: string, at: number): number | undefined {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : undefined;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6) return undefined;
  const minutes = hourAndMinute(text, at + 1);
  if (minutes < 0) return undefined;
  return sign === '-' ? -minutes : minutes;
}

/** `date-time` of RFC 3339 section 5.6, with `T` (or `t`) between the two. */
export function isDateTime(text: string): boolean {
  return (text[10] === 'T' || text[10] === 't') && isDateAt(text) && isTimeAt(text, 11);
}

const duration =
  /^P(?:\d+W|(?=[\dT])(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)$/;

/** `duration` of RFC 3339 appendix A: whole numbers, no unit left out between two, weeks alone. */
export function isDuration(text: string): boolean {
  return duration.test(text);
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const httpDate = /^(\w{3}), (\d{2}) (\w{3}) (\d{4}) ([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60) GMT$/;

/** `IMF-fixdate` of RFC 9110 section 5.6.7, with the weekday of that date. */
export function isHttpDate(text: string): boolean {
  const [, weekday = '', day, month = '', year] = httpDate.exec(text) ?? [];
  const place = months.indexOf(month);
  if (place < 0 || Number(day) < 1 || Number(day) > daysOf(Number(year), place + 1)) return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), place, Number(day));
  return weekdays[date.getUTCDay()] === weekday;
}

/** A date-time without its offset, as OpenAPI's format registry has it. */
export function isLocalDateTime(text: string): boolean {
  return isDateTime(`${text}Z`);
}

/** A time without its offset. */
export function isLocalTime(text: string): boolean {
  return isTime(`${text}Z`);
}
