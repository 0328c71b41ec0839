import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { VERSION } from "../../provider/version";
import { sha256 } from "../../tools/release/archive";
import { archiveName, CHECKSUMS, release } from "../../tools/release/release";
import { targetOf } from "../../tools/release/targets";
import { firstLine } from "../../tools/release/testing/firstLine";
import { PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { temporaryFolder } from "../support/install";

const MACHINE = targetOf(process.platform, process.arch);

/** A project that does not say where plugins are: Pulumi takes what is installed. */
const NO_PLUGINS = "name: test\nruntime: nodejs\nmain: index.js\n";

const EXECUTABLE =
  process.platform === "win32" ? "pulumi-resource-sigsentry.exe" : "pulumi-resource-sigsentry";

test("the executable for this machine is installed from its archive, and manages connections", async ({
  service,
  newStack,
}) => {
  const out = await temporaryFolder();
  onTestFinished(() => rm(out, { recursive: true }));
  await release({ out, kinds: ["sigsentry"], targets: [MACHINE] }, () => {});
  const name = archiveName("sigsentry", MACHINE);
  const archive = join(out, name);
  expect(await readFile(join(out, CHECKSUMS), "utf8")).toBe(`${await sha256(archive)}  ${name}\n`);

  const stack = await newStack({ host: "plugin" });
  await stack.write("Pulumi.yaml", NO_PLUGINS);
  await stack.declare({ payments: PAYMENTS });
  await stack.succeed("plugin", "install", "resource", "sigsentry", VERSION, "--file", archive);
  const home = stack.environment.PULUMI_HOME ?? "";
  expect(await firstLine(join(home, "plugins", `resource-sigsentry-v${VERSION}`, EXECUTABLE))).toMatch(
    /^\d+$/,
  );
  await stack.up();
  const { id } = await service.onlyConnection();
  expect(await stack.recorded()).toMatchObject({ payments: { id, type: "sigsentry:index:RepoConnection" } });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  const schema = await stack.succeed("package", "get-schema", "sigsentry");
  expect(JSON.parse(schema.stdout)).toMatchObject({ name: "sigsentry", version: VERSION });
});
