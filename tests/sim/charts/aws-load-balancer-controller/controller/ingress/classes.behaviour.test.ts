import { beforeEach, describe, expect, it } from "vitest";
import { IngressScene, PROVISIONING_MS } from "../../../../../support/controller-replay/ingress-scene.ts";
import { PREFIX } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";

const INGRESS_CLASS = "networking.k8s.io/v1/IngressClass";
const PARAMS = "elbv2.k8s.aws/v1beta1/IngressClassParams";
const CERTIFICATE =
  "arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-1111-1111-1111-111111111111";

let scene: IngressScene;

beforeEach(() => {
  scene = new IngressScene();
});

/** Makes the class `edge`. */
function makeClass(spec: object = {}, annotations: Record<string, string> = {}): void {
  scene.cluster.api.create({
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "edge", annotations },
    spec: { controller: "ingress.k8s.aws/alb", ...spec },
  });
}

const WITH_PARAMS = {
  parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name: "edge" },
};

/** Makes the class `edge` with parameters of the same name. */
function makeParams(spec: object): void {
  scene.cluster.api.create({
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "IngressClassParams",
    metadata: { name: "edge" },
    spec,
  });
  makeClass(WITH_PARAMS);
}

function deploy(annotations: Record<string, string> = {}, name = "app"): void {
  scene.deploy(annotations, { name, spec: { ingressClassName: "edge" } });
}

describe("parameters of a class", () => {
  it("go before the annotations of its Ingresses", () => {
    makeParams({
      loadBalancerName: "edge",
      scheme: "internet-facing",
      group: { name: "everyone" },
      loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "30" }],
      listeners: [
        {
          protocol: "HTTP",
          port: 80,
          listenerAttributes: [{ key: "routing.http.response.server.enabled", value: "false" }],
        },
      ],
    });
    deploy({
      [`${PREFIX}/load-balancer-name`]: "mine",
      [`${PREFIX}/scheme`]: "internal",
      [`${PREFIX}/group.name`]: "me",
      [`${PREFIX}/load-balancer-attributes`]: "idle_timeout.timeout_seconds=90",
      [`${PREFIX}/listener-attributes.HTTP-80`]: "routing.http.response.server.enabled=true",
    });
    const { LoadBalancerArn, LoadBalancerName, Scheme } = scene.loadBalancers()[0]!;
    expect([LoadBalancerName, Scheme]).toEqual(["edge", "internet-facing"]);
    expect(scene.finalizersOf("app")).toEqual(["group.ingress.k8s.aws/everyone"]);
    const { call } = scene.world.network;
    expect(
      call("elasticloadbalancing", "DescribeLoadBalancerAttributes", { LoadBalancerArn }).Attributes,
    ).toContainEqual({ Key: "idle_timeout.timeout_seconds", Value: "30" });
    const { ListenerArn } = scene.listeners()[0]!;
    expect(
      call("elasticloadbalancing", "DescribeListenerAttributes", { ListenerArn }).Attributes,
    ).toContainEqual({ Key: "routing.http.response.server.enabled", Value: "false" });
  });

  it("settle what attributes of a group's members disagree on", () => {
    makeParams({
      group: { name: "everyone" },
      loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "30" }],
    });
    deploy({ [`${PREFIX}/load-balancer-attributes`]: "idle_timeout.timeout_seconds=60" }, "a");
    deploy({ [`${PREFIX}/load-balancer-attributes`]: "idle_timeout.timeout_seconds=90" }, "b");
    expect(scene.warnings()).toEqual([]);
  });

  it("choose the subnets by id, or by tags", () => {
    const { call, subnetIds } = scene.world.network;
    const [first, second, third] = subnetIds as [string, string, string];
    makeParams({ subnets: { ids: [first, third] } });
    deploy();
    expect(scene.subnetIds()).toEqual([[first, third]]);

    call("ec2", "CreateTags", { Resources: [second, third], Tags: [{ Key: "tier", Value: "edge" }] });
    scene.cluster.api.patch(PARAMS, undefined, "edge", {
      spec: { subnets: { ids: null, tags: { tier: ["edge"] } } },
    });
    scene.world.cloud.clock.advance(PROVISIONING_MS);
    expect(scene.subnetIds()).toEqual([[second, third]]);
  });

  it("redirect to the port of HTTPS", () => {
    makeParams({ certificateArn: [CERTIFICATE], sslRedirectPort: "443" });
    deploy({ [`${PREFIX}/listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]' });
    const http = scene.listeners().find(({ Port }) => Port === 80);
    expect(http?.DefaultActions.map(({ RedirectConfig }) => RedirectConfig)).toEqual([
      expect.objectContaining({ Port: "443", Protocol: "HTTPS", StatusCode: "HTTP_301" }),
    ]);
  });

  it("redirect nowhere when the port is not a number, not even where an annotation says so", () => {
    makeParams({ certificateArn: [CERTIFICATE], sslRedirectPort: "https" });
    deploy({
      [`${PREFIX}/listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]',
      [`${PREFIX}/ssl-redirect`]: "443",
    });
    const http = scene.listeners().find(({ Port }) => Port === 80);
    expect(http?.DefaultActions.map(({ Type }) => Type)).toEqual(["fixed-response"]);
  });

  it("find no subnets by tags that none has", () => {
    makeParams({ subnets: { tags: { tier: ["edge"] } } });
    deploy();
    expect(scene.warnings()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to unable to resolve at least one subnet. Evaluated 0 subnets: 0 are tagged for other clusters, and 0 have insufficient available IP addresses (11)",
    ]);
  });

  it("are refused where they are not modelled", () => {
    makeParams({ wafv2AclArn: "arn" });
    expect(() => deploy()).toThrow("NotSimulated: IngressClassParams spec.wafv2AclArn");
  });

  it("do not go together with subnets by annotation of another member", () => {
    makeParams({ subnets: { ids: [...scene.world.network.subnetIds] } });
    deploy({ [`${PREFIX}/group.name`]: "shared" });
    scene.deploy(
      {
        [`${PREFIX}/group.name`]: "shared",
        [`${PREFIX}/subnets`]: scene.world.network.subnetIds.join(","),
      },
      { name: "other" },
    );
    expect(scene.warnings()).toContain(
      "Warning FailedBuildModel Ingress/other: Failed build model due to conflicting subnet specifications: IngressClassParams versus annotation (11)",
    );
  });

  it("may be kept to namespaces with labels", () => {
    makeParams({ namespaceSelector: { matchLabels: { team: "edge" } } });
    expect(() => deploy()).toThrow(
      'admission webhook "vingress.elbv2.k8s.aws" denied the request: invalid ingress class: namespaceSelector of IngressClassParams edge mismatch',
    );
    scene.cluster.api.patch("v1/Namespace", undefined, NAMESPACE, { metadata: { labels: { team: "edge" } } });
    deploy();
    expect(scene.warnings()).toEqual([]);
    expect(scene.loadBalancers()).toHaveLength(1);
  });

  it("must be there, and of the controller's kind", () => {
    makeClass(WITH_PARAMS);
    expect(() => deploy()).toThrow(
      'admission webhook "vingress.elbv2.k8s.aws" denied the request: invalid ingress class: IngressClassParams.elbv2.k8s.aws "edge" not found',
    );
    scene.cluster.api.delete(INGRESS_CLASS, undefined, "edge");
    makeClass({ parameters: { apiGroup: "example.com", kind: "Parameters", name: "edge" } });
    expect(() => deploy()).toThrow(
      'admission webhook "vingress.elbv2.k8s.aws" denied the request: invalid ingress class: IngressClass edge references unknown parameters',
    );
  });
});

