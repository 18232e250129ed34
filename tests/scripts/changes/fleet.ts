import { resourceType } from "../../../sim/catalog.ts";
import { chartsOf } from "../../../sim/charts/registry.ts";
import { imagesOf } from "../../../sim/kubernetes/image-registry.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { addKey } from "../../../sim/aws/kms/keys.ts";
import { addHostedZone } from "../../../sim/aws/route53/operations.ts";
import { snsState } from "../../../sim/aws/sns/state.ts";
import { wafv2State } from "../../../sim/aws/wafv2/state.ts";
import { findLeftovers } from "../../../fleet/local/leftovers.ts";
import { describeTarget, isUnfit, verifyTargets } from "../../../fleet/local/verify.ts";
import type { Change, FleetName, Settings } from "../../../scripts/changes/change.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { VirtualLoad, type VirtualLoadResult } from "../../../sim/data-plane/virtual-load.ts";
import type { StepEvent } from "../../../sim/hosts/in-process/events.ts";
import type { SavedStacks } from "../../../sim/hosts/in-process/saved-stacks.ts";
import { evictPod } from "../../../sim/kubernetes/eviction.ts";
import { contentsOf, restoreWorld, saveWorld, type SavedWorld } from "../../../sim/world.ts";
import { PROJECT } from "../../support/changes.ts";
import { LivingFleet } from "../../support/living-fleet.ts";
import { crdsFile, givenInAccount, givenInVpc } from "./given.ts";
import { fleetOf, MEMBERS, type Fleet } from "./fleets.ts";
import { withSettings } from "./settings.ts";

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
  readonly name: FleetName;
  readonly world: SavedWorld;
  readonly stacks: SavedStacks;
}

/** Long enough for targets to be registered and found healthy. */
const SETTLED_MS = 5 * 60_000;

/** Stacks of what is in the account beside the fleet, in the order in which they are made. */
const ACCOUNT = "account";
const IN_VPC = "in-vpc";

/** A key that everybody of the account may use, EC2 Auto Scaling too. */
const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const OPEN_KEY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
};

const CHART_MIRRORS = [
  { url: "oci://registry.example.com/charts" },
  { url: "https://charts.example.com", username: "reader", password: "..." },
];

/** The controller's CRDs with descriptions. */
const CRDS_FILE = crdsFile();

/** A fleet in a simulated cloud of its own. */
export class FleetUnderLoad {
  readonly cloud: SimulatedCloud;
  readonly name: FleetName;
  readonly #plan: Fleet;
  readonly #fleet: LivingFleet;
  #loads: readonly Load[] = [];
  #alarmsTakenAt = 0;

  private constructor(name: FleetName, cloud: SimulatedCloud, saved?: SavedStacks) {
    this.cloud = cloud;
    this.name = name;
    this.#plan = fleetOf(name);
    this.#fleet = new LivingFleet({ cloud, files: this.#plan.files, ...(saved && { saved }) });
  }

  /** Brings a fleet up. @throws Error when a stack fails. */
  static async bringUp(name: FleetName, settings: (stack: string) => Settings): Promise<SavedFleet> {
    const cloud = new SimulatedCloud();
    const fleet = new FleetUnderLoad(name, cloud);
    addHostedZone(cloud, { id: "ZEXAMPLE", name: "example.com", delegated: true });
    imagesOf(cloud).copies.set(
      "registry.example.com/eks/controller",
      "public.ecr.aws/eks/aws-load-balancer-controller",
    );
    for (const mirror of CHART_MIRRORS) chartsOf(cloud).mirrors.set(mirror.url, mirror);
    addKey(cloud, { id: KEY_ID, enabled: true, policy: OPEN_KEY });
    await fleet.#make(ACCOUNT, givenInAccount);
    cloud.call(cloud.administrator, "wafv2", "CreateWebACL", {
      Name: "shop",
      Scope: "REGIONAL",
      DefaultAction: { Allow: {} },
      VisibilityConfig: {},
    });
    for (const stack of fleet.stacks) {
      const { refused, failed } = await fleet.up(stack, settings(stack));
      if (refused !== undefined || failed !== undefined) throw new Error(refused ?? failed!.join("\n"));
      if (stack === fleet.owner) await fleet.#make(IN_VPC, () => givenInVpc(fleet.owner, fleet.#block));
    }
    cloud.clock.advance(SETTLED_MS);
    return structuredClone({ name, world: saveWorld(cloud), stacks: fleet.#fleet.host.save() });
  }

  /** A fleet of one's own, under load, that goes on where the saved one was. */
  static resume(
    saved: SavedFleet,
    { hosts = [], names = [] }: Pick<Change, "hosts" | "names">,
  ): FleetUnderLoad {
    const { name, world, stacks } = structuredClone(saved);
    const cloud = restoreWorld(world);
    const fleet = new FleetUnderLoad(name, cloud, stacks);
    fleet.#alarmsTakenAt = cloud.clock.now();
    const dnsName = String(stacks[fleet.owner]!.outputs["loadBalancerDnsName"]);
    const ofHosts = [...fleet.#plan.hosts, ...hosts].map((host) => ({
      host,
      load: new VirtualLoad(cloud, { dnsName, requests: [host === undefined ? {} : { host }] }),
    }));
    const ofNames = names.map((name) => ({ host: name, load: new VirtualLoad(cloud, { dnsName: name }) }));
    fleet.#loads = [...ofHosts, ...ofNames];
    cloud.clock.advance(SETTLED_MS);
    return fleet;
  }

