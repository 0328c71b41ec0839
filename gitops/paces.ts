import { Paces } from "../provider/http/pacing";

/** The paces of all that a command sends, for however many stacks: a service counts requests by key. */
export const PACES = new Paces();
