import { Command, Option } from "@commander-js/extra-typings";
import type { Rotation } from "../commands/rotation";
import type { Shard } from "../commands/shards";
import { changing, reporting } from "./options";
import { readStdin } from "./terminal";

/** `repo-connections rotate` */
export const rotateCommand = () =>
  reporting(
    changing(
      new Command("rotate")
        .description(
          "have the services take the credentials that the references give now; one after the other",
        )
        .argument("[name]", "the connection, as its file names it; stack/name where several are called so")
        .option("--all", "every connection whose credentials the files refer to; the first failure ends it")
        .addOption(
          new Option("--platform <host>", "with --all: of one code host only").choices([
            "github",
            "gitlab",
            "bitbucket",
          ]),
        )
        .option("--stdin", "read the new credential from stdin, to where the connection's reference points"),
    ),
    ["rotate payments", "rotate --all --platform github --yes", "rotate sync --stdin < token.txt"],
  ).action(async (name, options) => {
    checkChoice({ ...options, name });
    const { carryOut } = await import("./session.js");
    const { rotate } = await import("../commands/rotate.js");
    await carryOut("rotate", { ...options, parallel: 1 }, async (context, ask) =>
      rotate(context, await rotationsFor(context.shards, { ...options, name }), {
        value: options.stdin ? await newCredential() : undefined,
        // Whoever gives a credential on stdin cannot be asked there.
        confirm: ask(options.yes ?? options.stdin, "Have the services take these credentials?"),
      }),
    );
  });

/** As much as is read of a file with one, in characters. */
const MAX_CREDENTIAL_LENGTH = 64 * 1024;

async function newCredential(): Promise<string> {
  if (process.stdin.isTTY)
    throw new Error("--stdin reads the credential from a pipe, so that nobody sees it typed.");
  const value = await readStdin(MAX_CREDENTIAL_LENGTH);
  if (value === "") throw new Error("stdin is empty: there is no credential to rotate to.");
  return value;
}

interface Choice {
  readonly name: string | undefined;
  readonly all?: true | undefined;
  readonly platform?: string | undefined;
  readonly stdin?: true | undefined;
}

/** @throws Error where the options do not go together. */
function checkChoice({ name, all, platform, stdin }: Choice): void {
  if ((name === undefined) === (all === undefined))
    throw new Error("Give the name of one connection, or --all.");
  if (name !== undefined && platform !== undefined) throw new Error("--platform goes with --all.");
  if (all && stdin) throw new Error("--stdin is for one connection: give its name.");
}

async function rotationsFor(shards: readonly Shard[], { name, platform }: Choice): Promise<Rotation[]> {
  const { rotationOf, rotationsOf } = await import("../commands/rotation.js");
  if (name !== undefined) return [rotationOf(shards, name)];
  const rotations = rotationsOf(shards, platform);
  if (rotations.length > 0) return rotations;
  throw new Error(`No file refers to credentials${platform === undefined ? "" : ` of ${platform}`}.`);
}
