/** What the error of one resource has asked for. */
interface Advice {
  /** The resource's name in the program. */
  readonly name: string;
  /** The connection that it is to adopt. */
  readonly adopt: string;
}

const ASKED = /declare adopt: "([\w-]+)"/;

/** Whether a command has asked for a resource to be declared with `adopt`. */
export function asksToAdopt(all: string): boolean {
  return ASKED.test(all);
}

/** Which resources are asked for; nothing with `--diff`, where no error says whose it is. */
export function adviceIn(all: string): Advice[] {
  const [, diagnostics = ""] = all.split(/^Diagnostics:$/m);
  return diagnostics.split(/^ {2}(?=\S+ \(\S+\):$)/m).flatMap((part) => {
    const name = /^\S+Connection \((\S+)\):$/m.exec(part)?.[1];
    const adopt = ASKED.exec(part)?.[1];
    return name === undefined || adopt === undefined ? [] : [{ name, adopt }];
  });
}
