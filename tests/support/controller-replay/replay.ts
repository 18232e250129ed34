import type { Manifest } from "../../../sim/kubernetes/types.ts";
import { PROVISIONING_MS } from "./ingress-scene.ts";
import {
  GATEWAY,
  HTTP_ROUTE,
} from "../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/gateway-objects.ts";
import { Normalizer } from "./normalize.ts";
import { readRecording, type RecordedStep, type Recording } from "./recording.ts";
import { snapshot, type Snapshot } from "./snapshot.ts";
import { NAMESPACE } from "./workload.ts";
import { MEMBER, PRIMARY, World, type WorldOptions } from "./world.ts";

/** How long each step of a recording took; failures that come back have come back as often after it. */
const STEP_MS = 8_000;

/** Plays a recording's steps in the simulated world and takes a snapshot after each. */
export class Replay {
  readonly world: World;
  readonly recording: Recording;
  readonly #ours: Normalizer;
  readonly #theirs = new Normalizer();

  constructor(name: string, options: WorldOptions = {}) {
    this.recording = readRecording(name);
    this.world = new World(options);
    this.#ours = new Normalizer(this.world.network.aliases);
  }

  /** Does what a step did, and lets the controllers work. */
  play(step: RecordedStep, action?: (world: World) => void): void {
    for (const [cluster, given] of step.given) {
      if (cluster === "result") continue;
      if (typeof given === "string") this.#scale(cluster, given);
      else this.#apply(cluster, given);
    }
    action?.(this.world);
    for (const cluster of this.world.clusters.values()) cluster.workload.writeEndpoints();
    this.world.cloud.clock.advance(STEP_MS);
  }

  /** What there is now, comparable to {@link expected}. */
  actual(step: RecordedStep): Snapshot {
    return this.#ours.normalize(snapshot(this.world, Object.keys(step.after.kubernetes)));
  }

  /** Gateways and routes as they are now, comparable to {@link expectedGateways}. */
  actualGateways(): unknown {
    const { api } = this.world.cluster(PRIMARY);
    const kinds = ["Gateway", "HTTPRoute"].map((kind) => `gateway.networking.k8s.io/v1/${kind}` as const);
    const objects = kinds.flatMap((kind) => api.list(kind));
    return this.#ours.apply(
      objects.map(({ apiVersion, kind, metadata: { name, finalizers }, ...fields }) =>
        withoutTimes({ apiVersion, kind, metadata: { name, finalizers }, status: fields["status"] }),
      ),
    );
  }

  expectedGateways({ gateway }: RecordedStep): unknown {
    return gateway && this.#theirs.apply(gateway);
  }

  expected(step: RecordedStep): Snapshot {
    return this.#theirs.normalize(step.after);
  }

  /** Any value of this world, comparable to one of the recording that {@link theirs} has normalized. */
  ours(value: unknown): unknown {
    return this.#ours.apply(value);
  }

  theirs(value: unknown): unknown {
    return this.#theirs.apply(value);
  }

  /** ARN of the target group of this name; the digests in those of the controller's are others here. */
  targetGroupArn(name: string): string {
    const { TargetGroups } = this.world.network.call("elasticloadbalancing", "DescribeTargetGroups", {});
    const wanted = withoutDigest(name);
    const found = TargetGroups.find(({ TargetGroupName }) => withoutDigest(TargetGroupName) === wanted);
    if (found === undefined) throw new Error(`no target group ${name}`);
    return found.TargetGroupArn;
  }

  /** A recorded manifest with the ids of this world. */
  translate<T extends object>(manifest: T): T {
    let text = JSON.stringify(manifest).replaceAll(
      /arn:[^"]*:targetgroup\/([^/"]+)\/[0-9a-f]{16}/g,
      (_arn, name: string) => this.targetGroupArn(name),
    );
    for (const [id, alias] of this.world.network.aliases) text = text.replaceAll(`"${alias}"`, `"${id}"`);
    return JSON.parse(text) as T;
  }

  #apply(clusterName: string, manifest: Manifest): void {
    const { api } = this.world.cluster(clusterName);
    if (manifest.kind !== "Namespace" && api.find("v1/Namespace", undefined, NAMESPACE) === undefined) {
      api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    }
    api.apply(this.translate(manifest));
  }

  /** `2 ready pods app=app on port 8080` */
  #scale(clusterName: string, remark: string): void {
    const [, count, app] = /^(\d+) ready pods (?:app=(\w+))?/.exec(remark) ?? [];
    if (count === undefined) throw new Error(`unknown remark: ${remark}`);
    this.world.cluster(clusterName).workload.scaleTo(Number(count), app);
  }
}

