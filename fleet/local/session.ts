import * as pulumi from "@pulumi/pulumi";
import { structured } from "../../sim/aws/structured.ts";
import { Cloud } from "../../sim/cloud.ts";
import type { Intercept } from "../../sim/hosts/in-process/deployment.ts";
import type { OnStep } from "../../sim/hosts/in-process/events.ts";
import { InProcessHost, type DestroyResult, type UpResult } from "../../sim/hosts/in-process/host.ts";
import { UserError } from "../project/errors.ts";
import {
  findStackFiles,
  programConfig,
  readProject,
  type Project,
  type StackFile,
} from "../project/project.ts";
import { ConfigError, loadStackConfig } from "../../stacks/config/config.ts";
import { orderStacks, relationProblems, type OrderedStack } from "../project/stack-order.ts";

export interface SessionOptions {
  /** Folder with Pulumi.yaml and the program. */
  readonly projectDirectory: string;
  /** Folder with the Pulumi.<stack>.yaml files. Default: the project's. */
  readonly configDirectory?: string;
  /** Names of the stacks to run. Default: all that have a file. */
  readonly stacks?: readonly string[];
  /** Ids of the simulated cloud follow from it. */
  readonly seed?: string;
  /** Whether Pulumi runs in the clusters' VPC, so that it reaches private API endpoints. */
  readonly inVpc?: boolean;
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
    { seed, inVpc = false }: SessionOptions,
  ) {
    this.project = project;
    this.stacks = stacks;
    this.#program = program;
    // They are all in one region, or they would not run together.
    const [region] = stacks.flatMap(({ config }) => config["aws:region"] ?? []);
    this.cloud = new Cloud({
      ...(region && { region }),
      ...accountOf(stacks),
      ...(seed === undefined ? {} : { seed }),
      inVpc,
    });
    this.host = new InProcessHost(this.cloud);
  }

  /**
   * Reads the configuration of all stacks, checks it as their programs will, and loads the program; nothing is created
   * yet.
   *
   * @throws UserError with all problems of all stacks.
   */
  static async open(options: SessionOptions): Promise<LocalSession> {
    const { projectDirectory, configDirectory = projectDirectory } = options;
    const project = readProject(projectDirectory);
    const { names, files, problems } = findStackFiles(configDirectory, project, options.stacks);
    const all = [
      ...problems,
      ...files.flatMap((file) => configProblems(project, file)),
      ...relationProblems(project, files, names),
    ];
    if (all.length > 0) throw new UserError(all.join("\n"), all);
    const entry = (await import("../../index.ts")) as { default: () => Promise<Record<string, unknown>> };
    return new LocalSession(project, orderStacks(project, files), entry.default, options);
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

/** The account of the first stack that says which it may be; whichever it is, the other stacks must agree. */
function accountOf(stacks: readonly OrderedStack[]): { readonly accountId?: string } {
  const ids = stacks.flatMap(({ config }) => structured(config["aws:allowedAccountIds"]) ?? []);
  const [accountId] = ids.map(String).filter((id) => /^\d{12}$/.test(id));
  return accountId === undefined ? {} : { accountId };
}

/** What a stack's program would say of its configuration. */
function configProblems(project: Project, file: StackFile): string[] {
  pulumi.runtime.resetOptions(project.name, file.stack, -1, "", "", false, "");
  pulumi.runtime.setAllConfig(programConfig(project, file));
  try {
    loadStackConfig();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [error.message];
    throw error;
  }
}
