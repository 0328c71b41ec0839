import { column } from "../matrix";

/** Every request of every operation is in exactly one column. */
export const COLUMNS = [
  column("before", "create: list before it", ["create", 0], ["createVerified", 0], ["createElsewhere", 0]),
  column("post", "create: `POST`", ["create", 1], ["createVerified", 1]),
  column("postElsewhere", "create, nothing remembered: `POST`", ["createElsewhere", 1]),
  column("created", "create: list after it", ["create", 2], ["createVerified", 2], ["createElsewhere", 2]),
  column(
    "patch",
    "update, rotate, adopt: `PATCH`",
    ["update", 0],
    ["rotate", 0],
    ["rotateVerified", 0],
    ["adopt", 1],
  ),
  column(
    "after",
    "update, rotate, adopt: list after it",
    ["update", 1],
    ["rotate", 1],
    ["rotateVerified", 1],
    ["adopt", 2],
  ),
  column("verify", "create, rotate: `test` after it", ["createVerified", 3], ["rotateVerified", 2]),
  column("adopt", "adopt: list", ["adopt", 0]),
  column("refresh", "refresh: list", ["refresh", 0], ["refreshUnlisted", 0]),
  column("exists", "refresh of what is not listed: `test`", ["refreshUnlisted", 1]),
  column("refreshGone", "refresh of what is gone: list", ["refreshGone", 0]),
  column("gone", "refresh, delete of what is gone: `test`", ["refreshGone", 1], ["deleteGone", 1]),
  column("look", "delete: list before it", ["delete", 0], ["deleteGone", 0]),
  column("delete", "delete: `DELETE`", ["delete", 1]),
  column("deleted", "delete: `test` after it", ["delete", 2]),
];

/** The name of a column. */
export type ColumnName = (typeof COLUMNS)[number]["name"];
