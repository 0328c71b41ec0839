import type { Change, ConnectionReport, Report, StackReport } from "../schema";

/** When every sample was made. */
export const AT = "2026-03-10T09:30:00.000Z";

/** A SigSentry connection that does not differ, and what is different of it. */
export function connection(more: Partial<ConnectionReport> = {}): ConnectionReport {
  return {
    name: "payments",
    kind: "sigsentry",
    host: "github",
    id: "rc_x1y2z3",
    change: "none",
    fields: [],
    repositories: ["acme/payments", "acme/ledger"],
    services: [
      {
        serviceName: "payments-api",
        repo: "acme/payments",
        pathPrefix: "services/api",
        defaultBranch: "main",
      },
      { serviceName: "ledger", repo: "acme/ledger", pathPrefix: "", defaultBranch: "trunk" },
    ],
    lookbackDays: 30,
    isActive: true,
    credentials: { from: "env GITHUB_TOKEN", version: 3, changedAt: "2026-02-26T09:00:00Z" },
    createdAt: "2025-11-02T08:00:00Z",
    updatedAt: "2026-02-26T09:00:00Z",
    ...more,
  };
}

/** A Coregit connection that does not differ, and what is different of it. */
export function coregitConnection(more: Partial<ConnectionReport> = {}): ConnectionReport {
  return {
    name: "sync",
    kind: "coregit",
    host: "gitlab",
    id: "V1StGXR8_Z5jdHi6B-myT",
    change: "none",
    fields: [],
    label: "acme robot",
    credentials: { from: "config githubToken", version: 1 },
    externalUsername: "acme-robot",
    status: { valid: true, username: "acme-robot", checkedAt: "2026-03-10T09:29:58Z" },
    lastSyncedAt: "2026-03-10T08:00:00Z",
    createdAt: "2025-12-01T10:00:00Z",
    ...more,
  };
}

/** A stack of these connections, without errors or notes, and what is different of it. */
export function stack(connections: ConnectionReport[], more: Partial<StackReport> = {}): StackReport {
  return {
    name: "payments",
    file: "connections/payments.yaml",
    project: "prj_payments",
    connections,
    errors: [],
    notes: [],
    ...more,
  };
}

/** A command's report of these stacks, with what follows from them, and what is different of it. */
export function report(
  command: Report["command"],
  stacks: StackReport[],
  more: Partial<Report> = {},
): Report {
  const connections = stacks.flatMap((each) => each.connections);
  const failed =
    connections.filter(({ error }) => error !== undefined).length +
    stacks.filter(({ errors }) => errors.length > 0).length;
  const changes: Partial<Record<Change, number>> = {};
  for (const { change } of connections) changes[change] = (changes[change] ?? 0) + 1;
  const isClean = connections.every(({ change }) => change === "none");
  return {
    version: 1,
    command,
    at: AT,
    refreshed: true,
    outcome: failed > 0 ? "failed" : isClean ? "clean" : "changes",
    summary: { stacks: stacks.length, connections: connections.length, failed, changes },
    stacks,
    ...more,
  };
}

/** A drift report with something of everything. */
export function richReport(): Report {
  const drifted = connection({
    change: "drifted",
    fields: [
      { path: "isActive", from: true, to: false },
      { path: "lookbackDays", from: 30, to: 99 },
      { path: "repositories", added: ["acme/archive"], removed: ["acme/refunds"] },
      { path: "serviceMappings[ledger, acme/ledger].defaultBranch", from: "main", to: "trunk" },
    ],
    lookbackDays: 99,
    isActive: false,
  });
  const gone = coregitConnection({
    name: "imports",
    change: "gone",
    status: {
      valid: false,
      error: "401 Unauthorized: the token was revoked",
      checkedAt: "2026-03-10T09:29:58Z",
    },
  });
  const old = connection({
    name: "platform",
    host: "gitlab",
    id: "rc_p1",
    repositories: Array.from({ length: 24 }, (_, index) => `infra/pipelines/deploy-${index}`),
    services: [],
    credentials: { from: "file /run/secrets/gitlab", version: 1, changedAt: "2025-09-12T10:00:00Z" },
  });
  const kept = connection({
    name: "mobile",
    host: "bitbucket",
    id: "rc_m1",
    credentials: {},
    isActive: false,
  });
  return report("drift", [
    stack([drifted, old, kept], {
      notes: ["ledger was edited in the dashboard in a field that no file declares."],
    }),
    stack([gone, coregitConnection({ name: "mirror" })], {
      name: "platform",
      file: "connections/platform.yaml",
    }),
    stack([], {
      name: "search",
      file: "connections/search.yaml",
      errors: [
        "SigSentry refused the key (401 API_KEY_EXPIRED).\nMake a new one in the dashboard, then set SIGSENTRY_API_KEY. Request id: req_7f3a",
      ],
    }),
  ]);
}
