const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Whether a text is a time as JSON writes it: of a service's answer that cannot be taken for granted. */
export function isTime(text: string): boolean {
  return ISO_TIME.test(text) && !Number.isNaN(Date.parse(text));
}

/** A time to the minute, the same on every machine: `2026-11-21 16:25 UTC`. */
export function formatTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
