import { describe, expect, it } from "vitest";
import { KubernetesError } from "../../../../../sim/core/errors.ts";
import { Replay } from "../../../../support/controller-replay/replay.ts";
import { MEMBER } from "../../../../support/controller-replay/world.ts";

const BINDING = "elbv2.k8s.aws/v1beta1/TargetGroupBinding";
const NAMESPACE = "game";
const NO_TARGET_GROUP =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/none/0123456789abcdef";

const replay = new Replay("admission");
const [primary, member] = replay.recording.steps;
const { api } = replay.world.cluster(MEMBER);

/** What kubectl says to the creation of a binding. */
function create(name: string, spec: object): string {
  try {
    api.create({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata: { name, namespace: NAMESPACE },
      spec: { serviceRef: { name: "app", port: 80 }, ...spec },
    });
    return `targetgroupbinding.elbv2.k8s.aws/${name} created`;
  } catch (error) {
    return `Error from server (${reasonOf(error)}): error when creating "STDIN": ${(error as Error).message}`;
  }
}

/** What kubectl says to a patch of the binding `second`. */
function update(spec: object): string {
  try {
    api.patch(BINDING, NAMESPACE, "second", { spec });
    return "targetgroupbinding.elbv2.k8s.aws/second patched";
  } catch (error) {
    return `ERR Error from server (${reasonOf(error)}): ${(error as Error).message}`;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof KubernetesError ? error.reason : "no reason";
}

/** Requests by their recorded names. */
const REQUESTS: Readonly<Record<string, (arn: string, vpcID: string) => unknown>> = {
  "target group does not exist": (_arn, vpcID) =>
    create("none", { targetGroupARN: NO_TARGET_GROUP, targetType: "ip", ipAddressType: "ipv4", vpcID }),
  "neither ARN nor name": () => create("none", { targetType: "ip" }),
  "nodeSelector with target type ip": (arn) =>
    create("none", { targetGroupARN: arn, targetType: "ip", nodeSelector: { matchLabels: { a: "b" } } }),
  "wrong vpcID": (arn) => create("none", { targetGroupARN: arn, vpcID: "vpc-0123456789abcdef0" }),
  "malformed vpcID": (arn) => create("none", { targetGroupARN: arn, vpcID: "vpc-1" }),
  "wrong ipAddressType": (arn) => create("none", { targetGroupARN: arn, ipAddressType: "ipv6" }),
  "minimal, defaults filled in": (arn) =>
    create("min", { targetGroupARN: arn, multiClusterTargetGroup: true }),
  "minimal, as stored": () => api.get(BINDING, NAMESPACE, "min")["spec"] as unknown,
  "second binding, same ARN, flag on both": (arn) =>
    create("second", {
      targetGroupARN: arn,
      multiClusterTargetGroup: true,
      networking: {
        ingress: [
          {
            from: [{ securityGroup: { groupID: replay.world.network.backendSecurityGroupId } }],
            ports: [{ protocol: "TCP", port: 8080 }],
          },
        ],
      },
    }),
  "third binding, same ARN, no flag": (arn) => create("third", { targetGroupARN: arn }),
  "update targetType": () => update({ targetType: "instance" }),
  "update vpcID": () => update({ vpcID: "vpc-0123456789abcdef0" }),
  "update targetGroupARN": () => update({ targetGroupARN: NO_TARGET_GROUP }),
  "update multiClusterTargetGroup": () => update({ multiClusterTargetGroup: false }),
};

describe("webhooks of TargetGroupBindings, as recorded", () => {
  replay.play(primary!);
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
  api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "app", namespace: NAMESPACE },
    spec: { selector: { app: "app" }, ports: [{ port: 80, targetPort: 8080 }] },
  });
  replay.actual(primary!);
  replay.expected(primary!);
  const arn = replay.targetGroupArn("k8s-game-app");

  it.each(member!.given.map(([, request, result]) => [request as string, result] as const))(
    "%s",
    (request, result) => {
      const answer = REQUESTS[request]!(arn, replay.world.network.vpcId);
      expect(replay.ours(withoutRequestId(answer))).toEqual(replay.theirs(withoutRequestId(result)));
    },
  );

  it("leaves what was admitted reconciled", () => {
    replay.world.cloud.clock.advance(1000);
    expect(replay.actual(member!)).toEqual(replay.expected(member!));
  });
});

/** AWS gives every request its own id; here it is always the same. */
function withoutRequestId(answer: unknown): unknown {
  return typeof answer === "string" ? answer.replace(/RequestID: [\w-]+/, "RequestID: ID") : answer;
}
