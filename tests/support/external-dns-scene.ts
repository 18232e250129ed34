import { readFileSync } from "node:fs";
import { gatewayApiCrds } from "../../facts/gateway-crds.ts";
import { iamState } from "../../sim/aws/iam/state.ts";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { addHostedZone } from "../../sim/aws/route53/operations.ts";
import { AwsClient } from "../../sim/charts/aws-sdk-go/client.ts";
import { ExternalDns } from "../../sim/charts/external-dns/controller/external-dns.ts";
import { parseFlags } from "../../sim/charts/external-dns/controller/flags.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import type { Caller } from "../../sim/core/caller.ts";
import { ApiServer } from "../../sim/kubernetes/api-server.ts";
import { bootstrap } from "../../sim/kubernetes/bootstrap.ts";
import type { Gvk, Manifest } from "../../sim/kubernetes/types.ts";

/** Names of the clusters, which are also the ids of their owners. */
export const PRIMARY = "myeks";
export const MEMBER = "myeks-cluster2";

/** The zones of the recordings. */
const ZONES = { "example.com": "ZONEEXAMPLECOM", "other.net": "ZONEOTHERNET" } as const;

/** DNS names of load balancers that are there. */
export const LOAD_BALANCERS = {
  [PRIMARY]: "k8s-game-app-1111111111-111111111.ap-northeast-2.elb.amazonaws.com",
  [MEMBER]: "k8s-game-app-2222222222-222222222.ap-northeast-2.elb.amazonaws.com",
  network: "k8s-game-net-3333333333-aaaaaaaaaaaaaaaa.elb.ap-northeast-2.amazonaws.com",
} as const;

/** A scenario as it was recorded from ExternalDNS v0.22.0. */
interface Recording {
  readonly arguments: readonly string[];
  readonly steps: readonly RecordedStep[];
}

export interface RecordedStep {
  readonly step: string;
  /** Objects by cluster. */
  readonly given: readonly (readonly [cluster: string, given: Manifest])[];
  readonly after: Observed;
}

/** What a step led to. */
export interface Observed {
  readonly records: Readonly<Record<string, readonly object[]>>;
  /** Level and message by owner id. */
  readonly log: Readonly<Record<string, readonly LogLine[]>>;
  readonly callsMade: readonly string[];
  readonly changeBatches: readonly (readonly object[])[];
}

interface LogLine {
  readonly level: string;
  readonly message: string;
}

