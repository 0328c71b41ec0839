import type { Fault } from "../fault";
import type { ColumnName } from "./columns";
import type { OutcomeName } from "./outcomes";

/** The outcomes of one row. */
export type Cells = Readonly<Partial<Record<ColumnName, OutcomeName>>>;

/** One row of the table. */
export type Row = Fault<Cells>;

/** When the fault is over before the command gives up. A `POST` is sent once, so for it there is no such fault. */
export const PASSING: Cells = {
  before: "repeated",
  created: "repeated",
  patch: "repeated",
  after: "repeated",
  verify: "repeated",
  adopt: "repeated",
  refresh: "repeated",
  exists: "repeated",
  refreshGone: "repeated",
  gone: "repeated",
  look: "repeated",
  delete: "repeated",
  deleted: "repeated",
};

/** When it is certain that the request was not carried out: the service has said no, or could not be reached. */
export const REFUSED: Cells = {
  before: "nothing",
  post: "nothing",
  postElsewhere: "nothing",
  created: "done",
  patch: "nothing",
  after: "done",
  verify: "done",
  adopt: "nothing",
  refresh: "nothing",
  exists: "nothing",
  refreshGone: "nothing",
  gone: "nothing",
  look: "nothing",
  delete: "nothing",
  deleted: "deleted",
};

/** When the request may have been carried out for all that is known, and was not. */
export const NOT_CARRIED_OUT: Cells = {
  ...REFUSED,
  post: "notMade",
  postElsewhere: "notMade",
  patch: "unsent",
};

/** When the request may have been carried out for all that is known, and was. */
export const CARRIED_OUT: Cells = {
  ...NOT_CARRIED_OUT,
  post: "found",
  postElsewhere: "found",
  patch: "unseen",
  delete: "deleted",
};
