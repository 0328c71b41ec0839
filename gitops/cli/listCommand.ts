import { Command, Option } from "@commander-js/extra-typings";
import { KINDS } from "../../provider/kinds/names";
import { help, STATE } from "./help";
import { folderOption, formatOption, jsonOption, parallelOption, stackOption } from "./options";

/** `repo-connections list` */
export const listCommand = () =>
  new Command("list")
    .description("list what is managed, with what is known of its health; asks no service")
    .argument("[name]", "only connections of this name; * stands for any characters, ? for one")
    .addOption(serviceOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .addHelpText("after", help(["list", "list 'pay*' --service sigsentry", "list --json"], STATE))
    .action(async (name, options) => {
      const { carryOut } = await import("./session.js");
      const { list } = await import("../commands/list.js");
      await carryOut("list", options, (context) => list(context, "list", { ...options, name }));
    });

/** `repo-connections show` */
export const showCommand = () =>
  new Command("show")
    .description("show all that is recorded of a connection; asks no service")
    .argument("<name>", "the connection, as its file names it, or stack/name; * and ? as for list")
    .addOption(serviceOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .addHelpText("after", help(["show payments", "show 'shop/*' --format html > shop.html"], STATE))
    .action(async (name, options) => {
      const { carryOut } = await import("./session.js");
      const { list } = await import("../commands/list.js");
      await carryOut("show", options, (context) => list(context, "show", { ...options, name }));
    });

const serviceOption = () =>
  new Option("--service <service>", "only connections of this service").choices(KINDS);
