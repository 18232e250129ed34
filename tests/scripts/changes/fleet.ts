import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { wafv2State } from "../../../sim/aws/wafv2/state.ts";
import { findLeftovers } from "../../../fleet/local/leftovers.ts";
import { describeTarget, isUnfit, verifyTargets } from "../../../fleet/local/verify.ts";
import { readStackFiles } from "../../../fleet/project/project.ts";
import type { Settings } from "../../../scripts/changes/change.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { VirtualLoad, type VirtualLoadResult } from "../../../sim/data-plane/virtual-load.ts";
import type { StepEvent } from "../../../sim/hosts/in-process/events.ts";
import type { SavedStacks } from "../../../sim/hosts/in-process/saved-stacks.ts";
import { evictPod } from "../../../sim/kubernetes/eviction.ts";
import { contentsOf, restoreWorld, saveWorld, type SavedWorld } from "../../../sim/world.ts";
import { PROJECT } from "../../support/changes.ts";
import { LivingFleet } from "../../support/living-fleet.ts";
import { PROJECT_DIRECTORY } from "../../support/stack-files.ts";
import { crdsFile, givenInAccount, givenInVpc } from "./given.ts";
import { withSettings } from "./settings.ts";

export const PRIMARY = "cluster1";
export const MEMBERS = ["cluster2", "cluster3"] as const;
export const STACKS = [PRIMARY, ...MEMBERS] as const;

export type StackName = (typeof STACKS)[number];

/** What an update did. */
export interface Update {
  readonly steps: readonly StepEvent[];
  /** The whole message of what was refused before anything was registered. */
  readonly refused?: string;
  /** What failed in the cloud. */
  readonly failed?: readonly string[];
}

/** A living fleet as plain data. */
export interface SavedFleet {
  readonly world: SavedWorld;
  readonly stacks: SavedStacks;
}

/** Long enough for targets to be registered and found healthy. */
const SETTLED_MS = 5 * 60_000;

/** Stacks of what is in the account beside the fleet, in the order in which they are made. */
const ACCOUNT = "account";
const IN_VPC = "in-vpc";

const [primaryFile, memberFile] = readStackFiles(PROJECT_DIRECTORY, PROJECT, ["cluster1", "cluster2"]);

/** The repository's stacks, and a second member. */
const FILES = [
  primaryFile!,
  memberFile!,
  {
    ...memberFile!,
    stack: "cluster3",
    config: { ...memberFile!.config, [`${PROJECT.name}:clusterName`]: "myeks-cluster3" },
  },
];

/** The controller's CRDs with descriptions. */
const CRDS_FILE = crdsFile();

/** A primary with two members in a simulated cloud of their own. */
export class FleetUnderLoad {
  readonly cloud: SimulatedCloud;
  readonly #fleet: LivingFleet;
  #load: VirtualLoad | undefined;

  private constructor(cloud: SimulatedCloud, saved?: SavedStacks) {
    this.cloud = cloud;
    this.#fleet = new LivingFleet({ cloud, files: FILES, ...(saved && { saved }) });
  }

