import { beforeEach, describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import {
  BINDING,
  binding,
  deployApp,
  eventsOf,
  INGRESS,
  ingress,
  networking,
  PREFIX,
  targetsOf,
} from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { MEMBER, PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

const CONFIG_MAP = "v1/ConfigMap";
const MINUTE = 60_000;
/** The member's only target. */
const POD = "192.168.0.60:8080";

let world: World;
let primary: TestCluster;
let member: TestCluster;

/** Two clusters with a pod each behind one target group. */
beforeEach(() => {
  world = new World();
  primary = world.cluster(PRIMARY);
  member = world.cluster(MEMBER);
  deployApp(primary, 1);
  primary.api.create(ingress());
  world.cloud.clock.advance(MINUTE);
  for (const loadBalancer of elbv2State(world.cloud).loadBalancers.values()) loadBalancer.state = "active";
  deployApp(member, 1);
  join();
});

/** Makes the member's binding of the target group that there is. */
function join(): void {
  const spec = { multiClusterTargetGroup: true, networking: networking(world) };
  member.api.create(binding(onlyTargetGroup().arn, spec));
  world.cloud.clock.advance(1000);
}

function changeTargetType(type: "ip" | "instance"): void {
  primary.api.patch(INGRESS, NAMESPACE, "app", {
    metadata: { annotations: { [`${PREFIX}/target-type`]: type } },
  });
}

function onlyTargetGroup() {
  const [only, ...others] = elbv2State(world.cloud).targetGroups.values();
  expect(others).toEqual([]);
  return only!;
}

/** What a cluster's controller changed since `start`, with the part of the parameters that tells things apart. */
function changesSince(start: number, { arn }: TestCluster): string[] {
  return world.cloud.journal
    .entries()
    .slice(start)
    .filter(({ caller, action }) => caller === arn && !action.startsWith("Describe"))
    .map(({ action, parameters, error }) => {
      const subject = JSON.stringify(
        parameters["Actions"] ?? parameters["Name"] ?? parameters["TargetGroupArn"],
      );
      const group = /k8s-game-app-[0-9a-f]{10}/.exec(subject ?? "")?.[0] ?? "";
      return [action, group, error].filter((part) => part !== undefined && part !== "").join(" ");
    });
}

/** What a cluster's controller remembers as its own targets, by ConfigMap. */
function ownTargetsOf({ api }: TestCluster): Record<string, string> {
  return Object.fromEntries(
    api
      .list(CONFIG_MAP, { namespace: NAMESPACE })
      .filter(({ metadata }) => metadata.name.startsWith("aws-lbc-targets-"))
      .map((configMap) => [configMap.metadata.name, configMap.data?.["targets"] ?? ""]),
  );
}

describe("another target type", () => {
  it("makes another target group before the old one goes, and the rule goes over in between", () => {
    const old = onlyTargetGroup().name;
    const start = world.cloud.journal.entries().length;
    changeTargetType("instance");
    world.cloud.clock.advance(MINUTE);
    const { name, targetType } = onlyTargetGroup();
    expect(targetType).toBe("instance");
    expect(changesSince(start, primary)).toEqual([
      `CreateTargetGroup ${name}`,
      `ModifyRule ${name}`,
      // The new binding opens the node port beside the pods' port, by one rule from the one to the other ...
      "AuthorizeSecurityGroupIngress",
      "RevokeSecurityGroupIngress",
      `RegisterTargets ${name}`,
      // ... and the old one goes with its targets and its part of the rule, before its target group does.
      `DeregisterTargets ${old}`,
      "AuthorizeSecurityGroupIngress",
      "RevokeSecurityGroupIngress",
      `DeleteTargetGroup ${old}`,
    ]);
    expect(primary.api.list(BINDING, { namespace: NAMESPACE }).map(({ metadata }) => metadata.name)).toEqual([
      name,
    ]);
    expect(ownTargetsOf(primary)).toEqual({
      [`aws-lbc-targets-${name}`]: targetsOf(world, onlyTargetGroup().arn).join(),
    });
  });

  it("gives the target group its former name, but not its ARN, when it is changed back", () => {
    const before = onlyTargetGroup();
    for (const type of ["instance", "ip"] as const) {
      changeTargetType(type);
      world.cloud.clock.advance(MINUTE);
    }
    const { name, arn } = onlyTargetGroup();
    expect(name).toBe(before.name);
    expect(arn).not.toBe(before.arn);
  });

  describe("leaves the binding of another cluster", () => {
    const reconciled = "Normal SuccessfullyReconciled TargetGroupBinding/app: Successfully reconciled";
    let former: string;

    beforeEach(() => {
      former = onlyTargetGroup().arn;
      changeTargetType("instance");
      world.cloud.clock.advance(20 * MINUTE);
    });

    it("unaware, with a list of targets that are registered nowhere", () => {
      expect(ownTargetsOf(member)).toEqual({ "aws-lbc-targets-app": POD });
      expect(targetsOf(world, onlyTargetGroup().arn)).not.toContain(POD);
      expect(eventsOf(member)).toEqual([`${reconciled} (1)`]);
    });

    it("failing as soon as its pods change", () => {
      member.workload.scaleTo(2);
      world.cloud.clock.advance(1);
      expect(eventsOf(member)).toEqual([
        `${reconciled} (1)`,
        "Warning FailedReconcile TargetGroupBinding/app: Failed reconcile due to " +
          "operation error Elastic Load Balancing v2: DescribeTargetHealth, https response error StatusCode: 400, " +
          `RequestID: 00000000-0000-0000-0000-000000000000, TargetGroupNotFound: Target groups '${former}' not found (1)`,
      ]);
    });

    it("free to go, with nothing to deregister, and to come back for the new target group", () => {
      const start = world.cloud.journal.entries().length;
      member.api.delete(BINDING, NAMESPACE, "app");
      world.cloud.clock.advance(1000);
      expect(member.api.find(BINDING, NAMESPACE, "app")).toBeUndefined();
      expect([ownTargetsOf(member), changesSince(start, member)]).toEqual([
        {},
        ["RevokeSecurityGroupIngress"],
      ]);
      changeTargetType("ip");
      world.cloud.clock.advance(MINUTE);
      join();
      expect(targetsOf(world, onlyTargetGroup().arn)).toContain(POD);
      expect(ownTargetsOf(member)).toEqual({ "aws-lbc-targets-app": POD });
    });
  });
});
