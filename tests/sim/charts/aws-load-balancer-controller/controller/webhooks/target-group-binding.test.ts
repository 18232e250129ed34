import { beforeEach, describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import { binding, namespace } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

const VALIDATE = "/validate-elbv2-k8s-aws-v1beta1-targetgroupbinding";

let world: World;
let cluster: TestCluster;
let arn: string;

beforeEach(() => {
  world = new World({ edge: { "edge-shared": 1 } });
  cluster = world.cluster(PRIMARY);
  cluster.api.create(namespace());
  arn = [...elbv2State(world.cloud).targetGroups.values()][0]!.arn;
});

/** What a webhook answers, without the API server's checks and the other webhook before it. */
function ask(path: string, spec: object, before?: object) {
  const stored = cluster.api.create(binding(arn));
  cluster.api.delete("elbv2.k8s.aws/v1beta1/TargetGroupBinding", NAMESPACE, "app");
  world.cloud.clock.advance(1000);
  const object = { ...stored, spec: { serviceRef: { name: "app", port: 80 }, ...spec } };
  const answer = cluster.controller!.webhooks.get(path)!;
  return before === undefined
    ? answer({ operation: "CREATE", object })
    : answer({ operation: "UPDATE", object, oldObject: { ...stored, spec: before } });
}

function refusal(message: unknown) {
  return { allowed: false, message };
}

describe("the webhook that completes TargetGroupBindings", () => {
  it("finds the target group by its name", () => {
    const created = cluster.api.create(
      binding("", { targetGroupARN: undefined, targetGroupName: "edge-shared", targetType: undefined }),
    );
    expect(created["spec"]).toEqual({
      serviceRef: { name: "app", port: 80 },
      targetGroupARN: arn,
      targetGroupName: "edge-shared",
      targetGroupProtocol: "HTTP",
      targetType: "ip",
      ipAddressType: "ipv4",
      vpcID: world.network.vpcId,
    });
  });
});

describe("the webhook that checks TargetGroupBindings", () => {
  it("finds the target group by its name", () => {
    expect(ask(VALIDATE, { targetGroupName: "edge-shared", targetType: "ip" })).toEqual({ allowed: true });
  });

  it("says which target group it looked for", () => {
    expect(ask(VALIDATE, { targetGroupName: "none", targetType: "ip" })).toEqual(
      refusal(
        expect.stringMatching(
          /^searching TargetGroup with name none: operation error Elastic Load Balancing v2: DescribeTargetGroups, .*TargetGroupNotFound: One or more target groups not found$/,
        ),
      ),
    );
  });

  it("names all that is missing", () => {
    expect(ask(VALIDATE, {})).toEqual(
      refusal(
        "TargetGroupBinding must specify these fields: either TargetGroupARN or TargetGroupName,spec.targetType",
      ),
    );
  });

  it("refuses instances with a role to assume", () => {
    const spec = { targetGroupARN: arn, targetType: "instance", iamRoleArnToAssume: "arn:aws:iam::1:role/a" };
    expect(ask(VALIDATE, spec, spec)).toEqual(
      refusal("Unable to use instance target type while using assume role"),
    );
  });

  it("refuses a protocol that is not the target group's", () => {
    expect(ask(VALIDATE, { targetGroupARN: arn, targetType: "ip", targetGroupProtocol: "HTTPS" })).toEqual(
      refusal(`TargetGroup ${arn} protocol differs (got HTTPS, expected HTTP)`),
    );
  });

  it("lets a binding of before there were address types become IPv4, and nothing else", () => {
    const before = { targetGroupARN: "arn", targetType: "ip" };
    expect(ask(VALIDATE, { ...before, ipAddressType: "ipv4" }, before)).toEqual({ allowed: true });
    expect(ask(VALIDATE, { ...before, ipAddressType: "ipv6" }, before)).toEqual(
      refusal("TargetGroupBinding update may not change these immutable fields: spec.ipAddressType"),
    );
  });

  it("lets a binding without a VPC get the controller's, and no other", () => {
    const before = { targetGroupARN: "arn", targetType: "ip" };
    expect(ask(VALIDATE, { ...before, vpcID: world.network.vpcId }, before)).toEqual({ allowed: true });
    expect(ask(VALIDATE, { ...before, vpcID: "vpc-0123456789abcdef0" }, before)).toEqual(
      refusal("TargetGroupBinding update may not change these immutable fields: spec.vpcID"),
    );
  });
});

it.each([
  "/mutate-v1-pod-server-id",
  "/mutate-alb-target-control-namespace-v1-pod",
  "/mutate-alb-target-control-object-v1-pod",
])("the webhook %s is not simulated", (path) => {
  expect(() => ask(path, {})).toThrow(`NotSimulated: webhook ${path} of AWS Load Balancer Controller`);
});
