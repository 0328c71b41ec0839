import { html, json, nothingAt, redirect, type When } from "../../reliability/fault";
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
    variants: [{ title: "stale", effects: [{ kind: "stale", writes: 1 }] }],
    cells: {
      before: "done",
      created: "done",
      after: "done",
      adopt: "nothing",
      refresh: "outdated",
      refreshGone: "outdatedGone",
      look: "done",
    },
  },
  {
    ...inAList,
    title: "a list with a record that has no id",
    advice: /try again|Run the same command again/,
    variants: [
      json({ connections: [{ provider: "github", label: "Payments" }] }),
      json({ connections: [{ id: "", provider: "github" }] }),
      json({ connections: [7] }),
    ],
    cells: {
      before: "nothing",
      created: "done",
      after: "done",
      adopt: "nothing",
      refresh: "outdated",
      refreshGone: "done",
      look: "done",
    },
  },
  {
    ...inAList,
    title: "a `test` that does not vouch for the token, since the code host is down, say",
    advice: /try again/,
    variants: [refused("GitHub token validation failed: 503 {{secrets}}")],
    cells: { verify: "done", exists: "done" },
  },
];
