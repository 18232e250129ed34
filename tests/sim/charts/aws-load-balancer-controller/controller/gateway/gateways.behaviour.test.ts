import { beforeEach, describe, expect, it } from "vitest";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import {
  GatewayScene,
  HTTP,
  TO_APP,
  weighted,
} from "../../../../../support/controller-replay/gateway-scene.ts";

let scene: GatewayScene;

beforeEach(() => {
  scene = new GatewayScene();
  scene.configureLoadBalancer();
  scene.configureTargetGroups("app", {
    targetReference: { name: "app" },
    defaultConfiguration: { targetType: "ip" },
  });
});

describe("rules", () => {
  beforeEach(() => scene.listen(HTTP));

  it("are in the order of the Gateway API: names, paths by kind and length, methods, headers, queries", () => {
    const exact = { path: { type: "Exact", value: "/api" } };
    const prefix = { path: { type: "PathPrefix", value: "/api/v1/" } };
    const query = { queryParams: [{ name: "q", value: "1" }] };
    scene.route("all", { rules: [{ ...TO_APP, matches: [query, prefix, { method: "GET" }, exact] }] });
    scene.route("named", { hostnames: ["*.example.com", "a.example.com"], rules: [TO_APP] });
    expect(scene.rules()).toEqual([
      "1 host-header [{'Values':['a.example.com']}] path-pattern [{'Values':['/*']}] -> forward 1",
      "2 host-header [{'Values':['*.example.com']}] path-pattern [{'Values':['/*']}] -> forward 1",
      "3 path-pattern [{'Values':['/api']}] -> forward 1",
      "4 path-pattern [{'Values':['/api/v1','/api/v1/*']}] -> forward 1",
      "5 path-pattern [{'Values':['/*']}] http-request-method [{'Values':['GET']}] -> forward 1",
      "6 path-pattern [{'Values':['/*']}] query-string [{'Values':[{'Key':'q','Value':'1'}]}] -> forward 1",
    ]);
  });

  it("weigh backends, and answer 500 where none has a weight", () => {
    const api = { path: { type: "PathPrefix", value: "/api" } };
    scene.route("shop", {
      rules: [{ backendRefs: weighted(0) }, { matches: [api], backendRefs: weighted(3) }],
    });
    expect(scene.rules()).toEqual([
      "1 path-pattern [{'Values':['/api','/api/*']}] -> forward 3",
      "2 path-pattern [{'Values':['/*']}] -> fixed-response",
    ]);
  });

  it("redirect as a filter says", () => {
    const requestRedirect = { scheme: "https", statusCode: 301 };
    scene.route("shop", { rules: [{ filters: [{ type: "RequestRedirect", requestRedirect }] }] });
    expect(scene.rules()).toEqual(["1 path-pattern [{'Values':['/*']}] -> redirect"]);
  });

  it("refuse filters that a load balancer has nothing for", () => {
    const filter = { type: "RequestHeaderModifier", requestHeaderModifier: { remove: ["x-a"] } };
    scene.route("shop", { rules: [{ ...TO_APP, filters: [filter] }] });
    expect(scene.events().join()).toContain(
      "Failed build model due to Unsupported filter type: RequestHeaderModifier. Only request redirect is supported.",
    );
    expect(scene.gateway().status?.conditions?.[0]).toMatchObject({
      type: "Accepted",
      status: "False",
      reason: "Invalid",
      message: "Check Gateway Events for more information.",
    });
  });
});

describe("routes", () => {
  it("are told why a listener does not let them in", () => {
    scene.listen(HTTP);
    scene.route("lost", { parentRefs: [{ name: "web", sectionName: "https" }], rules: [TO_APP] });
    expect(scene.verdictOf("lost")[1]).toBe(
      "Accepted False NoMatchingParent: Route parentRef does not match listener",
    );
  });

  it("are told which backend is not there; the others serve", () => {
    scene.listen(HTTP);
    scene.route("shop", { rules: [{ backendRefs: [{ name: "gone", port: 80 }] }] });
    expect(scene.verdictOf("shop")[0]).toBe(
      "ResolvedRefs False BackendNotFound: Service (game:gone) not found). Invalid data can be found in route (HTTPRoute, game:shop)",
    );
    expect(scene.rules()).toEqual(["1 path-pattern [{'Values':['/*']}] -> fixed-response"]);
  });
});