  /** Brings a fleet up. @throws Error when a stack fails. */
  static async bringUp(settings: Readonly<Partial<Record<StackName, Settings>>> = {}): Promise<SavedFleet> {
    const cloud = new SimulatedCloud();
    const fleet = new FleetUnderLoad(cloud);
    await fleet.#make(ACCOUNT, givenInAccount);
    cloud.call(cloud.administrator, "wafv2", "CreateWebACL", {
      Name: "shop",
      Scope: "REGIONAL",
      DefaultAction: { Allow: {} },
      VisibilityConfig: {},
    });
    for (const stack of STACKS) {
      const { refused, failed } = await fleet.up(stack, settings[stack]);
      if (refused !== undefined || failed !== undefined) throw new Error(refused ?? failed!.join("\n"));
      if (stack === PRIMARY) await fleet.#make(IN_VPC, () => givenInVpc(fleet.#block));
    }
    cloud.clock.advance(SETTLED_MS);
    return structuredClone({ world: saveWorld(cloud), stacks: fleet.#fleet.host.save() });
  }

  /** A fleet of one's own, under load, that goes on where the saved one was. */
  static resume(saved: SavedFleet): FleetUnderLoad {
    const { world, stacks } = structuredClone(saved);
    const cloud = restoreWorld(world);
    const fleet = new FleetUnderLoad(cloud, stacks);
    const dnsName = String(stacks[PRIMARY]!.outputs["loadBalancerDnsName"]);
    fleet.#load = new VirtualLoad(cloud, { dnsName });
    cloud.clock.advance(SETTLED_MS);
    return fleet;
  }

  /** Names of the clusters that clients should get answers from. */
  get clusters(): readonly string[] {
    return [...clustersOf(this.cloud).keys()];
  }

  /** Updates a stack, which has its usual configuration but for these settings. */
  async up(stack: StackName, settings: Settings = {}): Promise<Update> {
    const steps: StepEvent[] = [];
    const config = withSettings(PROJECT.name, this.#fleet.configOf(stack), this.#known(settings));
    const { failures, programError } = await this.#fleet.run(stack, config, {
      onStep: (event) => (event.status === "started" ? undefined : steps.push(event)),
    });
    return {
      steps,
      ...(programError === undefined ? {} : { refused: programError.message }),
      ...(failures.length === 0
        ? {}
        : { failed: failures.map(({ type, message }) => `${type}: ${message}`) }),
    };
  }

  /** Destroys all stacks in order. @returns what is left, or what refuses to go. */
  destroy(): readonly string[] {
    this.#load?.stop();
    for (const stack of ["cluster3", "cluster2", IN_VPC, PRIMARY, ACCOUNT]) {
      const { failures } = this.#fleet.host.destroy(PROJECT.name, stack);
      if (failures.length > 0) return failures.map(({ type, message }) => `${type}: ${message}`);
    }
    // No stack makes a web ACL: this one was there before.
    const given = contentsOf(this.cloud).filter((entry) => entry.startsWith("wafv2/webAcls/"));
    return findLeftovers(this.cloud, given);
  }

  /**
   * Evicts a pod of the application in each cluster, and waits until another one has taken its place.
   *
   * @returns what does not go.
   */
  evictPods(): readonly string[] {
    const kept = [...clustersOf(this.cloud).values()].flatMap(({ name, api }) => {
      const pod = api
        .list("v1/Pod")
        .find(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === "app-2048");
      if (pod === undefined) return [];
      try {
        evictPod(api, pod.metadata.namespace!, pod.metadata.name);
        return [];
      } catch (error) {
        return [`a pod of ${name} stays: ${(error as Error).message}`];
      }
    });
    this.cloud.clock.advance(SETTLED_MS);
    return kept;
  }

  /** Targets that are not healthy. */
  unfitTargets(): readonly string[] {
    return verifyTargets(this.cloud).targets.filter(isUnfit).map(describeTarget);
  }

  /** Lets time pass. */
  wait(ms: number): void {
    this.cloud.clock.advance(ms);
  }

  /** What clients noticed since the last call. */
  takeLoad(): VirtualLoadResult {
    return this.#load!.take();
  }

  /** First half of the addresses of the VPC that the fleet is in. */
  get #block(): string {
    const vpcId = String(this.#fleet.host.save()[PRIMARY]!.outputs["vpcId"]);
    return ec2State(this.cloud).vpcs.get(vpcId).CidrBlock.split(".").slice(0, 2).join(".");
  }

  async #make(stack: string, make: () => Record<string, unknown>): Promise<void> {
    const given = await this.#fleet.host.up({
      project: PROJECT.name,
      stack,
      config: { "aws:region": this.cloud.region },
      program: () => Promise.resolve(make()),
    });
    if (!given.succeeded) throw new Error(JSON.stringify(given.failures), { cause: given.programError });
  }

  /** Puts the names of what is given in the place of `<...>`. */
  #known(settings: Settings): Settings {
    const { [ACCOUNT]: account, [IN_VPC]: inVpc } = this.#fleet.host.save();
    const [webAcl] = wafv2State(this.cloud).webAcls.values();
    const given: Readonly<Record<string, unknown>> = {
      ...account?.outputs,
      ...inVpc?.outputs,
      "web acl": webAcl?.arn,
      "upstream's CRDs": CRDS_FILE,
    };
    const text = JSON.stringify(settings, (_key, value: unknown) => (value === undefined ? null : value));
    return JSON.parse(text, (_key, value: unknown) => {
      const name = typeof value === "string" ? /^<(?<name>.+)>$/.exec(value)?.groups?.["name"] : undefined;
      return name === undefined ? value : given[name];
    }) as Settings;
  }
}
