import { CREDENTIALS } from "../../model/kinds/coregit";
import type { Matrix } from "../matrix";
import { expectDeclared, expectHeld } from "./expectations";
import { type Held, OPERATIONS } from "./operations";
import { REQUESTS } from "./requests";
import { TABLE } from "./table";
import { SECRETS, World } from "./world";

/** Every fault at every request of a Coregit connection's life. */
export const MATRIX: Matrix<World, Held> = {
  ...TABLE,
  operations: OPERATIONS,
  requests: REQUESTS,
  unsafe: ["POST"],
  polled: ["list", "test"],
  secrets: SECRETS,
  masked: ["accessToken"],
  credentials: CREDENTIALS,
  inWorld: World.with,
  expectHeld,
  expectDeclared,
};
