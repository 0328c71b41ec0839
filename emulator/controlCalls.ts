/** Speaks to the control surface of an emulator at `url`. */
export class ControlCalls {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls `/_control<path>` and returns the JSON of the answer; throws with the emulator's own words otherwise. */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const sent =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await fetch(`${this.#url}/_control${path}`, { method, ...sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`control ${method} ${path}: ${response.status} ${text}`);
    const answer: Answer = JSON.parse(text);
    return answer;
  }
}
