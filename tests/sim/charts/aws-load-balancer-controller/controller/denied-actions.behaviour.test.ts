import { describe, expect, it } from "vitest";
import { lbcPolicy } from "../../../../../components/lbc-addon/index.ts";
import { Normalizer } from "../../../../support/controller-replay/normalize.ts";
import { deployApp, INGRESS, ingress } from "../../../../support/controller-replay/objects.ts";
import { readRecording } from "../../../../support/controller-replay/recording.ts";
import { snapshot } from "../../../../support/controller-replay/snapshot.ts";
import { NAMESPACE } from "../../../../support/controller-replay/workload.ts";
import { PRIMARY, World } from "../../../../support/controller-replay/world.ts";

interface Run {
  readonly denied: string;
  readonly events: readonly object[];
  /** Status of the Ingress. */
  readonly hostname: readonly object[] | null;
  readonly bindings: number;
  readonly loadBalancers: number;
  readonly targetGroups: number;
  /** How many targets each group has. */
  readonly targets: readonly number[];
  /** Descriptions. */
  readonly securityGroups: readonly string[];
}

/** The same as the published one: tests/components/lbc-addon/iam-policy.test.ts compares them. */
const POLICY = lbcPolicy({ partition: "aws" });

describe("an Ingress while the policy lacks one action, as recorded", () => {
  const { runs } = readRecording<{ readonly runs: readonly Run[] }>("denied-actions");
  it.each(runs.map((run) => [run.denied, run] as const))("%s", (denied, run) => {
    const world = new World();
    useRole(world, denied);
    createIngress(world);
    world.cloud.clock.advance(8_000);
    expect(comparable(outcome(world))).toEqual(comparable(run));
  });
});

it("the published policy allows everything that an Ingress needs, from its creation to its deletion", () => {
  const world = new World();
  useRole(world, "no action");
  createIngress(world);
  world.cloud.clock.advance(400_000);
  const { api } = world.cluster(PRIMARY);
  api.patch(INGRESS, NAMESPACE, "app", {
    metadata: { annotations: { "alb.ingress.kubernetes.io/healthcheck-path": "/healthz" } },
  });
  world.cloud.clock.advance(8_000);
  api.delete(INGRESS, NAMESPACE, "app");
  world.cloud.clock.advance(8_000);
  expect(api.list(INGRESS)).toEqual([]);
  expect(world.cloud.journal.entries().filter(({ error }) => error !== undefined)).toEqual([]);
});

/** Gives the controller a role with the controller's published policy, but for one action. */
function useRole({ cloud, network, clusters }: World, denied: string): void {
  const RoleName = `${PRIMARY}-lbc`;
  const trust = {
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  network.call("iam", "CreateRole", {
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
  });
  const Statement = POLICY.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((action) => action !== denied),
  })).filter(({ Action }) => Action.length > 0);
  network.call("iam", "PutRolePolicy", {
    RoleName,
    PolicyName: "controller",
    PolicyDocument: JSON.stringify({ Version: POLICY.Version, Statement }),
  });
  const cluster = clusters.get(PRIMARY)!;
  cluster.credentials = () => ({ kind: "session", arn: cluster.arn, roleName: RoleName });
  cloud.journal.clear();
}

function createIngress(world: World): void {
  const primary = world.cluster(PRIMARY);
  deployApp(primary, 1);
  primary.api.create(ingress());
}

function outcome(world: World): Omit<Run, "denied"> {
  const { aws, kubernetes } = snapshot(world, [PRIMARY]);
  const { ingresses, targetgroupbindings, events } = kubernetes[PRIMARY] as {
    ingresses: readonly { status?: { loadBalancer?: { ingress?: object[] } } }[];
    targetgroupbindings: readonly object[];
    events: readonly { type: string; reason: string; object: string; message: string }[];
  };
  return {
    events: events.map(({ type, reason, object, message }) => ({ type, reason, object, message })),
    hostname: ingresses[0]?.status?.loadBalancer?.ingress ?? null,
    bindings: targetgroupbindings.length,
    loadBalancers: aws.loadBalancers.length,
    targetGroups: aws.targetGroups.length,
    targets: (aws.targetGroups as { targets: object[] }[]).map(({ targets }) => targets.length),
    securityGroups: (aws.securityGroups as { description: string }[]).map(({ description }) => description),
  };
}

/**
 * The refusals were recorded with a made-up resource; AWS names it only for actions on single resources. EC2 adds an encoded message to refusals of changes; that was
 * not made up.
 */
function comparable({
  events,
  hostname,
  bindings,
  loadBalancers,
  targetGroups,
  targets,
  securityGroups,
}: Omit<Run, "denied">) {
  const text = JSON.stringify({
    events,
    hostname,
    bindings,
    loadBalancers,
    targetGroups,
    targets,
    securityGroups,
  })
    .replaceAll(/ on resource: \S+/g, "")
    .replaceAll(/(TargetGroupBinding\/k8s-game-app-)[0-9a-f]{10}/g, "$1HASH")
    .replaceAll(/ Encoded authorization failure message: [\w-]+/g, "");
  return new Normalizer().apply(JSON.parse(text));
}
