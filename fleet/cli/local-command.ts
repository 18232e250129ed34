import { Command, Option } from "commander";
import { runLocal, type LocalOptions } from "../local/run.ts";
import { listDrills, runDrill } from "../local/run-drill.ts";
import { parseNames, parsePort } from "./arguments.ts";
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
      "run all stacks in a simulated cloud, send traffic through a real HTTP listener, and serve until Ctrl-C",
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
    .option("--config-dir <folder>", "folder with other Pulumi.yaml and Pulumi.<stack>.yaml files")
    .option("--seed <text>", "ids in the simulated cloud follow from it")
    .option(
      "--drill <name>",
      "play a well-known failure and show cause, symptom and remedy; list shows their names",
    )
    .option("--export <folder>", "write manifests and AWS resources of all stacks to a folder")
    .option("--quiet", "print only what failed and the result")
    .addOption(new Option("--json", "print one JSON document instead of text").implies({ once: true }))
    .action(async ({ configDir, export: exportDirectory, drill, ...flags }: Flags) => {
      const options: LocalOptions = {
        ...flags,
        projectDirectory,
        ...(configDir === undefined ? {} : { configDirectory: configDir }),
        ...(exportDirectory === undefined ? {} : { exportDirectory }),
      };
      if (drill === "list") listDrills(options);
      else if (drill !== undefined) await runDrill(drill, options);
      else await runLocal(options);
    });
}
