import { expect, it } from "vitest";
import { SCHEMAS, written } from "./schemas";

it.each(SCHEMAS)("$file says what the code accepts", ({ file, generated }) => {
  expect(written(file) === generated(), "out of date: run `npm run docs`").toBe(true);
});
