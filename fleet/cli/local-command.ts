import { Command, Option } from "commander";
import { defined } from "../../components/shared/defined.ts";
import type { LocalOptions } from "../local/run.ts";
import { printDocument } from "../local/problems.ts";
import { parseNames, parsePort } from "./arguments.ts";
import { Interruption } from "./interruption.ts";
import { projectDirectory } from "./project-directory.ts";

interface Flags extends Omit<LocalOptions, "projectDirectory" | "configDirectory" | "exportDirectory"> {
  readonly configDir?: string;
  readonly export?: string;
  readonly drill?: string;
}

/** `mci local`: the whole fleet in a simulated cloud, in this process. */
export function localCommand(): Command {
  return new Command("local")
    .description(
      "run all stacks in a simulated cloud, send traffic through real HTTP and HTTPS listeners, and serve until Ctrl-C",
    )
    .option("--once", "tear down right after the traffic test instead of serving")
    .option(
      "--port <port>",
      "port of the load balancer on 127.0.0.1 (default: chosen by the system)",
      parsePort,
    )
    .option(
      "--stacks <names>",
      "stacks to run, separated by commas (default: every Pulumi.<stack>.yaml)",
      parseNames,
    )
    .option(
      "--config-dir <folder>",
      "folder with other Pulumi.yaml and Pulumi.<stack>.yaml files (default: the project's)",
    )
    .option(
      "--given <file>",
      "YAML file that says what is in the account already (default: given.yaml beside the stacks' files)",
    )
    .option("--seed <text>", "ids in the simulated cloud follow from it")
    .option("--in-vpc", "run as somebody in the VPC, who reaches private Kubernetes API endpoints")
    .option("--export <folder>", "write manifests and AWS resources of all stacks to a folder")
    .addOption(
      new Option(
        "--drill <name>",
        "play a well-known failure and show cause, symptom and remedy; list shows their names",
      ).conflicts(["once", "port", "export"]),
    )
    .option("--quiet", "print only what failed and the result")
    .option("--json", "print one JSON document instead of text, progress on standard error; as with --once")
    .addHelpText(
      "after",
      "\nWhile it serves, lines on standard input are commands: probe <cluster>/<pod> <url>, addresses, help, exit.\n" +
        "\nExit code: 0 when all went well, 1 when something failed, 130 when interrupted before it served.",
    )
    .action(async ({ configDir, export: exportDirectory, drill, ...flags }: Flags) => {
      const interruption = new Interruption(
        "the simulated cloud was in this process and is gone: nothing is left to clean up, run it again",
        (message) => {
          if (flags.json === true) printDocument({ problems: [message] });
        },
      );
      const options: LocalOptions = {
        ...flags,
        projectDirectory,
        once: flags.once === true || flags.json === true,
        ...defined({ configDirectory: configDir, exportDirectory }),
      };
      await perform(drill, options, interruption);
    });
}

/** Help and mistyped flags are answered without loading the Pulumi SDK, which takes a second. */
async function perform(
  drill: string | undefined,
  options: LocalOptions,
  interruption: Interruption,
): Promise<void> {
  if (drill === undefined) {
    const { runLocal } = await import("../local/run.ts");
    await runLocal(options, async (cloud) => {
      const { takeCommands } = await import("./lines.ts");
      const ended = new AbortController();
      await Promise.race([interruption.next(), takeCommands(cloud, ended.signal)]);
      ended.abort();
    });
    return;
  }
  const { listDrills, runDrill } = await import("../local/run-drill.ts");
  if (drill === "list") listDrills(options);
  else await runDrill(drill, options);
}
