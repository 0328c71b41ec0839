import { Command, Option } from "@commander-js/extra-typings";
import { KINDS } from "../../provider/kinds/names";
import { STATE } from "./help";
import { changing, pruneOption, refreshOption, reportingOnMany } from "./options";

// Each command loads what it needs once it runs: an answer to `--help` does not wait for Pulumi's SDK.
const session = () => import("./session.js");

/** `repo-connections plan` */
export const planCommand = () =>
  reportingOnMany(
    new Command("plan")
      .description("show what apply would do; changes nothing")
      .addOption(refreshOption)
      .option("-o, --out <file>", "also write the plan to a file, for apply --plan")
      .addOption(pruneOption),
    ["plan", "plan --refresh --out plan.json", "plan --format markdown > report.md"],
  ).action(async (options) => {
    const { carryOut } = await session();
    const { plan } = await import("../commands/plan.js");
    const { refuseUnwritable, writePlan } = await import("./planFile.js");
    const { refresh = false, prune = false, out } = options;
    await carryOut("plan", options, async (context) => {
      if (out !== undefined) await refuseUnwritable(out);
      const report = await plan(context, { refresh, prune });
      if (out !== undefined) await writePlan(out, report, (message) => context.progress.say(message));
      return report;
    });
  });

/** `repo-connections apply` */
export const applyCommand = () =>
  reportingOnMany(
    changing(
      new Command("apply")
        .description("bring the services to what the files declare")
        .addOption(refreshOption)
        .option(
          "--plan <file>",
          "do what this plan says; where that is no longer what would be done, do nothing",
        )
        .addOption(pruneOption),
    ),
    ["apply", "apply --refresh --yes", "apply --plan plan.json --yes", "apply --stack payments --yes"],
  ).action(async (options) => {
    const { carryOut } = await session();
    const { apply } = await import("../commands/apply.js");
    const { readPlan } = await import("./planFile.js");
    const { refresh = false, prune = false, yes, plan } = options;
    await carryOut("apply", options, async (context, ask) => {
      const reviewed = plan === undefined ? undefined : readPlan(plan);
      const confirm = ask(yes, "Do this?");
      return apply(context, { refresh: reviewed?.refreshed ?? refresh, prune, reviewed, confirm });
    });
  });

/** `repo-connections drift` */
export const driftCommand = () =>
  reportingOnMany(
    new Command("drift").description(
      "show what was changed at the services since it was last applied; changes nothing",
    ),
    ["drift", "drift --format html > drift.html", "drift --stack payments --json"],
  ).action(async (options) => {
    const { carryOut } = await session();
    const { drift } = await import("../commands/drift.js");
    await carryOut("drift", options, drift);
  });

const serviceOption = new Option("--service <service>", "only connections of this service").choices(KINDS);

/** `repo-connections list` */
export const listCommand = () =>
  reportingOnMany(
    new Command("list")
      .description("list what is managed, with what is known of its health; asks no service")
      .argument("[name]", "only connections of this name; * stands for any characters, ? for one")
      .addOption(serviceOption),
    ["list", "list 'pay*' --service sigsentry", "list --json"],
    STATE,
  ).action(async (name, options) => {
    const { carryOut } = await session();
    const { list } = await import("../commands/list.js");
    await carryOut("list", options, (context) => list(context, "list", { ...options, name }));
  });

/** `repo-connections show` */
export const showCommand = () =>
  reportingOnMany(
    new Command("show")
      .description("show all that is recorded of a connection; asks no service")
      .argument("<name>", "the connection, as its file names it, or stack/name; * and ? as for list")
      .addOption(serviceOption),
    ["show payments", "show 'shop/*' --format html > shop.html"],
    STATE,
  ).action(async (name, options) => {
    const { carryOut } = await session();
    const { list } = await import("../commands/list.js");
    await carryOut("show", options, (context) => list(context, "show", { ...options, name }));
  });

/** `repo-connections destroy` */
export const destroyCommand = () =>
  reportingOnMany(
    changing(
      new Command("destroy").description("delete every connection of the stacks, at the services too"),
    ),
    ["destroy --stack payments", "destroy --yes"],
  ).action(async (options) => {
    const { carryOut } = await session();
    const { destroy } = await import("../commands/destroy.js");
    await carryOut("destroy", options, (context, ask) =>
      destroy(context, ask(options.yes, "Delete all of this at the services?")),
    );
  });