/** Reads a recording by the name of its file. */
export function readRecording(name: string): Recording {
  const url = new URL(`../fixtures/external-dns/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as Recording;
}

/** Two clusters without any controller but ExternalDNS, two hosted zones, and load balancers that are there by name. */
export class ExternalDnsScene {
  readonly cloud = new SimulatedCloud();
  readonly #apis = new Map<string, ApiServer>();
  readonly #programs = new Map<string, ExternalDns>();
  readonly #log = new Map<string, LogLine[]>();
  #firstEntry = 0;

  constructor() {
    for (const [name, id] of Object.entries(ZONES)) addHostedZone(this.cloud, { id, name, delegated: true });
    for (const dnsName of Object.values(LOAD_BALANCERS)) {
      elbv2State(this.cloud).loadBalancers.set(dnsName, { dnsName } as never);
    }
  }

  /** Of a cluster, which has the namespace `game` and the Gateway API. */
  api(cluster: string): ApiServer {
    const present = this.#apis.get(cluster);
    if (present !== undefined) return present;
    const api = new ApiServer({ clock: this.cloud.clock, ids: this.cloud.ids });
    bootstrap(api, "10.100.0.0/16");
    for (const definition of gatewayApiCrds("1.6.1")) api.create({ ...definition });
    api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
    this.#apis.set(cluster, api);
    return api;
  }

  /** Starts the program of a cluster, or starts it again. @param caller Default: one that may do everything. */
  start(cluster: string, args: readonly string[], caller?: Caller): void {
    this.stop(cluster);
    const program = new ExternalDns({
      flags: parseFlags([...args, `--txt-owner-id=${cluster}`]),
      api: this.api(cluster),
      aws: new AwsClient(this.cloud, () => caller ?? { kind: "administrator", arn: cluster }),
      clock: this.cloud.clock,
      log: (level, message) => this.#linesOf(cluster).push({ level, message }),
    });
    this.#programs.set(cluster, program);
  }

  stop(cluster: string): void {
    this.#programs.get(cluster)?.stop();
  }

  /** Forgets what was said and called so far, and lets the programs work. */
  work(ms: number): void {
    this.#log.clear();
    this.#firstEntry = this.cloud.journal.entries().length;
    this.cloud.clock.advance(ms);
  }

  observed(): Observed {
    const calls = this.cloud.journal.entries().slice(this.#firstEntry);
    return {
      records: Object.fromEntries(Object.entries(ZONES).map(([name, id]) => [name, this.records(id)])),
      log: Object.fromEntries(this.#log),
      callsMade: [...new Set(calls.map(({ action }) => action))].toSorted(),
      changeBatches: calls.filter(({ action }) => action === "ChangeResourceRecordSets").map(batchOf),
    };
  }

  records(HostedZoneId: string = ZONES["example.com"]): readonly object[] {
    const { administrator } = this.cloud;
    const { ResourceRecordSets } = this.cloud.call(administrator, "route53", "ListResourceRecordSets", {
      HostedZoneId,
    });
    const keyOf = ({ Name, Type }: { Name: string; Type: string }) =>
      `${Name.replace(String.raw`\052`, "*")} ${Type}`;
    return ResourceRecordSets.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map(
      ({ Name, Type, TTL = 0, ResourceRecords, AliasTarget }) => ({
        name: Name.replace(String.raw`\052`, "*"),
        type: Type,
        ttl: TTL,
        ...(ResourceRecords && { values: ResourceRecords.map(({ Value }) => Value) }),
        ...(AliasTarget && { alias: AliasTarget }),
      }),
    );
  }

  #linesOf(cluster: string): LogLine[] {
    const lines = this.#log.get(cluster) ?? [];
    this.#log.set(cluster, lines);
    return lines;
  }
}

/** Steps in which nothing has an address yet. */
const WITHOUT_ADDRESS = ["Ingress without a load balancer yet", "earlier prefix", "route not accepted yet"];

/** Kinds of the recorded objects. */
export const INGRESS = "networking.k8s.io/v1/Ingress";
export const SERVICE = "v1/Service";
const GATEWAY = "gateway.networking.k8s.io/v1/Gateway";
export const HTTP_ROUTE = "gateway.networking.k8s.io/v1/HTTPRoute";

/** Makes or changes what a step gives, and says where it is reached as the load balancer controller would. */
export function give(scene: ExternalDnsScene, { step, given }: RecordedStep): void {
  for (const [cluster, manifest] of given) {
    scene.api(cluster).apply(manifest);
    if (WITHOUT_ADDRESS.includes(step)) continue;
    const kind = manifest.kind === "Ingress" ? INGRESS : SERVICE;
    const hostname = kind === SERVICE ? LOAD_BALANCERS.network : LOAD_BALANCERS[cluster as typeof PRIMARY];
    reach(scene.api(cluster), kind, manifest.metadata.name!, hostname);
  }
  if (step === "Ingress has its host name")
    reach(scene.api(PRIMARY), INGRESS, "app", LOAD_BALANCERS[PRIMARY]);
}

function reach(api: ApiServer, kind: string, name: string, hostname: string): void {
  const status = { loadBalancer: { ingress: [{ hostname }] } };
  api.patch(kind as Gvk, "game", name, { status }, "status");
}

/** The load balancer controller has taken the route, and the Gateway has its address. */
export function acceptRoute(scene: ExternalDnsScene, listener: string): void {
  const api = scene.api(PRIMARY);
  const lastTransitionTime = scene.cloud.clock.timestamp();
  const addresses = [{ type: "Hostname", value: LOAD_BALANCERS[PRIMARY] }];
  api.patch(GATEWAY as Gvk, "game", "web", { status: { addresses } }, "status");
  const parent = {
    parentRef: { name: "web", sectionName: listener },
    controllerName: "gateway.k8s.aws/alb",
    conditions: [{ type: "Accepted", status: "True", reason: "Accepted", message: "", lastTransitionTime }],
  };
  api.patch(HTTP_ROUTE as Gvk, "game", "app", { status: { parents: [parent] } }, "status");
}

/** A role of the program, with one policy. */
export function roleWith({ cloud }: ExternalDnsScene, Statement: readonly object[]): Caller {
  const RoleName = `${PRIMARY}-external-dns`;
  const { administrator } = cloud;
  const Principal = { Service: "pods.eks.amazonaws.com" };
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  };
  if (iamState(cloud).roles.find(RoleName) === undefined) {
    cloud.call(administrator, "iam", "CreateRole", {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
  }
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  cloud.call(administrator, "iam", "PutRolePolicy", { RoleName, PolicyName: "zones", PolicyDocument });
  const arn = cloud.arn("sts", `assumed-role/${RoleName}/1`, { regional: false });
  return { kind: "session", roleName: RoleName, arn };
}

interface ChangesInput {
  readonly ChangeBatch: {
    readonly Changes: readonly {
      readonly Action: string;
      readonly ResourceRecordSet: { readonly Name: string; readonly Type: string };
    }[];
  };
}

function batchOf({ parameters }: { readonly parameters: unknown }): readonly object[] {
  const { Changes } = (parameters as ChangesInput).ChangeBatch;
  return Changes.map(({ Action, ResourceRecordSet: { Name, Type } }) => ({
    action: Action,
    name: Name,
    type: Type,
  }));
}
