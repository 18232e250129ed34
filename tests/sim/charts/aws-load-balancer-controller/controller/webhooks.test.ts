import { elbv2State } from "../../../../../sim/aws/elbv2/state.ts";
import { beforeEach, describe, expect, it } from "vitest";
import type { Manifest } from "../../../../../sim/kubernetes/types.ts";
import { DEFECT, mutationsOf } from "../../../../support/mutations.ts";
import {
  binding,
  deployApp,
  INGRESS,
  ingress,
  namespace,
  PREFIX,
  SHARED,
  service,
} from "../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../support/controller-replay/world.ts";

let cluster: TestCluster;

function begin(values: Readonly<Record<string, unknown>> = {}): void {
  cluster = new World({ values }).cluster(PRIMARY);
  cluster.api.create(namespace());
}

beforeEach(() => begin());

function words(run: () => unknown): string {
  try {
    run();
    return "allowed";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("objects of wrong types", () => {
  const DENIED = 'admission webhook "mtargetgroupbinding.elbv2.k8s.aws" denied the request: ';
  const bare = {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: { name: "app", namespace: NAMESPACE },
  };

  it.each<readonly [object, string]>([
    [{}, "must provide either TargetGroupARN or TargetGroupName"],
    [{ spec: null }, "must provide either TargetGroupARN or TargetGroupName"],
    [
      { spec: "x" },
      "json: cannot unmarshal string into Go struct field TargetGroupBinding.spec of type v1.TargetGroupBindingSpec",
    ],
    [
      { spec: { targetGroupName: 5 } },
      "json: cannot unmarshal number into Go struct field TargetGroupBindingSpec.spec.targetGroupName of type string",
    ],
  ])("are refused by the webhook as its decoder does: %j", (part, reason) => {
    expect(words(() => cluster.api.create({ ...bare, ...part } as Manifest))).toBe(`${DENIED}${reason}`);
  });

  it("never bring JavaScript's own words about", () => {
    const world = new World({ edge: { "edge-shared": 1 } });
    cluster = world.cluster(PRIMARY);
    cluster.api.create(namespace());
    const created = cluster.api.create(binding(elbv2State(world.cloud).targetGroups.values()[0]!.arn));
    const { uid: _uid, resourceVersion: _version, ...metadata } = created.metadata;
    const answers = mutationsOf({ ...created, metadata: { ...metadata, name: "other" } }).map(
      ({ what, value }) => {
        const answer = words(() => cluster.api.create({ ...(value as Manifest) }));
        return `${what}: ${answer}`;
      },
    );
    expect(answers.filter((answer) => DEFECT.test(answer))).toEqual([]);
  });
});

const REFUSED = 'admission webhook "vingress.elbv2.k8s.aws" denied the request: ';

describe("the webhook of Ingresses", () => {
  it("refuses conditions that say nothing", () => {
    const annotations = {
      ...SHARED,
      [`${PREFIX}/conditions.app`]: JSON.stringify([{ field: "query-string", queryStringConfig: {} }]),
    };
    expect(words(() => cluster.api.create(ingress({ annotations })))).toBe(
      `${REFUSED}ignoring Ingress game/app since invalid alb.ingress.kubernetes.io/conditions.app annotation: invalid queryStringConfig: Values cannot be empty`,
    );
  });

  it("refuses new class annotations where they are switched off", () => {
    begin({ disableIngressClassAnnotation: true });
    const annotations = { ...SHARED, "kubernetes.io/ingress.class": "alb" };
    const manifest = ingress({ annotations, spec: { ingressClassName: undefined } });
    expect(words(() => cluster.api.create(manifest))).toBe(
      `${REFUSED}new usage of \`kubernetes.io/ingress.class\` annotation is forbidden`,
    );
  });

  it("refuses another group name where it is switched off, and lets the old one stay", () => {
    begin({ disableIngressGroupNameAnnotation: true });
    cluster.stop();
    cluster.api.delete(
      "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration",
      undefined,
      "aws-load-balancer-webhook",
    );
    const grouped = ingress({ annotations: { ...SHARED, [`${PREFIX}/group.name`]: "old" } });
    cluster.api.create(grouped);
    cluster.start();
    const validate = cluster.controller!.webhooks.get("/validate-networking-v1-ingress")!;
    const object = cluster.api.get(INGRESS, NAMESPACE, "app");
    const renamed = {
      ...object,
      metadata: { ...object.metadata, annotations: { ...SHARED, [`${PREFIX}/group.name`]: "new" } },
    };
    expect(validate({ operation: "UPDATE", object, oldObject: object })).toEqual({ allowed: true });
    expect(validate({ operation: "UPDATE", object: renamed, oldObject: object })).toEqual({
      allowed: false,
      message: "new usage of `alb.ingress.kubernetes.io/group.name` annotation is forbidden",
    });
  });
});

describe("the webhook of IngressClassParams", () => {
  it.each([
    [
      { inboundCIDRs: ["10.0.0.0"] },
      'spec.inboundCIDRs[0]: Invalid value: "10.0.0.0": Could not be parsed as a CIDR (did you mean "10.0.0.0/32")',
    ],
    [
      { inboundCIDRs: ["10.0.0.1/8"] },
      'spec.inboundCIDRs[0]: Invalid value: "10.0.0.1/8": Network contains bits outside prefix (did you mean "10.0.0.0/8")',
    ],
    [{ inboundCIDRs: ["x"] }, 'spec.inboundCIDRs[0]: Invalid value: "x": Could not be parsed as a CIDR'],
    [{ subnets: {} }, "spec.subnets: Required value: must have either `ids` or `tags`"],
    [
      { subnets: { ids: ["subnet-1"], tags: { a: ["b"] } } },
      "spec.subnets.tags: Forbidden: may not have both `ids` and `tags` set",
    ],
    [{ subnets: { tags: { tier: ["a", "b", "a"] } } }, 'spec.subnets.tags[tier][2]: Duplicate value: "a"'],
    [{ subnets: { tags: {} } }, "spec.subnets.tags: Required value: must have at least one tag key"],
    [
      { subnets: { ids: ["subnet-1", "subnet-1"] }, inboundCIDRs: ["x"] },
      '[spec.inboundCIDRs[0]: Invalid value: "x": Could not be parsed as a CIDR, spec.subnets.ids[1]: Duplicate value: "subnet-1"]',
    ],
  ])("refuses %j", (spec, message) => {
    const validate = cluster.controller!.webhooks.get("/validate-elbv2-k8s-aws-v1beta1-ingressclassparams")!;
    const object = { ...cluster.api.get("elbv2.k8s.aws/v1beta1/IngressClassParams", undefined, "alb"), spec };
    expect(validate({ operation: "CREATE", object })).toEqual({ allowed: false, message });
  });

  it("allows what is well-formed", () => {
    const validate = cluster.controller!.webhooks.get("/validate-elbv2-k8s-aws-v1beta1-ingressclassparams")!;
    const spec = { inboundCIDRs: ["10.0.0.0/8", "fd00::/8"], subnets: { ids: ["subnet-1", "subnet-2"] } };
    const object = { ...cluster.api.get("elbv2.k8s.aws/v1beta1/IngressClassParams", undefined, "alb"), spec };
    expect(validate({ operation: "CREATE", object })).toEqual({ allowed: true });
  });
});

describe("the webhook of Services", () => {
  it("gives a new Service of type LoadBalancer the controller's class", () => {
    const created = cluster.api.create(service("app", { type: "LoadBalancer" }));
    expect(created).toHaveProperty("spec.loadBalancerClass", "service.k8s.aws/nlb");
  });

  it("leaves other Services and other classes alone", () => {
    const plain = cluster.api.create(service("plain"));
    const other = cluster.api.create(
      service("other", { type: "LoadBalancer", loadBalancerClass: "example.com/lb" }),
    );
    expect(plain).not.toHaveProperty("spec.loadBalancerClass");
    expect(other).toHaveProperty("spec.loadBalancerClass", "example.com/lb");
  });
});

it("lets Ingresses be neither made nor changed while the controller is away", () => {
  const world = new World();
  const gone = world.cluster(PRIMARY);
  deployApp(gone, 1);
  gone.api.create(ingress());
  world.cloud.clock.advance(8_000);
  gone.stop();
  expect(words(() => gone.api.patch(INGRESS, NAMESPACE, "app", { metadata: { finalizers: [] } }))).toBe(
    'Internal error occurred: failed calling webhook "vingress.elbv2.k8s.aws": failed to call webhook: Post "https://aws-load-balancer-webhook-service.kube-system.svc:443/validate-networking-v1-ingress?timeout=10s": no endpoints available',
  );
});
