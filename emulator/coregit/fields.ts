import { z } from "zod";

/** The code hosts. */
export const providerSchema = z.enum(["github", "gitlab"], {
  error: 'provider must be "github" or "gitlab"',
});
/** A code host. */
export type Provider = z.infer<typeof providerSchema>;
