import { beforeEach, expect, it } from "vitest";
import { gatewayApiCrds } from "../../../../../../facts/gateway-crds.ts";
import { GATEWAY_CLASS } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/gateway-objects.ts";
import { PRIMARY, World, type WorldOptions } from "../../../../../support/controller-replay/world.ts";

let world: World;

function begin(options: WorldOptions = {}): void {
  world = new World(options);
}

beforeEach(() => begin({ gatewayApi: "1.6.1" }));

function createClass(controllerName: string): void {
  world.cluster(PRIMARY).api.create({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: "edge" },
    spec: { controllerName },
  });
  world.cloud.clock.settle();
}

function acceptance(): unknown {
  const { status } = world.cluster(PRIMARY).api.get(GATEWAY_CLASS, undefined, "edge");
  return status?.conditions?.map(({ status: value, reason, message }) => [value, reason, message]);
}

function installLate(): void {
  begin();
  for (const definition of gatewayApiCrds("1.6.1")) {
    world.cluster(PRIMARY).api.create({ ...definition });
  }
}

it("a GatewayClass of the controller is accepted", () => {
  createClass("gateway.k8s.aws/alb");
  expect(acceptance()).toEqual([["True", "Accepted", "Accepted"]]);
});

it("a class for Network Load Balancers is not simulated", () => {
  expect(() => createClass("gateway.k8s.aws/nlb")).toThrow(
    "NotSimulated: Gateway API by gateway.k8s.aws/nlb (GatewayClass edge)",
  );
});

it("nobody looks at a class where the Gateway API came after the controller, until that starts again", () => {
  installLate();
  createClass("gateway.k8s.aws/alb");
  expect(acceptance()).toEqual([["Unknown", "Pending", "Waiting for controller"]]);
  world.cluster(PRIMARY).stop();
  world.cluster(PRIMARY).start();
  world.cloud.clock.settle();
  expect(acceptance()).toEqual([["True", "Accepted", "Accepted"]]);
});

it("a GatewayClass of another controller is left to it", () => {
  createClass("example.com/gateway");
  expect(acceptance()).toEqual([["Unknown", "Pending", "Waiting for controller"]]);
});

it("a GatewayClass means nothing where the Gateway API is switched off", () => {
  begin({
    gatewayApi: "1.6.1",
    values: { controllerConfig: { featureGates: { ALBGatewayAPI: false } } },
  });
  createClass("gateway.k8s.aws/alb");
  expect(acceptance()).toEqual([["Unknown", "Pending", "Waiting for controller"]]);
});
