import path from "node:path";
import { expect, it } from "vitest";
import { goEnvironment } from "./build";
import { engineEnvironment } from "./environment";
import type { Engine } from "./types";

const engine: Engine = { source: "cache", version: "3.248.0", binDir: "/e/bin", command: "/e/bin/pulumi" };

it("gives a child pulumi its own home, backend and passphrase, with the engine first on PATH", () => {
  const use = { home: "/w/home", backendDir: "/w/the state #1", passphrase: "phrase" };
  expect(engineEnvironment(engine, use)).toEqual({
    PATH: `/e/bin${path.delimiter}${process.env.PATH}`,
    PULUMI_HOME: "/w/home",
    PULUMI_BACKEND_URL: "file:///w/the%20state%20%231?metadata=skip",
    PULUMI_CONFIG_PASSPHRASE: "phrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  });
});

it("passes Go where it keeps and fetches things, and neither flags nor anything secret of the user's", () => {
  const user = {
    PATH: "/bin",
    HOME: "/home/user",
    GOPROXY: "https://mirror.example",
    https_proxy: "http://proxy.example",
    GOFLAGS: "-mod=mod -race",
    GOWORK: "/elsewhere/go.work",
    GOOS: "plan9",
    PULUMI_ACCESS_TOKEN: "a secret",
  };
  expect(goEnvironment(user, "/scratch")).toEqual({
    PATH: "/bin",
    HOME: "/home/user",
    GOPROXY: "https://mirror.example",
    https_proxy: "http://proxy.example",
    GOFLAGS: "-buildvcs=false",
    GO111MODULE: "on",
    GOWORK: "off",
    CGO_ENABLED: "0",
    GOTMPDIR: "/scratch",
  });
});
