import { beforeEach, expect, it } from "vitest";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { GatewayScene, HTTP, TO_APP } from "../../../../../support/controller-replay/gateway-scene.ts";
import {
  HTTP_ROUTE,
  LISTENER_RULE_CONFIGURATION,
  TARGET_GROUP_CONFIGURATION,
} from "../../../../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/gateway-objects.ts";

let scene: GatewayScene;

const extended = (name: string) => ({
  type: "ExtensionRef",
  extensionRef: { group: "gateway.k8s.aws", kind: "ListenerRuleConfiguration", name },
});
const HTTPS_REDIRECT = { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } };
const CLOSED = {
  type: "fixed-response",
  fixedResponseConfig: { statusCode: 404, contentType: "text/plain", messageBody: "Closed" },
};

beforeEach(() => {
  scene = new GatewayScene();
  scene.configureLoadBalancer();
  scene.configureTargetGroups("app", {
    targetReference: { name: "app" },
    defaultConfiguration: { targetType: "ip" },
  });
  scene.listen(HTTP);
});

/** Actions of the only rule. */
function actions() {
  const { call } = scene.world.network;
  const { LoadBalancers } = call("elasticloadbalancing", "DescribeLoadBalancers", {});
  const { Listeners } = call("elasticloadbalancing", "DescribeListeners", {
    LoadBalancerArn: LoadBalancers[0]!.LoadBalancerArn,
  });
  const { ListenerArn } = Listeners[0]!;
  return call("elasticloadbalancing", "DescribeRules", { ListenerArn }).Rules[0]!.Actions;
}

it("is accepted, and a change of it reaches the rules of the load balancer", () => {
  scene.configureRules("closed", { actions: [CLOSED] });
  scene.route("shop", { rules: [{ filters: [extended("closed")] }] });
  expect(scene.cluster.api.get(LISTENER_RULE_CONFIGURATION, NAMESPACE, "closed")).toMatchObject({
    metadata: { finalizers: ["gateway.k8s.aws/listenerruleconfigurations"] },
    status: { accepted: true, message: "Accepted", observedGeneration: 1 },
  });
  expect(actions()).toMatchObject([
    {
      Type: "fixed-response",
      FixedResponseConfig: { StatusCode: "404", ContentType: "text/plain", MessageBody: "Closed" },
    },
  ]);
  const fixedResponseConfig = { ...CLOSED.fixedResponseConfig, statusCode: 503 };
  scene.configureRules("closed", { actions: [{ ...CLOSED, fixedResponseConfig }] });
  expect(actions()).toMatchObject([{ FixedResponseConfig: { StatusCode: "503" } }]);
  expect(
    scene.cluster.api.get(LISTENER_RULE_CONFIGURATION, NAMESPACE, "closed").status?.observedGeneration,
  ).toBe(2);
});

it("lets only some clients through, beside what the route says", () => {
  scene.configureRules("office", {
    conditions: [{ field: "source-ip", sourceIPConfig: { values: ["203.0.113.0/24"] } }],
  });
  scene.route("shop", { rules: [{ ...TO_APP, filters: [extended("office")] }] });
  expect(scene.rules()).toEqual([
    "1 path-pattern [{'Values':['/*']}] source-ip [{'Values':['203.0.113.0/24']}] -> forward 1",
  ]);
});

it("gives a redirect its query, and does not redirect by itself", () => {
  scene.configureRules("query", { actions: [{ type: "redirect", redirectConfig: { query: "from=here" } }] });
  scene.route("shop", { rules: [{ filters: [HTTPS_REDIRECT, extended("query")] }] });
  expect(actions()).toMatchObject([
    { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Query: "from=here", StatusCode: "HTTP_301" } },
  ]);
  scene.route("shop", { rules: [{ filters: [extended("query")] }] });
  expect(scene.events().join()).toContain(
    "Failed build model due to HTTPRouteFilterRequestRedirect must be provided if RedirectActionConfig in ListenerRuleConfiguration is provided",
  );
});

it("leaves a rule without backends where it is not there", () => {
  scene.route("shop", { rules: [{ ...TO_APP, filters: [extended("gone")] }] });
  expect(scene.verdictOf("shop")[1]).toBe(
    "Accepted False IncompatibleFilters: ListenerRuleConfiguration [game/gone] not found). Invalid data can be found in route (HTTPRoute, game:shop)",
  );
  expect(actions()).toMatchObject([{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "500" } }]);
  scene.configureRules("gone", {
    conditions: [{ field: "source-ip", sourceIPConfig: { values: ["10.0.0.0/8"] } }],
  });
  expect(scene.verdictOf("shop")[1]).toBe("Accepted True Accepted: ");
  expect(actions()).toMatchObject([{ Type: "forward" }]);
});

it("stays, as a TargetGroupConfiguration does, for as long as a route uses it", () => {
  const { api } = scene.cluster;
  scene.configureRules("closed", { actions: [CLOSED] });
  scene.route("shop", { rules: [{ ...TO_APP, filters: [extended("closed")] }] });
  api.delete(LISTENER_RULE_CONFIGURATION, NAMESPACE, "closed");
  api.delete(TARGET_GROUP_CONFIGURATION, NAMESPACE, "app");
  scene.settle();
  expect(api.find(LISTENER_RULE_CONFIGURATION, NAMESPACE, "closed")).toBeDefined();
  expect(api.find(TARGET_GROUP_CONFIGURATION, NAMESPACE, "app")).toBeDefined();
  api.delete(HTTP_ROUTE, NAMESPACE, "shop");
  scene.settle();
  scene.settle();
  expect(api.find(LISTENER_RULE_CONFIGURATION, NAMESPACE, "closed")).toBeUndefined();
  expect(api.find(TARGET_GROUP_CONFIGURATION, NAMESPACE, "app")).toBeUndefined();
});
