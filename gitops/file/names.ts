import { z } from "zod";

/** How a connection may be called. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A field of both kinds of connection. */
export const renamedFrom = z
  .string()
  .regex(NAME, "must be the name of a connection")
  .optional()
  .describe(
    "What the connection was called when it was last applied. It goes on under its new name, and nothing is deleted. Once that is done, the line can go.",
  );
