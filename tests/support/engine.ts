/** Runs the real Pulumi command line on a copy of this project, against a simulated cloud that the test serves. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { engineEnvironment } from "../../bench/engine/environment.ts";
import { copyProgram, linkPackages } from "../../bench/engine/program-copies.ts";
import { control } from "../../fleet/cloud/control-client.ts";
import type { ControlRequest } from "../../fleet/cloud/control-server.ts";
import { stateDirectory } from "../../fleet/cloud/environment.ts";
import { serve, type ServedCloud, type ServeOptions } from "../../fleet/cloud/serve-cloud.ts";
import type { SavedWorld } from "../../sim/world.ts";
import type { EditedPlace } from "./edited-places.ts";
import { readEvents, type EngineEvents } from "./engine-events.ts";
import { whyNoEngine } from "./engine-programs.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Longest time that one command may take. */
const COMMAND_TIMEOUT_MS = 120_000;

/** So many requests that each healthy target gets some. */
const REQUESTS = 40;

/** Why engine tests cannot run here; undefined if they can. */
export const noEngine: string | undefined = whyNoEngine(process.env);

if (noEngine !== undefined) process.stderr.write(`engine tests are skipped: ${noEngine}\n`);

export type EngineCommand = "preview" | "up" | "refresh" | "destroy";

/** How a command ended and what it did. */
export interface CommandResult extends EngineEvents {
  readonly exitCode: number;
  /** Standard output and error as a user reads them. */
  readonly text: string;
}

/** A resource in a stack's exported state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** A target group with the state of each of its targets. */
export interface TargetGroupState {
  readonly arn: string;
  readonly type: string;
  /** `healthy`, by id and port: `192.168.0.8:8080`. */
  readonly targets: Readonly<Record<string, string>>;
}

/** A copy of the project, with a cloud of its own and Pulumi state in a file. */
export class EngineProject {
  readonly folder: string;
  /** File that keeps the world. */
  readonly world: string;
  #cloud: ServedCloud | undefined;
  #commands = 0;

  private constructor(folder: string) {
    this.folder = folder;
    this.world = join(folder, "cloud", "world.json");
  }

  /** Copies the project and serves an empty cloud. */
  static async create(options: Omit<ServeOptions, "world"> = {}): Promise<EngineProject> {
    const project = new EngineProject(mkdtempSync(join(tmpdir(), "engine-")));
    copyProgram(project.folder);
    linkPackages(project.folder);
    await project.start(options);
    return project;
  }

  /** Serves the world; does nothing when it is served already. */
  async start(options: Omit<ServeOptions, "world"> = {}): Promise<void> {
    this.#cloud ??= await serve({ world: this.world, ...options }, () => undefined);
    mkdirSync(stateDirectory(this.world), { recursive: true });
  }

  /** Saves the world and stops serving it. */
  async stop(): Promise<void> {
    await this.#cloud?.close();
    this.#cloud = undefined;
  }