describe("the class of an Ingress", () => {
  it("is the cluster's default one when it names none", () => {
    makeClass({}, { "ingressclass.kubernetes.io/is-default-class": "true" });
    scene.deploy({}, { spec: { ingressClassName: undefined } });
    expect(scene.loadBalancers()).toHaveLength(1);
  });

  it("is not guessed when several are the default", () => {
    makeClass({}, { "ingressclass.kubernetes.io/is-default-class": "true" });
    scene.cluster.api.patch(INGRESS_CLASS, undefined, "alb", {
      metadata: { annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
    });
    expect(() => scene.deploy({}, { spec: { ingressClassName: undefined } })).toThrow(
      'admission webhook "vingress.elbv2.k8s.aws" denied the request: multiple default IngressClasses found',
    );
  });

  it("may be deleted: the load balancer stays as it is, and nothing changes any more", () => {
    makeClass();
    deploy();
    scene.cluster.api.delete(INGRESS_CLASS, undefined, "edge");
    scene.settle();
    expect(scene.loadBalancers()).toHaveLength(1);
    expect(scene.finalizersOf("app")).toEqual(["ingress.k8s.aws/resources"]);
    expect(scene.warnings()).toEqual([
      'Warning FailedLoadGroupID Ingress/app: failed load groupID due to invalid ingress class: IngressClass.networking.k8s.io "edge" not found (1)',
    ]);
  });
});
