import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Context, Note, Properties } from "./contract";
import { providerKind } from "./kinds";
import { KINDS, type Kind } from "./kinds/names";

const ADDRESS = "http://127.0.0.1:9";

/** What a host gives, and what it was told. */
function contextIn(folder: string, environment: Context["place"]["environment"] = {}, scope: object = {}) {
  const notes: Note[] = [];
  const context: Context = {
    cancelled: new AbortController().signal,
    log: (note) => notes.push(note),
    place: { environment, folder },
    scope,
  };
  return { context, notes };
}

const CONFIGS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  sigsentry: { "sigsentry:apiKey": "ss_secret_abcdefgh1234", "sigsentry:baseUrl": ADDRESS },
  coregit: { "coregit:apiKey": "cgk_live_abcdefgh1234", "coregit:baseUrl": ADDRESS },
};

const DECLARED: Readonly<Record<Kind, (from: object) => Properties>> = {
  sigsentry: (from) => ({ platform: "github", repositories: ["acme/a"], credentialsFrom: { token: from } }),
  coregit: (from) => ({ provider: "github", label: "CI", accessTokenFrom: from }),
};

const config = (kind: Kind) => (key: string) => CONFIGS[kind][key];

describe.each(KINDS)("%s", (name) => {
  const kind = providerKind(name);

  it("says what is wrong with a configuration, and what separates two", () => {
    const place = { environment: {}, folder: "." };
    expect(kind.checkConfig(config(name), place)).toEqual([]);
    expect(kind.checkConfig(() => undefined, place)).toMatchObject([{ path: `${name}:apiKey` }]);
    expect(kind.diffConfig(config(name), config(name))).toEqual([]);
    expect(kind.diffConfig(config(name), () => undefined)).toMatchObject([
      { path: [`${name}:apiKey`], kind: "delete", replaces: false },
      { path: [`${name}:baseUrl`], kind: "delete", replaces: false },
    ]);
  });

  it("reads references where the host says, not where the process is", () => {
    const folder = mkdtempSync(join(tmpdir(), "place-"));
    try {
      writeFileSync(join(folder, "token.txt"), "ghp_0123456789abcdefghijABCDEFGHIJ012345\n");
      const { context } = contextIn(folder, { THERE: "ghp_0123456789abcdefghijABCDEFGHIJ543210" });
      const opened = kind.open(config(name), context);
      for (const from of [{ env: "THERE" }, { file: "token.txt" }])
        expect(opened.check(DECLARED[name](from), {}, "one").problems).toEqual([]);
      const elsewhere = kind.open(config(name), contextIn("/").context);
      for (const from of [{ env: "THERE" }, { file: "token.txt" }])
        expect(elsewhere.check(DECLARED[name](from), {}, "one").problems).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("lets two configurations of one operation not manage one connection", () => {
    const scope = {};
    const [one, other] = [scope, scope].map((each) =>
      kind.open(config(name), contextIn(".", {}, each).context),
    );
    const adopt = "00000000-0000-4000-8000-000000000001";
    const declared = {
      ...DECLARED[name]({ env: "NONE" }),
      adopt,
      accessTokenFrom: undefined,
      credentialsFrom: undefined,
    };
    expect(one?.check(declared, {}, "one").problems).toEqual([]);
    expect(other?.check(declared, {}, "other").problems).toMatchObject([{ path: "adopt" }]);
    // The next operation begins anew.
    const next = kind.open(config(name), contextIn(".").context);
    expect(next.check(declared, {}, "other").problems).toEqual([]);
  });
});
