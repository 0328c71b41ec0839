import { describe, expect, it } from "vitest";
import { declarations } from "../testing/declared";
import { selected, shardsOf } from "./shards";

const FILE = "sigsentry: {}\n";
const single = () => declarations({ "connections.yaml": FILE });
const folder = () =>
  declarations({
    "connections/a.yaml": `project: prj_a\n${FILE}`,
    "connections/b.yaml": `project: prj_b\n${FILE}`,
  });

const names = (shards: ReturnType<typeof shardsOf>) =>
  shards.map(({ name, declared, exists }) => [name, declared?.file, exists]);

describe("shardsOf", () => {
  it("is a stack for each file, and those of which no file is left", () => {
    expect(names(shardsOf(folder(), ["b", "old"], []))).toEqual([
      ["a", "connections/a.yaml", false],
      ["b", "connections/b.yaml", true],
      ["old", undefined, true],
    ]);
  });

  it("is one stack for a single file: the one there is, whatever it is called", () => {
    expect(names(shardsOf(single(), [], []))).toEqual([["connections", "connections.yaml", false]]);
    expect(names(shardsOf(single(), ["prod"], []))).toEqual([["prod", "connections.yaml", true]]);
    expect(names(shardsOf(single(), ["prod", "dev"], ["dev"]))).toEqual([["dev", "connections.yaml", true]]);
    expect(names(shardsOf(single(), [], ["new"]))).toEqual([["new", "connections.yaml", false]]);
  });

  it("does not make every connection a second time by a slip of the hand", () => {
    expect(() => shardsOf(single(), ["prod"], ["prd"])).toThrow(
      "There is no stack prd. Did you mean prod? There are: prod.",
    );
  });

  it("does not guess which of several stacks a single file is", () => {
    expect(() => shardsOf(single(), ["prod", "dev"], [])).toThrow(
      "prod, dev. Say which one is meant: --stack NAME.",
    );
  });
});

describe("selected", () => {
  it("is those that were asked for, else all", () => {
    const shards = shardsOf(folder(), [], []);
    expect(selected(shards, [])).toEqual(shards);
    expect(names(selected(shards, ["b"]))).toEqual([["b", "connections/b.yaml", false]]);
    expect(() => selected(shards, ["c"])).toThrow("There is no stack c. Did you mean a? There are: a, b.");
  });
});
