import { type Effect, html, json, nothingAt, redirect, type Variant, type When } from "../fault";
import { CARRIED_OUT, NOT_CARRIED_OUT, type Row } from "./fault";

const foreign = (when: When) => [
  html(200, when),
  json([], when),
  json({ id: "other", platform: "github" }, when),
  json(null, when),
  json({ success: true }, when),
  nothingAt(when),
];

/** One page of a list in pages, with a record of somebody else. */
const page = (id: string, total: number): Effect => ({
  kind: "json",
  body: { success: true, data: { items: [{ id, platform: "github" }], pagination: { total } } },
});

const NO_PAGE: Effect = {
  kind: "json",
  body: { success: true, data: { items: [], pagination: { total: 3 } } },
};

const CHANGING_LISTS: readonly Variant[] = [
  { title: "missing", effects: [page("other1", 3), NO_PAGE] },
  { title: "shorter", effects: [page("other1", 3), page("other2", 2)] },
  { title: "longer", effects: [page("other1", 3), page("other2", 4)] },
  { title: "shifted", effects: [page("other1", 2), page("other1", 2)] },
];

const answer = { lasts: true, isRepeated: false, advice: /Check sigsentry:baseUrl and any proxy/ } as const;
const inAList = { lasts: false, isRepeated: true, advice: /try again/ } as const;

/** Answers with status 200 that are not what the API documents, redirects, and lists that do not tell the truth. */
export const CONTENT_FAULTS: readonly Row[] = [
  {
    ...answer,
    title:
      "200 with a proxy's page, JSON that is not SigSentry's, or nothing; the request is not carried out",
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
    title: "success with other data than documented; the request was carried out",
    advice: /try again/,
    variants: [
      json({ success: true, data: "what?" }, "after"),
      json({ success: true, data: { id: 7 } }, "after"),
    ],
    cells: {
      ...CARRIED_OUT,
      pause: "done",
      put: "done",
      purge: "done",
      delete: "done",
    },
  },
  {
    ...answer,
    title: "redirect (301, 302, 307, 308)",
    advice: /set sigsentry:baseUrl to the final address/,
    variants: [301, 302, 307, 308].map(redirect),
    cells: NOT_CARRIED_OUT,
  },
  {
    ...inAList,
    title: "a list from before the last change",
    isRepeated: false,
    isConclusion: true,
    advice: /check projectId|Run the same command again/,
    variants: [{ title: "stale", effects: [{ kind: "stale", writes: 1 }] }],
    cells: {
      ...{ before: "done", created: "done", after: "done", refresh: "outdated" },
      ...{ adopt: "nothing", gone: "nothing" },
    },
  },
  {
    ...inAList,
    title: "a list whose second page is missing, or that changes between two pages",
    variants: CHANGING_LISTS,
    cells: {
      before: "repeated",
      created: "repeated",
      after: "repeated",
      refresh: "repeated",
      adopt: "repeated",
      gone: "repeated",
    },
  },
  {
    ...inAList,
    title: "the same, every time that the list is read",
    lasts: true,
    variants: CHANGING_LISTS,
    cells: {
      ...{ before: "nothing", created: "done", after: "done", refresh: "nothing" },
      ...{ adopt: "nothing", gone: "nothing" },
    },
  },
  {
    ...inAList,
    title: "a list with a record that has no id",
    isRepeated: false,
    isConclusion: true,
    variants: [
      json({ success: true, data: [{ platform: "github", repositories: ["acme/ledger"] }] }),
      json({ success: true, data: [{ id: "", platform: "github" }] }),
      json({ success: true, data: [7] }),
    ],
    cells: {
      ...{ before: "nothing", created: "done", after: "done", refresh: "nothing" },
      ...{ adopt: "nothing", gone: "nothing" },
    },
  },
];
