export type { SecretSource } from "../secretSource";
export type { ConnectionArgs } from "./args";
export type { Status } from "./connection";
export { Connection } from "./connection";
