import path from "node:path";
import { expect, it } from "vitest";
import { engineEnvironment } from "./environment";
import { goEnvironment } from "./go";
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
    GOCACHE: "/home/user/.cache/go-build",
    GOOS: "plan9",
    PULUMI_ACCESS_TOKEN: "a secret",
  };
  expect(goEnvironment(user, "/scratch")).toEqual({
    PATH: "/bin",
    HOME: "/home/user",
    GOPROXY: "https://mirror.example",
    https_proxy: "http://proxy.example",
    GOFLAGS: "-buildvcs=false -modcacherw",
    GO111MODULE: "on",
    GOWORK: "off",
    CGO_ENABLED: "0",
    GOTMPDIR: "/scratch",
    GOCACHE: path.join("/scratch", "go-build"),
    GOMODCACHE: path.join("/scratch", "go-modules"),
  });
});

it("has Go take the modules that the user has before it fetches others", () => {
  const found = { modules: "/home/user/go/pkg/mod", proxy: "https://proxy.example,direct" };
  expect(goEnvironment({ GOPROXY: "https://proxy.example,direct" }, "/scratch", found)).toMatchObject({
    GOPROXY: "file:///home/user/go/pkg/mod/cache/download,https://proxy.example,direct",
    GOMODCACHE: path.join("/scratch", "go-modules"),
  });
});
