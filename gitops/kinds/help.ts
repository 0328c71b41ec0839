import type { ByKind } from "../../provider/kinds/names";

/** What help texts tell of a kind. It stands apart, since an answer to `--help` waits for nothing else. */
interface KindHelp {
  /** Where its service is documented. */
  readonly documentation: string;
  /** The variables that it reads. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What help texts tell of each kind. */
export const HELP: ByKind<KindHelp> = {
  sigsentry: {
    documentation: "https://docs.sigsentry.com/api/repos",
    environment: {
      SIGSENTRY_API_KEY: "SigSentry's key; sigsentry:apiKey wins",
      SIGSENTRY_PROJECT_ID: "its project, where no file and no stack has it",
      SIGSENTRY_BASE_URL: "its address; sigsentry:baseUrl wins",
    },
  },
  coregit: {
    documentation: "https://docs.coregit.dev/docs/api-reference/connections",
    environment: {
      COREGIT_API_KEY: "Coregit's key; coregit:apiKey wins",
      COREGIT_BASE_URL: "its address; coregit:baseUrl wins",
    },
  },
};
