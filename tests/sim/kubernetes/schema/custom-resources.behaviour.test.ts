import { beforeEach, describe, expect, it } from "vitest";
import { awsLoadBalancerControllerChart } from "../../../../sim/charts/aws-load-balancer-controller/chart.ts";
import { Clock } from "../../../../sim/core/clock.ts";
import { Ids } from "../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../sim/kubernetes/api-server.ts";
import type { Manifest } from "../../../../sim/kubernetes/types.ts";

const definitions: readonly Manifest[] = awsLoadBalancerControllerChart.crds("3.5.0");

let api: ApiServer;

beforeEach(() => {
  api = new ApiServer({ clock: new Clock(0), ids: new Ids("test") });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
  for (const definition of definitions) api.create(definition);
});

const serviceRef = { name: "app", port: 80 };

function binding(spec: object, apiVersion = "elbv2.k8s.aws/v1beta1"): Manifest {
  return { apiVersion, kind: "TargetGroupBinding", metadata: { name: "shared", namespace: "game" }, spec };
}

function refusal(manifest: Manifest): string {
  try {
    api.create(manifest);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
}

describe("a definition", () => {
  it("is established at once, with the names that it asked for", () => {
    const { status } = api.get(
      "apiextensions.k8s.io/v1/CustomResourceDefinition",
      undefined,
      "targetgroupbindings.elbv2.k8s.aws",
    );
    expect(status).toMatchObject({
      acceptedNames: {
        kind: "TargetGroupBinding",
        listKind: "TargetGroupBindingList",
        plural: "targetgroupbindings",
      },
      conditions: [
        { type: "NamesAccepted", status: "True" },
        { type: "Established", status: "True", reason: "InitialNamesAccepted" },
      ],
      storedVersions: ["v1beta1"],
    });
  });

  it("is named by its plural and group", () => {
    const [first] = definitions;
    expect(refusal({ ...first!, metadata: { name: "bindings" } })).toContain(
      'metadata.name: Invalid value: "bindings": must be spec.names.plural+"."+spec.group',
    );
  });
});

describe("an object", () => {
  it.each([
    [{}, "spec.serviceRef: Required value"],
    [
      { serviceRef, targetType: "lambda" },
      'spec.targetType: Unsupported value: "lambda": supported values: "instance", "ip"',
    ],
    [
      { serviceRef: { name: 5, port: 80 } },
      'spec.serviceRef.name: Invalid value: "integer": spec.serviceRef.name in body must be of type string: "integer"',
    ],
    [
      { serviceRef: { name: "app", port: true } },
      'spec.serviceRef.port: Invalid value: "boolean": spec.serviceRef.port in body must be of type integer,string: "boolean"',
    ],
    [
      { serviceRef, networking: { ingress: [{ from: [], ports: [{ protocol: "HTTP" }] }] } },
      'spec.networking.ingress[0].ports[0].protocol: Unsupported value: "HTTP": supported values: "TCP", "UDP"',
    ],
  ])("is checked by its schema: %j", (spec, error) => {
    expect(refusal(binding(spec))).toBe(`TargetGroupBinding.elbv2.k8s.aws "shared" is invalid: ${error}`);
  });

  it("loses fields that its schema does not have", () => {
    expect(api.create(binding({ serviceRef, colour: "green" }))["spec"]).toEqual({ serviceRef });
  });

  it("may not have them when it is applied", () => {
    expect(() => api.apply(binding({ serviceRef, colour: "green" }))).toThrow(
      "failed to create typed patch object (game/shared; elbv2.k8s.aws/v1beta1, Kind=TargetGroupBinding): " +
        ".spec.colour: field not declared in schema",
    );
  });

  it("is there under every version that is served", () => {
    api.create(binding({ serviceRef }));
    const old = api.get("elbv2.k8s.aws/v1alpha1/TargetGroupBinding", "game", "shared");
    expect(old.apiVersion).toBe("elbv2.k8s.aws/v1alpha1");
    expect(api.list("elbv2.k8s.aws/v1beta1/TargetGroupBinding").map(({ apiVersion }) => apiVersion)).toEqual([
      "elbv2.k8s.aws/v1beta1",
    ]);
  });

  it("keeps its status apart from its spec", () => {
    const created = api.create({ ...binding({ serviceRef }), status: { observedGeneration: 7 } });
    expect(created["status"]).toBeUndefined();
    api.patch(
      "elbv2.k8s.aws/v1beta1/TargetGroupBinding",
      "game",
      "shared",
      { status: { observedGeneration: 1, colour: "green" } },
      "status",
    );
    const { status, metadata } = api.get("elbv2.k8s.aws/v1beta1/TargetGroupBinding", "game", "shared");
    expect(status).toEqual({ observedGeneration: 1 });
    expect(metadata.generation).toBe(1);
  });

  it("gets a new generation with a new spec", () => {
    api.create(binding({ serviceRef }));
    const changed = api.patch("elbv2.k8s.aws/v1beta1/TargetGroupBinding", "game", "shared", {
      spec: { targetType: "ip" },
    });
    expect(changed.metadata.generation).toBe(2);
  });

  it("obeys the rules of its definition", () => {
    const spec = { prefixListsIDs: ["pl-1"], PrefixListsIDs: ["pl-2"] };
    expect(
      refusal({
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "IngressClassParams",
        metadata: { name: "alb" },
        spec,
      }),
    ).toBe(
      'IngressClassParams.elbv2.k8s.aws "alb" is invalid: spec: Invalid value: "object": ' +
        "cannot specify both 'prefixListsIDs' and 'PrefixListsIDs' fields",
    );
  });

  it("gets the defaults of its schema", () => {
    const created = api.create({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "ALBTargetControlConfig",
      metadata: { name: "aws-load-balancer-controller-alb-target-control-agent-config", namespace: "game" },
      spec: {
        image: "agent",
        controlAddress: "0.0.0.0:3000",
        dataAddress: "0.0.0.0:80",
        destinationAddress: "127.0.0.1:8080",
      },
    });
    expect(created).toHaveProperty("spec.maxConcurrency", 1);
  });
});
