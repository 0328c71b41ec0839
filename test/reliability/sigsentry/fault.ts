import type { Fault } from "../fault";
import type { ColumnName } from "./columns";
import type { OutcomeName } from "./outcomes";

/** The outcomes of one row. */
export type Cells = Readonly<Partial<Record<ColumnName, OutcomeName>>>;

/** One row of the table. */
export type Row = Fault<Cells>;

/** When the fault is over before the command gives up. */
export const PASSING: Cells = {
  before: "repeated",
  post: "repeated",
  postElsewhere: "repeated",
  pause: "repeated",
  put: "repeated",
  purge: "repeated",
  created: "repeated",
  after: "repeated",
  refresh: "repeated",
  adopt: "repeated",
  delete: "repeated",
  gone: "repeated",
};

/** When the request may have been carried out for all that is known, and was not. */
export const NOT_CARRIED_OUT: Cells = {
  before: "nothing",
  post: "notMade",
  postElsewhere: "nothing",
  pause: "active",
  put: "unsent",
  purge: "unpurged",
  created: "done",
  after: "done",
  refresh: "nothing",
  adopt: "nothing",
  delete: "nothing",
  gone: "nothing",
};

/** When the request may have been carried out for all that is known, and was. */
export const CARRIED_OUT: Cells = {
  ...NOT_CARRIED_OUT,
  post: "found",
  postElsewhere: "asked",
  pause: "paused",
  put: "unseen",
  purge: "purged",
  delete: "deleted",
};

/** When it is certain that the request was not carried out: the service has said no, or could not be reached. */
export const REFUSED: Cells = { ...NOT_CARRIED_OUT, post: "nothing", put: "nothing" };