describe("configurations", () => {
  it("merge only one level deep: a Service's own health check takes the place of the whole default", () => {
    scene.configureTargetGroups("defaults", {
      defaultConfiguration: {
        targetType: "ip",
        enableMultiCluster: true,
        healthCheckConfig: { healthCheckPath: "/healthz", healthCheckInterval: 7 },
      },
    });
    scene.configureLoadBalancer({ defaultTargetGroupConfiguration: { name: "defaults" } });
    scene.listen(HTTP);
    scene.route("shop", { rules: [TO_APP] });
    expect(scene.targetGroups()[0]).toMatchObject({
      HealthCheckPath: "/healthz",
      HealthCheckIntervalSeconds: 7,
    });
    scene.configureTargetGroups("app", {
      targetReference: { name: "app" },
      defaultConfiguration: { healthCheckConfig: { healthyThresholdCount: 2 } },
    });
    expect(scene.targetGroups()[0]).toMatchObject({
      HealthCheckPath: "/",
      HealthCheckIntervalSeconds: 15,
      HealthyThresholdCount: 2,
    });
  });

  it.each([
    [undefined, "of-class"],
    ["prefer-gateway", "of-gateway"],
  ] as const)(
    "of a class go before those of a Gateway, unless the class says otherwise: %s",
    (mode, name) => {
      scene.apply("gateway.k8s.aws/v1", "LoadBalancerConfiguration", "class", {
        loadBalancerName: "of-class",
        ...(mode && { mergingMode: mode }),
      });
      scene.apply("gateway.networking.k8s.io/v1", "GatewayClass", "alb", {
        controllerName: "gateway.k8s.aws/alb",
        parametersRef: {
          group: "gateway.k8s.aws",
          kind: "LoadBalancerConfiguration",
          name: "class",
          namespace: NAMESPACE,
        },
      });
      scene.configureLoadBalancer({ loadBalancerName: "of-gateway" });
      scene.listen(HTTP);
      const { LoadBalancers } = scene.world.network.call("elasticloadbalancing", "DescribeLoadBalancers", {});
      expect(LoadBalancers).toMatchObject([{ LoadBalancerName: name, Scheme: "internet-facing" }]);
    },
  );

  it("stay until the Gateway that uses them is gone", () => {
    scene.listen(HTTP);
    const { api } = scene.cluster;
    const kind = "gateway.k8s.aws/v1/LoadBalancerConfiguration";
    api.delete(kind, NAMESPACE, "web");
    scene.settle();
    expect(api.find(kind, NAMESPACE, "web")).toBeDefined();
    api.delete("gateway.networking.k8s.io/v1/Gateway", NAMESPACE, "web");
    scene.settle();
    expect(api.find(kind, NAMESPACE, "web")).toBeUndefined();
    expect(scene.targetGroups()).toEqual([]);
  });

  it("of a protected load balancer keep its Gateway", () => {
    scene.configureLoadBalancer({
      loadBalancerAttributes: [{ key: "deletion_protection.enabled", value: "true" }],
    });
    scene.listen(HTTP);
    scene.cluster.api.delete("gateway.networking.k8s.io/v1/Gateway", NAMESPACE, "web");
    scene.settle();
    expect(scene.events().join()).toContain(
      "Failed build model due to Unable to delete gateway game/web because deletion protection is enabled.",
    );
  });
});

describe("what nothing writes", () => {
  const selected = { namespaces: { from: "All" as const } };

  it.each([
    ["TCP", { ...HTTP, protocol: "TCP" }, "a listener of a Gateway: protocol TCP"],
    ["a host name", { ...HTTP, hostname: "a.example.com" }, "a listener of a Gateway: host name"],
    ["other namespaces", { ...HTTP, allowedRoutes: selected }, "a listener of a Gateway: allowedRoutes"],
  ])("is not simulated of listeners: %s", (_what, listener, message) => {
    expect(() => scene.listen(listener)).toThrow(`NotSimulated: ${message}`);
  });

  it("is not simulated of configurations", () => {
    scene.apply("gateway.k8s.aws/v1", "LoadBalancerConfiguration", "web", { ipAddressType: "dualstack" });
    expect(() => scene.listen(HTTP)).toThrow("NotSimulated: ipAddressType of a LoadBalancerConfiguration");
  });

  it.each([
    ["an expression", { matches: [{ path: { type: "RegularExpression", value: "/[a-z]+" } }] }],
    ["a Service elsewhere", { backendRefs: [{ name: "app", namespace: "other", port: 80 }] }],
  ])("is not simulated of routes: %s", (_what, rule) => {
    scene.listen(HTTP);
    expect(() => scene.route("shop", { rules: [{ ...TO_APP, ...rule }] })).toThrow("NotSimulated: a ");
  });
});

describe("HTTPS", () => {
  const https = {
    name: "https",
    protocol: "HTTPS",
    port: 443,
    tls: { certificateRefs: [{ name: "web-tls" }] },
  };
  const CERTIFICATE =
    "arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-2222-3333-4444-555555555555";

  it("does not take certificates of Secrets", () => {
    scene.listen(https);
    scene.route("shop", { rules: [TO_APP] });
    expect(scene.events().join()).toContain(
      "Failed build model due to No hostnames found for TLS cert discovery for listener on gateway game/web with protocol:port HTTPS:443",
    );
  });

  it("takes the certificates that the load balancer's configuration names", () => {
    scene.configureLoadBalancer({
      listenerConfigurations: [{ protocolPort: "HTTPS:443", defaultCertificate: CERTIFICATE }],
    });
    scene.listen(https);
    scene.route("call", { rules: [TO_APP] }, "GRPCRoute");
    expect(scene.rules(443)).toEqual(["1 path-pattern [{'Values':['/*']}] -> forward 1"]);
    expect(scene.targetGroups()[0]).toMatchObject({
      ProtocolVersion: "GRPC",
      HealthCheckPath: "/AWS.ALB/healthcheck",
      Matcher: { GrpcCode: "12" },
    });
  });
});
