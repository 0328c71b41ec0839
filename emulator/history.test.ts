import { afterEach, expect, test, vi } from "vitest";
import { Clock } from "./clock";
import { History } from "./history";

afterEach(() => {
  vi.useRealTimers();
});

interface Note {
  readonly id: string;
  readonly position: number;
  readonly owner: string;
  readonly text: string;
}

/** A history of notes, and the texts that one owner's list shows. */
function notes() {
  const clock = new Clock();
  clock.set(Date.parse("2030-01-01T00:00:00Z"));
  const history = new History<Note>(clock, ({ owner }) => owner);
  const add = (id: string, owner = "me") =>
    history.add({ id, owner, text: id, position: history.nextPosition() });
  const texts = (...asked: Parameters<typeof history.list>) => history.list(...asked).map(({ text }) => text);
  return { clock, history, add, texts };
}

test("lists an owner's items oldest first, as they are unless asked otherwise", () => {
  const { history, add, texts } = notes();
  const first = add("a");
  add("b");
  add("c", "you");
  history.replace({ ...first, text: "A" });
  expect(texts("me")).toEqual(["A", "b"]);
  expect(texts("you")).toEqual(["c"]);
  expect(texts("nobody", { writes: 3, ms: 1000 })).toEqual([]);
});

test("goes back write by write, counting the owner's alone", () => {
  const { history, add, texts } = notes();
  const first = add("a");
  add("b");
  history.remove(first);
  add("c", "you");
  expect([0, 1, 2, 3, 9].map((writes) => texts("me", { writes }))).toEqual([
    ["b"],
    ["a", "b"],
    ["a"],
    [],
    [],
  ]);
});

test("goes back in time, and to the later of both when asked for both", () => {
  const { clock, add, texts } = notes();
  add("a");
  clock.advance(1000);
  add("b");
  clock.advance(1000);
  add("c");
  clock.advance(1000);
  expect([500, 1500, 2500, 3500].map((ms) => texts("me", { ms }))).toEqual([
    ["a", "b", "c"],
    ["a", "b"],
    ["a"],
    [],
  ]);
  expect(texts("me", { ms: 1500, writes: 2 })).toEqual(["a"]);
  expect(texts("me", { ms: 2500, writes: 1 })).toEqual(["a"]);
});

test("what is amended is no write: it stays when a list goes back", () => {
  const { history, add, texts } = notes();
  const first = add("a");
  add("b");
  history.amend({ ...first, text: "A" });
  expect(texts("me", { writes: 1 })).toEqual(["A"]);
});

test("an id is given once", () => {
  const { add } = notes();
  add("a");
  expect(() => add("a", "you")).toThrow("already");
});

test("a write is shown from the very moment that it is as old as the list", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { clock, add, texts } = notes();
  add("a");
  clock.advance(999);
  expect(texts("me", { ms: 1000 })).toEqual([]);
  clock.advance(1);
  expect(texts("me", { ms: 1000 })).toEqual(["a"]);
});
