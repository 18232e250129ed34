import { existsSync } from "node:fs";
import { join } from "node:path";
import { defined } from "../../components/shared/defined.ts";
import { FORMS } from "../../components/shared/forms.ts";
import { nearestWords, orList } from "../../components/shared/nearest.ts";
import { shown } from "../../components/shared/shown.ts";
import { knownRegions } from "../../sim/aws/ec2/zones.ts";
import { contentsOf } from "../../sim/world.ts";
import { structured } from "../../sim/aws/structured.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import type { Intercept } from "../../sim/hosts/in-process/deployment.ts";
import type { OnStep } from "../../sim/hosts/in-process/events.ts";
import { InProcessHost, type DestroyResult, type UpResult } from "../../sim/hosts/in-process/host.ts";
import type { ResourceRecord } from "../../sim/hosts/in-process/stack-state.ts";
import { SecretValues } from "../../sim/hosts/pulumi-provider/secret-values.ts";
import { putGiven } from "../given/put-given.ts";
import { readGiven, type GivenFile } from "../given/read-given.ts";
import { UserError } from "../project/errors.ts";
import { deployManifests, readManifests, type DeployedManifest } from "./manifests.ts";
import { asProgramOf, readFleetFiles, type FleetFiles, type FleetFolders } from "../project/fleet-files.ts";
import { programConfig, type Project, type StackFile } from "../project/project.ts";
import { ConfigError, configuredSecrets, loadStackConfig } from "../../stacks/config/config.ts";
import { orderStacks, relationProblems, type OrderedStack } from "../project/stack-order.ts";

export interface SessionOptions extends FleetFolders {
  /** File that says what is in the account already. Default: `given.yaml` beside the stacks' files, where it is there. */
  readonly given?: string;
  /** Ids of the simulated cloud follow from it. */
  readonly seed?: string;
  /** Whether Pulumi runs in the clusters' VPC, so that it reaches private API endpoints. */
  readonly inVpc?: boolean;
}

/** The project's own stacks in a simulated cloud of their own. */
export class LocalSession {
  readonly cloud: SimulatedCloud;
  readonly host: InProcessHost;
  readonly project: Project;
  readonly stacks: readonly OrderedStack[];
  /** What does not keep the stacks from running, in words. */
  readonly warnings: readonly string[];
  /** What was in the account before the first stack. */
  readonly given: readonly string[];
  readonly #program: () => Promise<Record<string, unknown>>;
  /** Of `Pulumi.yaml`. */
  readonly #folder: string;
  readonly #secrets: SecretValues;
  /** What somebody else deploys to each cluster. */
  readonly #manifests: readonly DeployedManifest[];

  private constructor(options: {
    readonly project: Project;
    readonly stacks: readonly OrderedStack[];
    readonly warnings: readonly string[];
    readonly program: () => Promise<Record<string, unknown>>;
    readonly folder: string;
    readonly secrets: SecretValues;
    readonly given: GivenFile | undefined;
    readonly manifests: readonly DeployedManifest[];
    readonly options: SessionOptions;
  }) {
    const { project, stacks, given } = options;
    const { seed, inVpc = false } = options.options;
    this.project = project;
    this.stacks = stacks;
    this.warnings = options.warnings;
    this.#program = options.program;
    this.#folder = options.folder;
    this.#secrets = options.secrets;
    this.#manifests = options.manifests;
    // They are all in one region, or they would not run together.
    const [region] = stacks.flatMap(({ config }) => config["aws:region"] ?? []);
    this.cloud = new SimulatedCloud({
      ...defined({ region, seed, accountId: given?.accountId ?? accountOf(stacks) }),
      inVpc,
    });
    if (given !== undefined) putGiven(this.cloud, given);
    this.given = contentsOf(this.cloud);
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
    const fleet = readFleetFiles(options);
    const { project, folder, names, files, problems, warnings } = fleet;
    const secrets = new SecretValues();
    const { given: path = givenOf(configDirectory) } = options;
    const given = path === undefined ? undefined : readGiven(path);
    const manifests = readManifests(configDirectory);
    const all = [
      ...problems,
      ...files.flatMap((file) => configProblems(fleet, file, secrets)),
      ...files.flatMap(unknownRegion),
      ...relationProblems(project, files, names),
    ];
    if (all.length > 0) throw new UserError(all.join("\n"), all);
    const entry = (await import("../../index.ts")) as { default: () => Promise<Record<string, unknown>> };
    return new LocalSession({
      project,
      stacks: orderStacks(project, files),
      warnings,
      program: entry.default,
      folder,
      secrets,
      given,
      manifests,
      options,
    });
  }

