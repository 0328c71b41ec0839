import { execFile, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let clone: string;

/** npm makes no `node_modules` for a package without dependencies. */
const DEPENDENCIES = { dep: "file:dep" };

/** A clone with one dependency, which needs no registry, and a build that counts its runs. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "setup-test-"));
  mkdirSync(join(clone, "tools"));
  for (const name of ["setup.mjs", "setupLock.mjs"])
    cpSync(join(__dirname, name), join(clone, "tools", name));
  mkdirSync(join(clone, "src"));
  write("src/index.ts", "export const one = 1;");
  write("tsconfig.json", "{}");
  write("tsconfig.build.json", JSON.stringify({ include: ["src"] }));
  writeManifest(">=20.18.1");
  mkdirSync(join(clone, "dep"));
  write("dep/package.json", JSON.stringify({ name: "dep", version: "1.0.0" }));
  const packages = {
    "": { name: "clone", version: "1.0.0", dependencies: DEPENDENCIES },
    dep: { version: "1.0.0" },
    "node_modules/dep": { resolved: "dep", link: true },
  };
  write(
    "package-lock.json",
    JSON.stringify({ name: "clone", version: "1.0.0", lockfileVersion: 3, packages }),
  );
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(clone, name), text);
const builds = () => readFileSync(join(clone, "builds"), "utf8").length;

function writeManifest(node: string, exitCode = 0): void {
  const build = `node -e "fs.appendFileSync('builds', '.'); fs.mkdirSync('dist'); fs.writeFileSync('dist/one.js', ''); process.exit(${exitCode})"`;
  write(
    "package.json",
    JSON.stringify({
      name: "clone",
      version: "1.0.0",
      engines: { node },
      scripts: { build, prepack: "node tools/setup.mjs" },
      files: ["dist"],
      dependencies: DEPENDENCIES,
    }),
  );
}

function setUp(): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(clone, "tools", "setup.mjs")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr })));
}

describe("setup", { timeout: 60_000 }, () => {
  it("installs and builds once, and says nothing when there is nothing to do", async () => {
    const first = await setUp();
    expect(first).toMatchObject({ exitCode: 0, stdout: "" });
    expect(first.stderr).toMatch(/npm ci[\s\S]*Compiling/);
    expect(await setUp()).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(builds()).toBe(1);
  });

  it("builds again when a source has changed", async () => {
    await setUp();
    write("src/index.ts", "export const one = 2;");
    expect((await setUp()).exitCode).toBe(0);
    expect(builds()).toBe(2);
  });

  it("does the work once when two start together", async () => {
    const both = await Promise.all([setUp(), setUp()]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(builds()).toBe(1);
  });

  it("repeats a build that failed", async () => {
    writeManifest(">=20.18.1", 3);
    const failed = await setUp();
    expect(failed).toMatchObject({ exitCode: 1, stdout: "" });
    expect(failed.stderr).toMatch(/npm run failed/);
    writeManifest(">=20.18.1");
    expect((await setUp()).exitCode).toBe(0);
    expect(builds()).toBe(2);
  });

  it("comes before npm pack in a fresh clone, which holds the code then, and does its work once", async () => {
    for (const option of ["--dry-run", "--ignore-scripts=false"]) {
      const { stdout } = await promisify(execFile)("npm", ["pack", "--json", option], { cwd: clone });
      expect(stdout).toContain('"path": "dist/one.js"');
    }
    expect(builds()).toBe(1);
  });

  it("refuses a Node.js that is too old", async () => {
    writeManifest(">=99.0.0");
    const { exitCode, stderr } = await setUp();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Node\.js 99\.0\.0 or later is needed, and this is /);
  });
});

describe("the lock of a setup that was killed", () => {
  /** Runs one of the lock's users, who does not wait; what it prints. */
  const use = (lock: string, work: string) =>
    promisify(execFile)(process.execPath, [
      "--input-type=module",
      "--eval",
      `import { withLock } from ${JSON.stringify(pathToFileURL(join(__dirname, "setupLock.mjs")).href)};
       const options = { signal: AbortSignal.abort(), onWait: () => {}, onLost: () => {} };
       await withLock(${JSON.stringify(lock)}, options, async () => { ${work} }).catch((error) => console.log(error.name));`,
    ]).then(
      ({ stdout }) => stdout.trim(),
      ({ signal }) => signal,
    );

  it("is taken over at once where its process is known to be gone, and not from another container", async () => {
    const lock = join(clone, "lock");
    const killed = () => use(lock, 'process.kill(process.pid, "SIGKILL")');
    expect(await killed()).toBe("SIGKILL");
    expect(await use(lock, 'console.log("works")')).toBe("works");
    expect(await killed()).toBe("SIGKILL");
    const [holder = ""] = readdirSync(lock);
    renameSync(join(lock, holder), join(lock, holder.replace(/-\w+-/, "-elsewhere-")));
    expect(await use(lock, 'console.log("works")')).toBe("AbortError");
  });
});
