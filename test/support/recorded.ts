import { z } from "zod";
import { serviceMappingsSchema } from "../../emulator/sigsentry/fields";
import type { TestService } from "./service";
import type { ResourceState } from "./state";

/** What the service holds of a connection according to a state. */
const held = z.object({
  platform: z.enum(["github", "gitlab", "bitbucket"]),
  repositories: z.array(z.string()),
  serviceMappings: serviceMappingsSchema,
  lookbackDays: z.number(),
  isActive: z.boolean(),
});

/** What Coregit holds of a connection according to a state. */
const heldByCoregit = z.object({ provider: z.enum(["github", "gitlab"]), label: z.string() });

/** Makes the connection at its service that a recorded state is of. */
export async function seedRecorded(
  service: TestService,
  { id, type, outputs }: ResourceState,
): Promise<void> {
  if (id === undefined) throw new Error("a recorded connection has no id");
  const { control, projectId, coregit } = service;
  if (type.endsWith("coregit:Connection")) {
    const { organisationId } = coregit;
    await control.coregit.seedConnection({ organisationId, id, ...heldByCoregit.parse(outputs) });
  } else {
    await control.sigsentry.seedConnection({ projectId, id, ...held.parse(outputs) });
  }
}