  /** Brings one stack up. */
  async up(
    stack: OrderedStack,
    options: { readonly onStep?: OnStep; readonly intercept?: Intercept } = {},
  ): Promise<UpResult> {
    const { config, secretKeys } = stack;
    const program = this.#program;
    const result = await this.host.up(
      { project: this.project.name, stack: stack.stack, config, secretKeys, program, folder: this.#folder },
      this.#quietOfSecrets(options),
    );
    const { programError } = result;
    if (programError !== undefined) programError.message = this.#secrets.redact(programError.message);
    return this.#withoutSecrets(result);
  }

  /** Name of a stack's cluster; undefined of an edge, which has none. */
  clusterOf({ config }: OrderedStack): string | undefined {
    const name = config[`${this.project.name}:clusterName`];
    return typeof name === "string" && name !== "" ? name : undefined;
  }

  /** Deploys to a stack's cluster, in a GitOps tool's place, what stands beside the configuration. @throws UserError */
  deployManifests(stack: OrderedStack): void {
    const cluster = this.clusterOf(stack);
    if (cluster !== undefined) deployManifests(this.cloud, cluster, this.#manifests);
  }

  /** Destroys one stack. */
  destroy(stack: OrderedStack, options: { readonly onStep?: OnStep } = {}): DestroyResult {
    const { project } = this;
    return this.#withoutSecrets(this.host.destroy(project.name, stack.stack, this.#quietOfSecrets(options)));
  }

  /** A stack's resources as they may be shown: with `[secret]` for what follows from secrets of the configuration. */
  shownResources(stack: string): ResourceRecord[] {
    return this.host.resources(stack).map((record) => this.#secrets.mask(record) as ResourceRecord);
  }

  /** Ids of what stays in the cloud when the stack is destroyed. */
  retainedIds(stack: OrderedStack): string[] {
    const kept = this.host.resources(stack.stack).filter((record) => record.custom && record.retainOnDelete);
    return kept.map(({ id }) => id);
  }

  #quietOfSecrets<Options extends { readonly onStep?: OnStep }>(options: Options): Options {
    const { onStep } = options;
    if (onStep === undefined) return options;
    return {
      ...options,
      onStep: (event) =>
        onStep(
          event.message === undefined ? event : { ...event, message: this.#secrets.redact(event.message) },
        ),
    };
  }

  #withoutSecrets<Result extends Pick<UpResult, "failures">>(result: Result): Result {
    const failures = result.failures.map((failure) => ({
      ...failure,
      message: this.#secrets.redact(failure.message),
    }));
    return { ...result, failures };
  }
}

/** The account of the first stack that says which it may be; whichever it is, the other stacks must agree. */
function accountOf(stacks: readonly OrderedStack[]): string | undefined {
  const ids = stacks.flatMap(({ config }) => structured(config["aws:allowedAccountIds"]) ?? []);
  return ids.map(String).find((id) => /^\d{12}$/.test(id));
}

/** A region of the right form that no cloud here can be in; AWS might know it. */
function unknownRegion({ stack, config, secretKeys }: StackFile): string[] {
  const region = config["aws:region"];
  const hasForm = typeof region === "string" && FORMS.region[0].test(region);
  if (!hasForm || secretKeys.includes("aws:region") || knownRegions().includes(region)) return [];
  const near = nearestWords(region, knownRegions());
  const remedy =
    near.length > 0 ? `did you mean ${orList(near)}?` : `use one of ${knownRegions().join(", ")}`;
  return [
    `Pulumi.${stack}.yaml: aws:region is ${shown(region)}, which is not a region of the simulated cloud; ${remedy}`,
  ];
}

/** The file beside the stacks' own that says what is in the account, where there is one. */
function givenOf(configDirectory: string): string | undefined {
  const path = join(configDirectory, "given.yaml");
  return existsSync(path) ? path : undefined;
}

/**
 * What a stack's program would say of its configuration.
 *
 * @param secrets learns those of the stack.
 */
function configProblems(fleet: FleetFiles, file: StackFile, secrets: SecretValues): string[] {
  const { stack, secretKeys } = file;
  return asProgramOf(fleet, { stack, config: programConfig(fleet.project, file), secretKeys }, () => {
    try {
      loadStackConfig();
      secrets.learn(configuredSecrets());
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return [error.message];
      throw error;
    }
  });
}
