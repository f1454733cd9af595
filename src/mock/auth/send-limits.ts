/**
 * How often one phone number gets a code: once per 30 s and ten times per calendar day
 * (https://docs.cloudbase.net/en/authentication-v2/method/sms-login). E-mail has no documented limit.
 * The day is the one of China (UTC+8): inferred, no source names a time zone.
 */
const pause = 30_000;
const codesPerDay = 10;

export type SendLog = Map<string, { readonly at: number; readonly day: number; readonly count: number }>;

/** Why no code may go to this number now, or undefined. */
export function checkSendLimits(log: SendLog, phoneNumber: string, now: number): string | undefined {
  const last = log.get(phoneNumber);
  if (last === undefined) return undefined;
  if (now - last.at < pause) {
    return `one code per 30 s and number: try again in ${Math.ceil((pause - (now - last.at)) / 1000)} s`;
  }
  if (isDaySpent(log, phoneNumber, now)) {
    return 'ten codes per calendar day and number: try again tomorrow';
  }
  return undefined;
}

/** Whether ten codes went to this address today: more SMS are refused, more e-mails ask for a captcha (that number is our choice). */
export function isDaySpent(log: SendLog, address: string, now: number): boolean {
  const last = log.get(address);
  return last?.day === dayOf(now) && last.count >= codesPerDay;
}

export function noteSend(log: SendLog, address: string, now: number): void {
  const last = log.get(address);
  const day = dayOf(now);
  log.set(address, { at: now, day, count: last?.day === day ? last.count + 1 : 1 });
}

function dayOf(now: number): number {
  const hour = 3_600_000;
  return Math.floor((now + 8 * hour) / (24 * hour));
}
