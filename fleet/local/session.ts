import * as pulumi from "@pulumi/pulumi";
import { Cloud } from "../../sim/cloud.ts";
import type { Intercept } from "../../sim/hosts/in-process/deployment.ts";
import type { OnStep } from "../../sim/hosts/in-process/events.ts";
import { InProcessHost, type DestroyResult, type UpResult } from "../../sim/hosts/in-process/host.ts";
import { UserError } from "../project/errors.ts";
import { readProject, readStackFiles, type Project } from "../project/project.ts";
import { ConfigError, loadStackConfig } from "../../stacks/config/config.ts";
import { orderStacks, type OrderedStack } from "../project/stack-order.ts";

export interface SessionOptions {
  /** Folder with Pulumi.yaml and the program. */
  readonly projectDirectory: string;
  /** Folder with the Pulumi.<stack>.yaml files. Default: the project's. */
  readonly configDirectory?: string;
  /** Names of the stacks to run. Default: all that have a file. */
  readonly stacks?: readonly string[];
  /** Ids of the simulated cloud follow from it. */
  readonly seed?: string;
}

/** The project's own stacks in a simulated cloud of their own. */
export class LocalSession {
  readonly cloud: Cloud;
  readonly host: InProcessHost;
  readonly project: Project;
  readonly stacks: readonly OrderedStack[];
  readonly #program: () => Promise<Record<string, unknown>>;

  private constructor(
    project: Project,
    stacks: readonly OrderedStack[],
    program: () => Promise<Record<string, unknown>>,
    seed: string | undefined,
  ) {
    this.project = project;
    this.stacks = stacks;
    this.#program = program;
    this.cloud = new Cloud({ region: commonRegion(stacks), ...(seed === undefined ? {} : { seed }) });
    this.host = new InProcessHost(this.cloud);
  }

  /** Reads the configuration and loads the program; nothing is created yet. @throws UserError */
  static async open(options: SessionOptions): Promise<LocalSession> {
    const project = readProject(options.projectDirectory);
    const files = readStackFiles(
      options.configDirectory ?? options.projectDirectory,
      project,
      options.stacks,
    );
    const stacks = orderStacks(project, files);
    const entry = (await import("../../index.ts")) as { default: () => Promise<Record<string, unknown>> };
    return new LocalSession(project, stacks, entry.default, options.seed);
  }

  /** Checks every stack's configuration as its program will, before the first of them runs. @throws UserError */
  checkConfiguration(): void {
    const problems = this.stacks.flatMap(({ stack, config }) => {
      pulumi.runtime.resetOptions(this.project.name, stack, -1, "", "", false, "");
      pulumi.runtime.setAllConfig({ ...config });
      try {
        loadStackConfig();
        return [];
      } catch (error) {
        if (error instanceof ConfigError) return [error.message];
        throw error;
      }
    });
    if (problems.length > 0) throw new UserError(problems.join("\n"));
  }

  /** Brings one stack up. */
  up(
    stack: OrderedStack,
    options: { readonly onStep?: OnStep; readonly intercept?: Intercept } = {},
  ): Promise<UpResult> {
    return this.host.up(
      { project: this.project.name, stack: stack.stack, config: stack.config, program: this.#program },
      options,
    );
  }

  /** Destroys one stack. */
  destroy(stack: OrderedStack, options: { readonly onStep?: OnStep } = {}): DestroyResult {
    return this.host.destroy(this.project.name, stack.stack, options);
  }
}

/** A simulated cloud is one region, as the shared target group is. */
function commonRegion(stacks: readonly OrderedStack[]): string {
  const regions = new Map(stacks.map(({ stack, config }) => [stack, config["aws:region"]]));
  const missing = [...regions].filter(([, region]) => region === undefined);
  if (missing.length > 0) {
    throw new UserError(
      missing
        .map(([stack]) => `Pulumi.${stack}.yaml: aws:region is missing; set it, e.g. to ap-northeast-2`)
        .join("\n"),
    );
  }
  const distinct = [...new Set(regions.values())];
  if (distinct.length > 1) {
    const list = [...regions].map(([stack, region]) => `${stack} is in ${region!}`).join(", ");
    throw new UserError(`all stacks share one target group and must be in one region, but ${list}`);
  }
  return distinct[0]!;
}