function withoutTimes(value: object): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, entry: unknown) => (key === "lastTransitionTime" ? undefined : entry)),
  );
}

function withoutDigest(targetGroupName: string): string {
  return targetGroupName.replace(/^(k8s-.*)-[0-9a-f]{10}$/, "$1");
}

/** What steps do that give no objects, by their names. */
export const ACTIONS: Readonly<Record<string, (world: World) => void>> = {
  Ingress: grow(PRIMARY, 2),
  Service: (world) => {
    grow(PRIMARY, 2)(world);
    provision(world);
  },
  "first cluster: Service": grow(PRIMARY, 2),
  "primary gains one pod": grow(PRIMARY, 1),
  "member gains one pod": grow(MEMBER, 1),
  "member loses one pod": grow(MEMBER, -1),
  "second cluster: one pod": grow(MEMBER, 1),
  "second cluster: no pod": grow(MEMBER, -1),
  // The recordings' stand-in for AWS had it active at once. Until then the controller deletes no target group.
  "member: a Service and a binding for each app": provision,
  "member: app admin gains a pod, whose target group is gone": grow(MEMBER, 1, "admin"),
  "primary: two pods created after the Ingress": grow(PRIMARY, 2),
  "second cluster gone; first cluster gains a pod": (world) => {
    world.cluster(MEMBER).stop();
    grow(PRIMARY, 1)(world);
  },
  "primary: Ingress deleted": deleteIngress,
  "primary: controller stopped, Ingress deleted": (world) => {
    world.cluster(PRIMARY).stop();
    deleteIngress(world);
  },
  "primary: controller started again": (world) => world.cluster(PRIMARY).start(),
  "Service deleted": (world) => world.cluster(PRIMARY).api.delete("v1/Service", NAMESPACE, "net"),
  "member: TargetGroupBinding deleted": deleteBinding(MEMBER),
  "first cluster: binding deleted (drained)": deleteBinding(PRIMARY),
  "second cluster: the namespace deleted whole": deleteNamespace,
  "Gateway with one HTTPRoute": gatewayActive(grow(PRIMARY, 2)),
  "first cluster: Gateway": gatewayActive(grow(PRIMARY, 2)),
  "Gateway with two routes": gatewayActive((world) => {
    grow(PRIMARY, 1, "web")(world);
    grow(PRIMARY, 1, "api")(world);
  }),
  "first cluster: Gateway, route by name, binding": gatewayActive(grow(PRIMARY, 2)),
  // "route api deleted" was recorded before the controller had looked at it: nothing has changed there.
  "HTTPRoute deleted": (world) => world.cluster(PRIMARY).api.delete(HTTP_ROUTE, NAMESPACE, "app"),
  "Gateway deleted": (world) => world.cluster(PRIMARY).api.delete(GATEWAY, NAMESPACE, "web"),
  "15 s later": (world) => world.cloud.clock.advance(15_000),
};

function provision(world: World): void {
  world.cloud.clock.advance(PROVISIONING_MS);
}

function grow(cluster: string, by: number, app?: string): (world: World) => void {
  return (world) => {
    const { workload } = world.cluster(cluster);
    workload.scaleTo(workload.sizeOf(app) + by, app);
  };
}

/** Until its load balancer is active, and the controller has looked again: the recordings' was active at once. */
function gatewayActive(action: (world: World) => void): (world: World) => void {
  return (world) => {
    action(world);
    for (const cluster of world.clusters.values()) cluster.workload.writeEndpoints();
    world.cloud.clock.advance(PROVISIONING_MS);
  };
}

function deleteIngress(world: World): void {
  world.cluster(PRIMARY).api.delete("networking.k8s.io/v1/Ingress", NAMESPACE, "app");
}

function deleteBinding(cluster: string): (world: World) => void {
  return (world) =>
    world.cluster(cluster).api.delete("elbv2.k8s.aws/v1beta1/TargetGroupBinding", NAMESPACE, "app");
}

/** As Kubernetes' namespace controller does it: everything is deleted at once, whatever needs it. */
function deleteNamespace(world: World): void {
  const { api, workload } = world.cluster(MEMBER);
  workload.scaleTo(0);
  for (const { apiVersion, kind, metadata } of api.contents(NAMESPACE)) {
    api.delete(`${apiVersion}/${kind}`, NAMESPACE, metadata.name);
  }
}
