const DAY_MS = 24 * 60 * 60 * 1000;

/** Credentials that were not changed for more days than these are marked. */
export const OLD_AFTER_DAYS = 90;

/**
 * Whole days between the last change of credentials and `at`; `undefined` where it is not known. Two clocks that
 * disagree make no negative age.
 */
export function credentialAge(changedAt: string | undefined, at: string): number | undefined {
  const days = Math.floor((Date.parse(at) - Date.parse(changedAt ?? "")) / DAY_MS);
  return Number.isNaN(days) ? undefined : Math.max(0, days);
}

/** Whether credentials of that age should be changed soon. */
export function isOld(days: number | undefined): boolean {
  return days !== undefined && days > OLD_AFTER_DAYS;
}

/** An age in words. */
export function describeAge(days: number | undefined): string {
  switch (days) {
    case undefined:
      return "never changed since it was adopted or recorded by an earlier version: age not known";
    case 0:
      return "changed today";
    case 1:
      return "changed yesterday";
    default:
      return `changed ${days} days ago`;
  }
}
