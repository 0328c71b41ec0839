import { expect, it } from "vitest";
import { withoutSlash } from "../http/address";
import { messageAboutCharacters, problemWithBaseUrl, settingsReader } from "./settings";

// What is wrong with keys and addresses, and how it is said, is tested with the services' own settings.

it("reads each setting from its own key and its own variable, an empty value as none", () => {
  const config: Record<string, string> = { "a:one": "1", "a:two": "", "a:four": "" };
  const variables = { "a:one": "ONE", "a:two": "TWO", "a:three": "THREE", "a:four": "FOUR" };
  const read = settingsReader(variables, (key) => config[key], { ONE: "x", TWO: "2", THREE: "3", FOUR: "" });
  expect([read("a:one"), read("a:two"), read("a:three"), read("a:four")]).toEqual(["1", "2", "3", undefined]);
});

it("looks nothing up before it is asked", () => {
  const asked: string[] = [];
  const lookup = (key: string) => {
    asked.push(key);
    return undefined;
  };
  const read = settingsReader({ "a:one": "ONE", "a:two": "TWO" }, lookup, {});
  expect(asked).toEqual([]);
  read("a:two");
  expect(asked).toEqual(["a:two"]);
});

it("names the key and the default of the service that it is asked about", () => {
  expect(problemWithBaseUrl("x:baseUrl", "nothing", "https://default")).toEqual({
    path: "x:baseUrl",
    message: "is not a URL; the default is https://default.",
  });
  expect(problemWithBaseUrl("x:baseUrl", "https://x", "https://default")).toBeUndefined();
});

it.each([
  ["abc!~", undefined],
  ["a\tb", "has, as its character 2, U+0009 CHARACTER TABULATION."],
  ["a\u00a0b", "has, as its character 2, U+00A0 NO-BREAK SPACE."],
  ["a–b", "has, as its character 2, U+2013 EN DASH."],
  ["żółw", "starts with U+017C, which no token has."],
  ["a\n", "ends with U+000A LINE FEED: was it read with a line break at its end?"],
  ["a\u0000", "ends with U+0000 NULL: is it UTF-16? Save it as UTF-8."],
])("tells what makes %j no key", (key, message) => {
  expect(messageAboutCharacters(key)).toBe(message);
});

it("takes slashes off the end only", () => {
  expect(["https://x", "https://x/", "https://x//a//", ""].map(withoutSlash)).toEqual([
    "https://x",
    "https://x",
    "https://x//a",
    "",
  ]);
});
