/** A connection that every test may start from; the token is read from the environment's `GITHUB_TOKEN`. */
export const PAYMENTS = {
  platform: "github",
  credentials: { token: "$GITHUB_TOKEN" },
  repositories: ["acme/payments", "acme/ledger"],
  serviceMappings: [
    {
      serviceName: "payments-api",
      repo: "acme/payments",
      pathPrefix: "services/api",
      defaultBranch: "main",
    },
    { serviceName: "ledger", repo: "acme/ledger" },
  ],
  lookbackDays: 30,
} as const;

/** A Coregit connection that every test may start from; its token is the same. */
export const CI = { provider: "github", label: "CI, read only", accessToken: "$GITHUB_TOKEN" } as const;
