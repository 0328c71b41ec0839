import { CREDENTIALS } from "../../model/kinds/sigsentry";
import type { Matrix } from "../matrix";
import { expectDeclared, expectHeld } from "./expectations";
import { type Held, OPERATIONS } from "./operations";
import { REQUESTS } from "./requests";
import { TABLE } from "./table";
import { SECRETS, World } from "./world";

/** Every fault at every request of a SigSentry repo connection's life. */
export const MATRIX: Matrix<World, Held> = {
  ...TABLE,
  operations: OPERATIONS,
  requests: REQUESTS,
  // Even a POST can be repeated: it has an idempotency key.
  unsafe: [],
  polled: [],
  secrets: SECRETS,
  masked: ["credentials"],
  credentials: CREDENTIALS,
  inWorld: World.with,
  expectHeld,
  expectDeclared,
};
