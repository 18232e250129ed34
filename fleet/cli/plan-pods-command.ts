import { Command } from "commander";
import { defined } from "../../components/shared/defined.ts";
import { parseNames } from "./arguments.ts";
import { projectDirectory } from "./project-directory.ts";

interface Flags {
  readonly stacks?: readonly string[];
  readonly configDir?: string;
  readonly json?: boolean;
}

/** `mci plan-pods`: what nodes, pods and addresses the stacks ask for, before anything is created. */
export function planPodsCommand(): Command {
  return new Command("plan-pods")
    .description("show the pods that nodes run, and the addresses that both take of their subnets")
    .option(
      "--stacks <names>",
      "stacks to plan, separated by commas (default: every Pulumi.<stack>.yaml)",
      parseNames,
    )
    .option(
      "--config-dir <folder>",
      "folder with other Pulumi.yaml and Pulumi.<stack>.yaml files (default: the project's)",
    )
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", "\nExit code: 0 when all fits, 1 when a stack would be refused.")
    .action(async ({ configDir, ...flags }: Flags) => {
      const { runPlanPods } = await import("../plan-pods/run.ts");
      runPlanPods({ ...flags, projectDirectory, ...defined({ configDirectory: configDir }) });
    });
}