  /** The stack that owns the load balancer. */
  get owner(): string {
    return this.#plan.owner;
  }

  /** All stacks, the owner first. */
  get stacks(): readonly string[] {
    return [this.owner, ...MEMBERS];
  }

  /** Names of the clusters that clients should get answers from. */
  get clusters(): readonly string[] {
    return [...clustersOf(this.cloud).keys()];
  }

  /** Updates a stack, which has its usual configuration but for these settings. */
  async up(stack: string, settings: Settings = {}): Promise<Update> {
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
    for (const { load } of this.#loads) load.stop();
    for (const stack of [...MEMBERS.toReversed(), IN_VPC, this.owner, ACCOUNT]) {
      const { failures } = this.#fleet.host.destroy(PROJECT.name, stack);
      if (failures.length > 0) return failures.map(({ type, message }) => `${type}: ${message}`);
    }
    // Of the account, and there before.
    const given = contentsOf(this.cloud).filter((entry) =>
      /^(wafv2\/webAcls\/.*\/shop\/|route53\/zones\/|kms\/keys\/|images\/copies\/|helm\/mirrors\/)/.test(
        entry,
      ),
    );
    return findLeftovers(this.cloud, given);
  }

  /**
   * Evicts a pod of each application in each cluster, and waits until others have taken their places.
   *
   * @returns what does not go.
   */
  evictPods(): readonly string[] {
    const kept = [...clustersOf(this.cloud).values()].flatMap(({ name, api }) =>
      onePerApp(api.list("v1/Pod")).flatMap(({ metadata }) => {
        try {
          evictPod(api, metadata.namespace!, metadata.name);
          return [];
        } catch (error) {
          return [`a pod of ${name} stays: ${(error as Error).message}`];
        }
      }),
    );
    this.cloud.clock.advance(SETTLED_MS);
    return kept;
  }

  /** Targets that are not healthy. */
  unfitTargets(): readonly string[] {
    return verifyTargets(this.cloud).targets.filter(isUnfit).map(describeTarget);
  }

  /** What Pulumi's state has of AWS and is not there: a refresh would find that it was deleted. */
  missing(): readonly string[] {
    const { cloud } = this;
    return this.stacks.flatMap((stack) =>
      this.#fleet.host
        .resources(stack)
        .filter(({ custom, type }) => custom && type.startsWith("aws:"))
        .filter(
          ({ id, inputs, outputs, ...record }) =>
            resourceType(record.type).read({ ...record, cloud, state: outputs }, id, inputs) === undefined,
        )
        .map(({ type }) => `${type.split(":").at(-1)!} of ${stack}`),
    );
  }

  /** Alarms that went off since the last call. */
  takeAlarms(): readonly string[] {
    const subjects = snsState(this.cloud)
      .topics.values()
      .flatMap(({ published }) => published)
      .filter(({ at, subject }) => at > this.#alarmsTakenAt && subject.startsWith("ALARM"))
      .map(({ subject }) => subject);
    this.#alarmsTakenAt = this.cloud.clock.now();
    return subjects.map((subject) => subject.replace(/^.*"(.*)-[0-9a-f]{7}".*$/, "alarm $1 goes off"));
  }

  /** Lets time pass. */
  wait(ms: number): void {
    this.cloud.clock.advance(ms);
  }

  /** What clients noticed since the last call. */
  takeLoads(): readonly (VirtualLoadResult & { readonly host: string | undefined })[] {
    return this.#loads.map(({ host, load }) => ({ host, ...load.take() }));
  }

  /** First half of the addresses of the VPC that the fleet is in. */
  get #block(): string {
    const vpcId = String(this.#fleet.host.save()[this.owner]!.outputs["vpcId"]);
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
      "web acl": webAcl?.ARN,
      "KMS key": this.cloud.arn("kms", `key/${KEY_ID}`),
      "upstream's CRDs": CRDS_FILE,
    };
    const text = JSON.stringify(settings, (_key, value: unknown) => (value === undefined ? null : value));
    return JSON.parse(text, (_key, value: unknown) => {
      const name = typeof value === "string" ? /^<(?<name>.+)>$/.exec(value)?.groups?.["name"] : undefined;
      return name === undefined ? value : given[name];
    }) as Settings;
  }
}

interface Load {
  /** What is asked for; undefined stands for the load balancer's own name. */
  readonly host: string | undefined;
  readonly load: VirtualLoad;
}

/** The first pod of each application. */
function onePerApp<Pod extends { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } }>(
  pods: readonly Pod[],
): readonly Pod[] {
  const found = new Map<string, Pod>();
  for (const pod of pods) {
    const app = pod.metadata.labels?.["app.kubernetes.io/name"];
    if (app?.startsWith("app-") && !found.has(app)) found.set(app, pod);
  }
  return [...found.values()];
}
