/** Why the walk-through must not run as things are, or `undefined` when it may. */
export function refusal(
  environment: Readonly<Record<string, string | undefined>>,
  useEmulator: boolean,
): string | undefined {
  const key = ["SIGSENTRY_API_KEY", "COREGIT_API_KEY"].find((name) => environment[name]);
  if (useEmulator || key === undefined) return undefined;
  return [
    `${key} is set, and this walk-through makes, changes and deletes connections.`,
    "It is made for the local emulator and never touches the real services. Choose:",
    "  npm start -- --emulator      walk through on the emulator; your key is not used",
    "  npm run build && pulumi up   apply your own connections.yaml to the real services",
  ].join("\n");
}
