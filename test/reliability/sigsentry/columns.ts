import { column } from "../matrix";

/** Every request of every operation is in exactly one column. */
export const COLUMNS = [
  column("before", "create: list before it", ["create", 0], ["createPaused", 0], ["createElsewhere", 0]),
  column("post", "create: `POST`", ["create", 1], ["createPaused", 1]),
  column("postElsewhere", "create, nothing remembered: `POST`", ["createElsewhere", 1]),
  column("pause", "create paused: `PUT`", ["createPaused", 2]),
  column("put", "update, rotate, adopt: `PUT`", ["update", 0], ["rotate", 0], ["adopt", 1]),
  column("purge", "rotate: `DELETE …/cache`", ["rotate", 1]),
  column("created", "create: list after it", ["create", 2], ["createPaused", 3], ["createElsewhere", 2]),
  column("after", "update, rotate, adopt: list after it", ["update", 1], ["rotate", 2], ["adopt", 2]),
  column("refresh", "refresh: list", ["refresh", 0]),
  column("adopt", "adopt: list", ["adopt", 0]),
  column("delete", "delete: `DELETE`", ["delete", 0]),
  column("gone", "delete what is gone: list", ["deleteGone", 1]),
];

/** The name of a column. */
export type ColumnName = (typeof COLUMNS)[number]["name"];
