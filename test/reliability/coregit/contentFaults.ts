import { html, json, nothingAt, redirect, type Variant, type When } from "../fault";
import { CARRIED_OUT, NOT_CARRIED_OUT, type Row } from "./fault";

const foreign = (when: When) => [
  html(200, when),
  json([], when),
  json({ id: "", provider: "github" }, when),
  json(null, when),
  json({ success: true }, when),
  nothingAt(when),
];

const answer = {
  lasts: true,
  isRepeated: false,
  advice: /Check coregit:baseUrl and any proxy|try again/,
} as const;

const inAList = { lasts: false, isRepeated: false, isConclusion: true } as const;

const STALE: readonly Variant[] = [{ title: "stale", effects: [{ kind: "stale", writes: 1 }] }];

const UNIDENTIFIED = [
  json({ connections: [{ provider: "github", label: "Payments" }] }),
  json({ connections: [{ id: "", provider: "github" }] }),
  json({ connections: [7] }),
];

const refused = (error: string) => json({ valid: false, error });

/** Answers with status 200 that are not what the API documents, redirects, and lists that do not tell the truth. */
export const CONTENT_FAULTS: readonly Row[] = [
  {
    ...answer,
    title: "200 with a proxy's page, JSON that is not Coregit's, or nothing; the request is not carried out",
    variants: foreign("before"),
    cells: NOT_CARRIED_OUT,
  },
  {
    ...answer,
    title: "the same; the request was carried out",
    variants: foreign("after"),
    cells: CARRIED_OUT,
  },
  {
    ...answer,
    title: "redirect (301, 302, 307, 308)",
    advice: /set coregit:baseUrl to the final address/,
    variants: [301, 302, 307, 308].map(redirect),
    cells: NOT_CARRIED_OUT,
  },
  {
    ...inAList,
    title: "a list from before the last change",
    advice: /Run the same command again/,
    variants: STALE,
    cells: {
      before: "done",
      created: "done",
      after: "done",
      refresh: "outdated",
      refreshGone: "outdatedGone",
      look: "done",
    },
  },
  {
    ...inAList,
    title: "a list with a record that has no id",
    advice: /try again|Run the same command again/,
    variants: UNIDENTIFIED,
    cells: {
      before: "nothing",
      created: "done",
      after: "done",
      refresh: "outdated",
      refreshGone: "done",
      look: "done",
    },
  },
  {
    ...inAList,
    isRepeated: true,
    title: "one of these two lists, without what is to be adopted",
    advice: /Run the same command again/,
    variants: [...STALE, ...UNIDENTIFIED],
    cells: { adopt: "repeated" },
  },
  {
    ...inAList,
    title:
      "a `test` from before the last change: of what was deleted, or of the token before, or that does not know what was made",
    advice: /The next refresh tests it/,
    variants: STALE,
    cells: { verify: "done", deleted: "done" },
  },
  {
    ...inAList,
    title: "a `test` that does not vouch for the token, since the code host is down, say",
    advice: /try again/,
    variants: [refused("GitHub token validation failed: 503 {{secrets}}")],
    cells: { verify: "done", exists: "done" },
  },
];
