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
