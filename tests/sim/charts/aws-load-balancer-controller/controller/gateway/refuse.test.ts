import { beforeEach, expect, it } from "vitest";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";
import { customResourceDefinition } from "../../../../../support/custom-resource-definition.ts";

let world: World;
let cluster: TestCluster;

function begin(values: Readonly<Record<string, unknown>> = {}): void {
  world = new World({ values });
  cluster = world.cluster(PRIMARY);
  cluster.api.create(
    customResourceDefinition("gateway.networking.k8s.io", "GatewayClass", "gatewayclasses", "Cluster"),
  );
}

beforeEach(() => begin());

function createClass(controllerName: string): void {
  cluster.api.create({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: "edge" },
    spec: { controllerName },
  });
  world.cloud.clock.settle();
}

function restart(): void {
  cluster.stop();
  cluster.start();
  world.cloud.clock.settle();
}

it.each(["alb", "nlb"])("a GatewayClass of the controller is not simulated: %s", (type) => {
  restart();
  expect(() => createClass(`gateway.k8s.aws/${type}`)).toThrow(
    `NotSimulated: Gateway API by gateway.k8s.aws/${type} (GatewayClass edge)`,
  );
});

it("a GatewayClass of before the controller's start is seen, too", () => {
  createClass("gateway.k8s.aws/alb");
  expect(restart).toThrow("NotSimulated: Gateway API by gateway.k8s.aws/alb (GatewayClass edge)");
});

it("a GatewayClass is not looked at by a controller that started before there was such a kind", () => {
  expect(() => createClass("gateway.k8s.aws/alb")).not.toThrow();
});

it("a GatewayClass of another controller is left to it", () => {
  restart();
  expect(() => createClass("example.com/gateway")).not.toThrow();
});

it("a GatewayClass means nothing where the Gateway API is switched off", () => {
  begin({ controllerConfig: { featureGates: { ALBGatewayAPI: false } } });
  restart();
  expect(() => createClass("gateway.k8s.aws/alb")).not.toThrow();
});
