import { z } from "zod";
import { KINDS } from "../../provider/kinds/names";

/** The version of the report's form; raised when something in it is renamed, removed or means something else. */
export const REPORT_VERSION = 1;

const json = z.json();

/** One field in which two sides differ. Sets tell what came and went; everything else its two values. */
const fieldChange = z.strictObject({
  path: z
    .string()
    .describe("Where: `lookbackDays`, `repositories`, `serviceMappings[ledger, acme/ledger].defaultBranch`."),
  from: json.optional().describe("The value before; absent where there was none."),
  to: json.optional().describe("The value after; absent where nothing is left."),
  added: z.array(json).optional().describe("Of a set: what came."),
  removed: z.array(json).optional().describe("Of a set: what went."),
});

/** What separates two sides of a connection. */
const changes = z
  .enum(["none", "create", "adopt", "rename", "update", "replace", "delete", "drifted", "gone"])
  .describe(
    "`none`: nothing differs. `create`: is declared and does not exist. `adopt`: exists and is to be taken over; " +
      "`fields` tells what that changes, if anything. `rename`: is declared under another name, `name` in `fields`, and " +
      "nothing else differs; the service is sent nothing. `update`: differs in `fields`. `replace`: differs in " +
      "`fields`, and only a deletion and a new creation can change one of them. `delete`: is recorded and not " +
      "declared any more. `drifted`: was changed at the service in `fields` since it was last applied, from what " +
      "was applied to what is there. `gone`: was deleted at the service since it was last applied. `list` and `show` " +
      "compare nothing but names: `create` and `adopt` are declared and not applied yet, `delete` is not declared any more.",
  );

const credentials = z.strictObject({
  from: z
    .string()
    .optional()
    .describe(
      "Where they are read: `env GITHUB_TOKEN`, `file /run/secrets/x`, `config githubToken`; absent: kept by the service.",
    ),
  baseUrl: z
    .string()
    .optional()
    .describe("SigSentry only: the code host that they are for, where it is one of its owner's own."),
  username: z.string().optional().describe("SigSentry at Bitbucket only: whose app password it is."),
  version: z.int().optional().describe("Counts their changes, from 1."),
  changedAt: z.iso
    .datetime()
    .optional()
    .describe("When they were last sent to the service; absent where that is not known."),
});

const service = z.strictObject({
  serviceName: z.string(),
  repo: z.string(),
  pathPrefix: z.string(),
  defaultBranch: z.string(),
});

const status = z.strictObject({
  valid: z.boolean(),
  username: z.string().optional(),
  error: z.string().optional(),
  checkedAt: z.string(),
});

const connection = z.strictObject({
  name: z.string().describe("As the file names it."),
  kind: z.enum(KINDS),
  host: z.string().describe("The code host: `github`, `gitlab` or `bitbucket`."),
  id: z
    .string()
    .optional()
    .describe(
      "The service's id; absent before it is created. With `create`: of what an earlier run has made for it, and is taken up.",
    ),
  change: changes,
  fields: z.array(fieldChange).describe("What differs, field by field; sorted by path."),
  outcome: z
    .enum(["done", "failed", "skipped"])
    .optional()
    .describe("What became of the change: of `apply`, `rotate` and `destroy` only. `skipped`: not tried."),
  error: z.string().optional().describe("Why it failed."),
  declaration: z
    .string()
    .optional()
    .describe("A fingerprint of what the file declares of it, by which a reviewed plan is known again."),
  label: z.string().optional().describe("Coregit only."),
  repositories: z
    .array(z.string())
    .optional()
    .describe("SigSentry only. As the file has them; those that it does not declare last."),
  services: z
    .array(service)
    .optional()
    .describe("SigSentry only: the service mappings, in an order like that of `repositories`."),
  lookbackDays: z.int().optional().describe("SigSentry only."),
  isActive: z.boolean().optional().describe("SigSentry only."),
  verify: z.boolean().optional().describe("Coregit only: whether the token is tested."),
  deletionProtection: z
    .boolean()
    .optional()
    .describe("Coregit only: whether a deletion or replacement is refused."),
  allowDuplicate: z
    .boolean()
    .optional()
    .describe("Of a creation: whether it is made beside a connection that looks the same."),
  credentials,
  externalUsername: z.string().optional().describe("Coregit only: whose token it is."),
  status: status.optional().describe("Coregit only, with `verify`: what the last test of the token showed."),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
  lastSyncedAt: z.string().optional().describe("Coregit only."),
});

const address = z.strictObject({
  kind: z.enum(KINDS),
  url: z.string().describe("Without a slash at its end."),
});

const stack = z.strictObject({
  name: z.string().describe("The Pulumi stack."),
  file: z
    .string()
    .optional()
    .describe(
      "The file that declares it; absent where no file does any more. Of `import --pulumi`, the file for Pulumi.",
    ),
  project: z
    .string()
    .optional()
    .describe(
      "The SigSentry project: the file's, else the configuration's or the environment's. Part of what a reviewed plan " +
        "fixes. Absent where none is named: then it is the API key's; and in reports of earlier versions, where only files name one.",
    ),
  addresses: z
    .array(address)
    .optional()
    .describe(
      "Where the services are asked that the stack has to do with: their API keys go there, and the credentials. Part of " +
        "what a reviewed plan fixes. Absent where it could not be read, and in reports of earlier versions.",
    ),
  connections: z
    .array(connection)
    .describe(
      "As the file has them, a kind after the other; those that it does not declare any more last of their kind.",
    ),
  errors: z.array(z.string()).describe("What went wrong with the stack as a whole; none: nothing."),
  notes: z.array(z.string()).describe("What a reader should know besides."),
});

/** What a command of `repo-connections` found or did, as `--json` prints it. */
export const reportSchema = z.strictObject({
  version: z.literal(REPORT_VERSION),
  command: z.enum(["plan", "apply", "drift", "import", "rotate", "destroy", "list", "show"]),
  at: z.iso.datetime().describe("When the command ended."),
  refreshed: z
    .boolean()
    .describe(
      "Whether the fields were read from the services; otherwise what was last recorded stands for them.",
    ),
  outcome: z.enum(["clean", "changes", "failed"]).describe("0, 2 and 1 as exit codes."),
  summary: z.strictObject({
    stacks: z.int(),
    connections: z.int(),
    failed: z.int().describe("Connections and stacks that failed."),
    changes: z
      .partialRecord(changes, z.int())
      .describe("How many connections by change; those with none left out."),
  }),
  error: z
    .string()
    .optional()
    .describe("Why the command was not carried out at all; `stacks` is empty then, and nothing was done."),
  stacks: z.array(stack),
});

/** {@link reportSchema} as a type. */
export type Report = z.output<typeof reportSchema>;
/** One stack of a {@link Report}. */
export type StackReport = Report["stacks"][number];
/** One connection of a {@link Report}. */
export type ConnectionReport = StackReport["connections"][number];
/** One field of a {@link ConnectionReport} in which two sides differ. */
export type FieldChange = ConnectionReport["fields"][number];
/** What separates the two sides of a {@link ConnectionReport}. */
export type Change = ConnectionReport["change"];
