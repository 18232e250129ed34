import { join, resolve } from "node:path";
import { Argument, Command, Option } from "commander";
import { nearestWords, orList } from "../../components/shared/nearest.ts";
import { cut, shown } from "../../components/shared/shown.ts";
import { startFlags, startInBackground } from "../cloud/background.ts";
import { control } from "../cloud/control-client.ts";
import type { ControlRequest } from "../cloud/control-server.ts";
import { shellExports } from "../cloud/environment.ts";
import { findRunning, hasStopped, requireRunning, type RunningCloud } from "../cloud/running-cloud.ts";
import type { ServeOptions } from "../cloud/serve-cloud.ts";
import type { ProbeReport } from "../../sim/data-plane/probe/report.ts";
import { UserError } from "../project/errors.ts";
import { endByItself } from "./output.ts";
import { parseAccount, parseFirstPort, parseRegion } from "./arguments.ts";
import { probeCommand } from "./probe-command.ts";
import { projectDirectory } from "./project-directory.ts";
import { writeLines } from "../terminal/lines.ts";

interface Flags extends ServeOptions {
  readonly env?: boolean;
}

/** Time for a cloud to stop: it finishes the requests that it has, and saves the world. */
const STOP_TIMEOUT_MS = 20_000;

/** What a user does next after a cloud has stopped. */
const HOW_TO_GO_ON =
  "To go on from there, start it again and give your shells its new exports: npm run cloud -- --env";

/** `mci cloud`: the simulated cloud for the Pulumi command line. */
export function cloudCommand(): Command {
  const command = new Command("cloud")
    .description("serve a simulated cloud to pulumi; its world is kept in a file")
    .addOption(worldOption())
    .option(
      "--env",
      "print the exports that a shell needs; starts the cloud in the background unless it runs",
    )
    .option("--reset", "begin with an empty cloud and empty Pulumi state")
    .option("--seed <text>", "ids of a new world follow from it")
    .option("--region <region>", "region of a new world", parseRegion)
    .option(
      "--account <id>",
      "number of a new world's account, as aws:allowedAccountIds has it",
      parseAccount,
    )
    .option("--given <file>", "YAML file that says what is in a new world's account already", (file) =>
      resolve(file),
    )
    .option("--in-vpc", "serve somebody in the VPC, who reaches private Kubernetes API endpoints")
    .option(
      "--port <port>",
      "first of four consecutive ports for the engine (default: free ones)",
      parseFirstPort,
    )
    // Any word that is not a subcommand.
    .allowExcessArguments()
    .action(async ({ env, ...options }: Flags, { args, commands }: Command) => {
      refuseUnknownCommand(
        args,
        commands.map((subcommand) => subcommand.name()),
      );
      if (env === true) await printEnvironment(options);
      else await serveUntilStopped(options);
    });
  return command
    .hook("preSubcommand", (cloud, subcommand) => {
      // Both have the option, for their help; the outer command takes it off the line wherever it stands.
      subcommand.setOptionValue("world", cloud.getOptionValue("world"));
    })
    .addCommand(statusCommand())
    .addCommand(stopCommand())
    .addCommand(waitCommand())
    .addCommand(awsCommand())
    .addCommand(kubernetesCommand())
    .addCommand(probeOfCloud());
}

function refuseUnknownCommand([word]: readonly string[], known: readonly string[]): void {
  if (word === undefined) return;
  const near = nearestWords(word, known);
  const remedy = near.length > 0 ? `did you mean ${orList(near)}?` : `use one of ${known.join(", ")}`;
  throw new UserError(`cloud has no command ${shown(word)}; ${remedy}`);
}

function worldOption(): Option {
  return new Option("--world <file>", "file that keeps the world")
    .default(join(projectDirectory, ".cloud", "world.json"), ".cloud/world.json")
    .argParser((file) => resolve(file));
}

async function serveUntilStopped(options: ServeOptions): Promise<void> {
  const say = (text: string): void => {
    writeLines(process.stderr, `${text}\n`);
  };
  // From before the start on: a signal in the middle of it stops the cloud as soon as it serves.
  const interrupted = new Promise<void>((stop) => {
    process.once("SIGINT", () => stop()).once("SIGTERM", () => stop());
    endByItself(stop);
  });
  // Help, mistyped flags and questions to a cloud that runs are answered without loading the Pulumi SDK.
  const { serve } = await import("../cloud/serve-cloud.ts");
  const cloud = await serve(options, (name, url) => say(`load balancer ${name} answers at ${url}`));
  process.stdout.write(`${shellExports(options.world, cloud)}\n`);
  say("serving; give these exports to a shell and run pulumi there. Ctrl-C saves the world and stops.");
  await Promise.race([interrupted, cloud.stopRequested]);
  say("stopping, once the requests that are under way are done");
  await cloud.close();
  say(`stopped; the world is in ${options.world}. ${HOW_TO_GO_ON}`);
}

