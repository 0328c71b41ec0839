/**
 * The emulator's clock. It runs like the machine's, shifted by as much as a test asks for, so that expiries
 * and windows can be reached without waiting.
 */
export class Clock {
  #shiftMs = 0;

  /** The present moment in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#shiftMs;
  }

  /** The present moment as ISO 8601. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }

  /** Makes `milliseconds` (since 1970) the present moment; the clock runs on from there. */
  set(milliseconds: number): void {
    this.#shift(milliseconds - Date.now());
  }

  /** Moves the clock by `milliseconds`, forwards or (negative) back. */
  advance(milliseconds: number): void {
    this.#shift(this.#shiftMs + milliseconds);
  }

  #shift(milliseconds: number): void {
    if (Number.isNaN(new Date(Date.now() + milliseconds).getTime()))
      throw new Error("no date is so far away");
    this.#shiftMs = milliseconds;
  }

  /** Back to the machine's time. */
  reset(): void {
    this.#shiftMs = 0;
  }
}
