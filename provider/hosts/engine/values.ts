/** Under this key Pulumi marks an object that is no plain one; what it is instead stands there. */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** What the engine sends, by type, for a value that a preview does not know yet. */
const UNKNOWN_SENTINELS = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Sent back for every unknown value: the engine tells the type from the declared inputs. */
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether what the engine sends stands for a value that is not known yet. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && UNKNOWN_SENTINELS.has(value);
}

/** A value, marked as secret, as the engine takes it. */
export function secretly(value: unknown): Readonly<Record<string, unknown>> {
  return { [SIGNATURE_KEY]: SECRET, value };
}

/** What an object of the engine's stands for; `undefined`: for itself. */
export function wrappedIn(
  object: Readonly<Record<string, unknown>>,
): { readonly value: unknown; readonly isSecret: boolean } | undefined {
  const signature = object[SIGNATURE_KEY];
  if (signature === SECRET) return { value: object.value, isSecret: true };
  if (signature !== OUTPUT) return undefined;
  return { value: "value" in object ? object.value : UNKNOWN_SENTINEL, isSecret: object.secret === true };
}

/** An object with each of its values changed; the engine's protocol has no `undefined`, so that is left out. */
export function mapValues(properties: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, change(value)]),
  );
}
