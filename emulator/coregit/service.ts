import type { Core, Service } from "../service";
import { coregitControl } from "./control";
import { failureBody } from "./errors";
import { coregitRoutes } from "./routes";
import { CoregitState } from "./state";

/** The organisation and keys the service begins with. */
export interface FirstOrganisation {
  /** A `cgk_live_…` master key. */
  readonly apiKey: string;
  /** A `cgt_…` scoped token, which may list and test. */
  readonly scopedToken: string;
  readonly organisationId: string;
}

/** The emulated Coregit service. */
export function createCoregit(core: Core, first: FirstOrganisation): Service {
  const state = new CoregitState(core);
  addFirst(state, first);
  return {
    name: "coregit",
    routes: coregitRoutes(state),
    control: coregitControl(state),
    owns: (path) => path === "/v1/connections" || path.startsWith("/v1/connections/"),
    keyHeader: "x-api-key",
    noRoute: { error: "Not found" },
    failure: failureBody,
    reset: () => {
      state.clear();
      addFirst(state, first);
    },
  };
}

function addFirst({ accounts, core }: CoregitState, first: FirstOrganisation): void {
  const { id: organisationId } = accounts.addOrganisation({ id: first.organisationId });
  const rights = { organisationId, revoked: false, expiresAt: null };
  accounts.keys.add({ ...rights, kind: "cgk_live" }, first.apiKey);
  accounts.keys.add({ ...rights, kind: "cgt" }, first.scopedToken);
  core.redactor.learn(first.apiKey);
  core.redactor.learn(first.scopedToken);
}