  /** Stops the cloud and takes everything away. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Gives the project a stack, with the configuration of the repository's file of that name or with the one given. */
  async addStack(name: string, config?: Record<string, unknown>): Promise<void> {
    const values =
      config ??
      (parse(readFileSync(join(repository, `Pulumi.${name}.yaml`), "utf8")) as { config: typeof config })
        .config;
    writeFileSync(this.#stackFile(name), stringify({ config: values }));
    const { exitCode, text } = await this.pulumi(["stack", "init", name]);
    if (exitCode !== 0) throw new Error(text);
  }

  /** Changes one key of a stack's configuration; undefined takes it away. */
  setConfig(stack: string, key: string, value: unknown): void {
    const content = parse(readFileSync(this.#stackFile(stack), "utf8")) as {
      config: Record<string, unknown>;
    };
    content.config[`multicluster-ingress:${key}`] = value;
    writeFileSync(this.#stackFile(stack), stringify(content));
  }

  /** Replaces a text in a file of the program's copy. */
  edit({ path, text }: EditedPlace, by: string): void {
    const file = join(this.folder, path);
    const content = readFileSync(file, "utf8");
    if (!content.includes(text)) throw new Error(`${path} does not contain ${text}`);
    writeFileSync(file, content.replace(text, by));
  }

  /** Runs an engine command on a stack, without asking. */
  async run(command: EngineCommand, stack: string, flags: readonly string[] = []): Promise<CommandResult> {
    this.#commands += 1;
    const log = join(this.folder, `events-${this.#commands}.json`);
    const { exitCode, text } = await this.pulumi([
      command,
      "--stack",
      stack,
      "--event-log",
      log,
      ...(command === "preview" ? ["--diff"] : ["--yes", "--skip-preview"]),
      ...flags,
    ]);
    return { exitCode, text, ...readEvents(log) };
  }

  /** Runs a command that must succeed. */
  async succeed(command: EngineCommand, stack: string, flags?: readonly string[]): Promise<CommandResult> {
    const result = await this.run(command, stack, flags);
    if (result.exitCode !== 0) throw new Error(`pulumi ${command} of ${stack} failed:\n${result.text}`);
    return result;
  }

  /** Resources in the state of a stack. */
  async state(stack: string): Promise<StateResource[]> {
    const { text } = await this.pulumi(["stack", "export", "--stack", stack]);
    const exported = JSON.parse(text) as { deployment: { resources?: StateResource[] } };
    return exported.deployment.resources ?? [];
  }

  /** Outputs of a stack; secrets are hidden. */
  async outputs(stack: string): Promise<Record<string, unknown>> {
    const { text } = await this.pulumi(["stack", "output", "--json", "--stack", stack]);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Looks at or changes the cloud behind Pulumi's back. */
  control(request: ControlRequest): Promise<unknown> {
    return control(this.world, request);
  }

  /** Calls Elastic Load Balancing behind Pulumi's back. */
  loadBalancing(action: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    return this.control({ kind: "aws", service: "elasticloadbalancing", action, parameters });
  }

  /** Every target group, with the health of its targets. */
  async targetGroups(): Promise<TargetGroupState[]> {
    const { TargetGroups } = (await this.loadBalancing("DescribeTargetGroups")) as {
      TargetGroups: { TargetGroupArn: string; TargetType: string }[];
    };
    return Promise.all(
      TargetGroups.map(async ({ TargetGroupArn, TargetType }) => {
        const { TargetHealthDescriptions } = (await this.loadBalancing("DescribeTargetHealth", {
          TargetGroupArn,
        })) as {
          TargetHealthDescriptions: {
            Target: { Id: string; Port: number };
            TargetHealth: { State: string };
          }[];
        };
        const targets = TargetHealthDescriptions.map(({ Target, TargetHealth }) => [
          `${Target.Id}:${Target.Port}`,
          TargetHealth.State,
        ]);
        return { arn: TargetGroupArn, type: TargetType, targets: Object.fromEntries(targets) };
      }),
    );
  }

  /** Health of every target of the shared target group, `192.168.0.8: healthy`. */
  async targetStates(): Promise<string[]> {
    const [shared] = await this.targetGroups();
    return Object.entries(shared?.targets ?? {}).map(([key, state]) => `${key.split(":")[0]}: ${state}`);
  }

  /** Which targets each binding of a cluster remembers as its own: binding to ids and ports, in order. */
  async ownTargets(cluster: string, namespace = "game-2048"): Promise<Record<string, readonly string[]>> {
    const prefix = "aws-lbc-targets-";
    const configMaps = (await this.control({
      kind: "kubernetes",
      cluster,
      verb: "list",
      gvk: "v1/ConfigMap",
      namespace,
    })) as { metadata: { name: string }; data?: { targets?: string } }[];
    return Object.fromEntries(
      configMaps
        .filter(({ metadata }) => metadata.name.startsWith(prefix))
        .map(({ metadata, data }) => [
          metadata.name.slice(prefix.length),
          (data?.targets ?? "").split(",").toSorted(),
        ]),
    );
  }

  /** What AWS calls a cluster's only node group. */
  async nodeGroupName(clusterName: string): Promise<string> {
    const { nodegroups } = (await this.eks("ListNodegroups", { clusterName })) as { nodegroups: string[] };
    const [name, ...others] = nodegroups;
    if (name === undefined || others.length > 0) {
      throw new Error(`${clusterName} has ${nodegroups.length} node groups`);
    }
    return name;
  }

  /** Takes all nodes of a cluster away at once, and with them the controller that would have deregistered the pods. */
  async loseNodes(clusterName: string): Promise<void> {
    const group = { clusterName, nodegroupName: await this.nodeGroupName(clusterName) };
    const { Reservations } = (await this.ec2("DescribeInstances", {
      Filters: [{ Name: "tag:eks:cluster-name", Values: [clusterName] }],
    })) as { Reservations: { Instances: { InstanceId: string }[] }[] };
    const instances = Reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId));
    await this.ec2("TerminateInstances", { InstanceIds: instances });
    await this.eks("DeleteNodegroup", group);
    await this.control({ kind: "wait", seconds: 1_200 });
  }

  /** Calls EC2 behind Pulumi's back. */
  ec2(action: string, parameters: Record<string, unknown>): Promise<unknown> {
    return this.control({ kind: "aws", service: "ec2", action, parameters });
  }

  /** Calls EKS behind Pulumi's back. */
  eks(action: string, parameters: Record<string, unknown>): Promise<unknown> {
    return this.control({ kind: "aws", service: "eks", action, parameters });
  }

  /** How many pods a namespace has, besides those that are ending. */
  async countPods(cluster: string, namespace: string): Promise<number> {
    const pods = await this.control({ kind: "kubernetes", cluster, verb: "list", gvk: "v1/Pod", namespace });
    return (pods as { metadata: { deletionTimestamp?: string } }[]).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    ).length;
  }

  /** Headings of the pages with which the load balancer answers many requests, each once, in order. */
  async answers(path = "/"): Promise<string[]> {
    const { loadBalancers } = (await this.control({ kind: "status" })) as {
      loadBalancers: { url: string | null }[];
    };
    const url = loadBalancers[0]?.url;
    if (typeof url !== "string") throw new Error("no load balancer answers");
    const pages = await Promise.all(
      Array.from({ length: REQUESTS }, async () => (await fetch(new URL(path, url))).text()),
    );
    return [
      ...new Set(pages.map((page) => /<h1[^>]*>(?<heading>[^<]*)/.exec(page)?.groups?.["heading"] ?? page)),
    ].sort();
  }

  /** The world as its file holds it. */
  savedWorld(): SavedWorld {
    return (JSON.parse(readFileSync(this.world, "utf8")) as { world: SavedWorld }).world;
  }

  /** Any other pulumi command. */
  pulumi(args: readonly string[]): Promise<{ readonly exitCode: number; readonly text: string }> {
    return this.#spawn("pulumi", [...args, "--non-interactive", "--color", "never"]);
  }

  /** Runs a script of the repository, which runs pulumi itself. */
  node(
    script: string,
    args: readonly string[],
  ): Promise<{ readonly exitCode: number; readonly text: string }> {
    return this.#spawn(process.execPath, [join(repository, script), ...args]);
  }

  async #spawn(command: string, args: readonly string[]): Promise<{ exitCode: number; text: string }> {
    const child = spawn(command, args, {
      cwd: this.folder,
      env: this.#environment(),
      timeout: COMMAND_TIMEOUT_MS,
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
    }
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once("error", reject).once("close", (code) => resolve(code ?? -1));
    });
    return { exitCode, text };
  }

  #stackFile(stack: string): string {
    return join(this.folder, `Pulumi.${stack}.yaml`);
  }

  #environment(): NodeJS.ProcessEnv {
    const debugProviders = this.#cloud?.debugProviders;
    return {
      ...engineEnvironment({ home: join(this.folder, "pulumi-home"), world: this.world, debugProviders }),
      // Makes the flag --event-log known.
      PULUMI_DEBUG_COMMANDS: "true",
    };
  }
}
