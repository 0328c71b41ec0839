/** A span of time as people say it, from seconds on: `45 s`, `1 min 5 s`, `2 h`. */
export function spanInWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joined(`${minutes} min`, seconds % 60, "s");
  return joined(`${Math.floor(minutes / 60)} h`, minutes % 60, "min");
}

function joined(whole: string, rest: number, unit: string): string {
  return rest === 0 ? whole : `${whole} ${rest} ${unit}`;
}

const UNITS: Readonly<Record<string, string>> = { s: "second", min: "minute", h: "hour" };

/** The same in whole words: `45 seconds`, `1 minute 5 seconds`, `2 hours`. */
export function spanInFull(ms: number): string {
  if (ms < 1000) return `${ms / 1000} seconds`;
  return spanInWords(ms).replace(
    /(\d+) (s|min|h)/g,
    (_, count: string, unit: string) => `${count} ${UNITS[unit]}${count === "1" ? "" : "s"}`,
  );
}