async function printEnvironment(options: ServeOptions): Promise<void> {
  const running = findRunning(options.world);
  const changes = startFlags(options);
  if (running !== undefined && changes.length > 0) {
    throw new UserError(
      `a cloud serves ${options.world} already; stop it (npm run cloud -- stop) before you give ` +
        changes.map((flag) => flag.replace(/=.*$/, "")).join(" and "),
    );
  }
  // A process that crashed leaves its file behind, as if it still ran.
  if (running !== undefined) await control(options.world, { kind: "status" });
  process.stdout.write(`${shellExports(options.world, running ?? (await startAndSay(options)))}\n`);
}

async function startAndSay(options: ServeOptions): Promise<RunningCloud> {
  const running = await startInBackground(options);
  writeLines(
    process.stderr,
    `the cloud runs in the background (process ${running.pid}); npm run cloud -- stop ends it\n`,
  );
  return running;
}

function statusCommand(): Command {
  return new Command("status")
    .description("show clusters, and where load balancers answer")
    .addOption(worldOption())
    .action(({ world }: { world: string }) => print(world, { kind: "status" }));
}

function stopCommand(): Command {
  return new Command("stop")
    .description("save the world and stop the cloud that serves it")
    .addOption(worldOption())
    .action(async ({ world }: { world: string }) => {
      const { pid } = requireRunning(world);
      await control(world, { kind: "stop" });
      // Who starts it again next finds the file free.
      if (!(await hasStopped(world, pid, STOP_TIMEOUT_MS))) {
        throw new UserError(
          `process ${pid} still finishes what a running pulumi has asked for, and ends then`,
        );
      }
      writeLines(process.stderr, `stopped; the world is in ${world}. ${HOW_TO_GO_ON}\n`);
    });
}

function waitCommand(): Command {
  return new Command("wait")
    .description("let the cloud's time pass at once, e.g. until an AWS call that takes minutes is done")
    .argument("<seconds>", "of the cloud's time", parseSeconds)
    .addOption(worldOption())
    .action(async (seconds: number, { world }: { world: string }) => {
      await control(world, { kind: "wait", seconds });
    });
}

function awsCommand(): Command {
  return new Command("aws")
    .description("make an AWS call behind Pulumi's back, e.g. aws ec2 DescribeVpcs '{}'")
    .argument("<service>", "signing name: ec2, elasticloadbalancing, iam, eks, sts")
    .argument("<action>", "operation, e.g. DeleteTags")
    .argument("[parameters]", "JSON as the AWS SDK for JavaScript takes it", parseJsonObject, {})
    .addOption(worldOption())
    .action(
      (service: string, action: string, parameters: Record<string, unknown>, { world }: { world: string }) =>
        print(world, { kind: "aws", service, action, parameters }),
    );
}

function kubernetesCommand(): Command {
  return new Command("kubernetes")
    .description("look at or change an object of a cluster, e.g. kubernetes myeks list v1/Pod")
    .argument("<cluster>", "name of the EKS cluster")
    .addArgument(new Argument("<verb>", "what to do").choices(["get", "list", "patch", "delete"]))
    .argument("<kind>", "apiVersion/Kind, e.g. apps/v1/Deployment")
    .argument("[name]", "namespace/name, or name of what has no namespace; for list the namespace")
    .argument("[patch]", "for patch: a JSON merge patch", parseJsonObject)
    .addOption(worldOption())
    .action(
      (
        cluster: string,
        verb: "get" | "list" | "patch" | "delete",
        gvk: string,
        name: string | undefined,
        patch: Record<string, unknown> | undefined,
        { world }: { world: string },
      ) => {
        const target = verb === "list" ? { namespace: name } : splitName(name);
        return print(world, { kind: "kubernetes", cluster, verb, gvk, ...target, patch });
      },
    );
}

function probeOfCloud(): Command {
  return probeCommand<{ readonly world: string }>(async (request, { world }) => {
    const reports = (await control(world, { kind: "probe", ...request })) as readonly ProbeReport[];
    process.exitCode = reports.at(-1)?.error?.code ?? 0;
    return reports;
  })
    .addOption(worldOption())
    .addHelpText(
      "after",
      "\nExit code: that of curl for the last request: 6, 7, 28, 52 or 60; 0 for any answer.",
    );
}

async function print(world: string, request: ControlRequest): Promise<void> {
  process.stdout.write(`${JSON.stringify(await control(world, request), undefined, 2)}\n`);
}

function splitName(text: string | undefined): { namespace?: string | undefined; name?: string | undefined } {
  const [first, second] = text?.split("/") ?? [];
  return second === undefined ? { name: first } : { namespace: first, name: second };
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0)
    throw new UserError(`${cut(text)} is not a number of seconds; give one such as 600`);
  return seconds;
}

function parseJsonObject(text: string): Record<string, unknown> {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${cut(text)} is not a JSON object; give one such as {"Key": "value"}`);
  }
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${cut(text)} is not JSON (${(error as Error).message})`);
  }
}
