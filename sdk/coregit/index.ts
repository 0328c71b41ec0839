export type { SecretSource } from "../secretSource";
export type { ConnectionArgs } from "./args";
export { Connection } from "./connection";
export type { Status } from "./resource";
