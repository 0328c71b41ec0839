import type { Core, Service } from "../service";
import { sigsentryControl } from "./control";
import { failureBody } from "./errors";
import { sigsentryRoutes } from "./routes";
import { SigsentryState } from "./state";

/** The project and keys the service begins with. */
export interface FirstProject {
  readonly projectId: string;
  readonly apiKey: string;
  readonly orgKey: string;
}

/** The emulated SigSentry service; `projects` may name further projects of the first one's tenant. */
export function createSigsentry(core: Core, first: FirstProject, projects: readonly string[] = []): Service {
  const state = new SigsentryState(core);
  addFirst(state, first, projects);
  return {
    name: "sigsentry",
    routes: sigsentryRoutes(state),
    control: sigsentryControl(state),
    owns: (path) => path.startsWith("/v1/config/"),
    keyHeader: "authorization",
    noRoute: failureBody("NOT_FOUND", "No such route."),
    failure: failureBody,
    reset: () => {
      state.clear();
      addFirst(state, first, projects);
    },
  };
}

function addFirst(
  { accounts, core }: SigsentryState,
  { projectId, apiKey, orgKey }: FirstProject,
  projects: readonly string[],
): void {
  const { tenantId } = accounts.addProject({ id: projectId, plan: "Enterprise" });
  for (const id of new Set(projects))
    if (id !== projectId) accounts.addProject({ id, tenantId, plan: "Enterprise" });
  const rights = {
    tenantId,
    permissions: ["config:read", "config:write"] as const,
    revoked: false,
    expiresAt: null,
    dashboardOnly: false,
  };
  accounts.addKey({ ...rights, kind: "ss_secret", projectId, value: apiKey });
  accounts.addKey({ ...rights, kind: "ss_org", projectId: null, value: orgKey });
  core.redactor.learn(apiKey);
  core.redactor.learn(orgKey);
}
