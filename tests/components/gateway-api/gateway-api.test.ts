import { expect, it } from "vitest";
import {
  BackendSecurityGroup,
  EksCluster,
  GatewayApi,
  GatewayClass,
  LbcAddon,
  Vpc,
  type GatewayApiArgs,
} from "../../../components/index.ts";
import { GATEWAY_CLASS } from "../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/gateway-objects.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { refusalOf } from "../../support/pulumi-program.ts";
import { failuresOf, REGION, Workshop } from "../../sim/hosts/in-process/support.ts";

/** A cluster with the controller, and with the Gateway API before it or not. */
function cluster(withGateways: boolean) {
  const vpc = new Vpc("net", {});
  const backend = new BackendSecurityGroup("backend", { vpcId: vpc.vpcId });
  const eks = new EksCluster("eks", { name: "shop", network: vpc });
  const providers = [eks.provider];
  const gatewayApi = withGateways ? new GatewayApi("gateway-api", {}, { providers }) : undefined;
  const { oidcIssuer, oidcProviderArn } = eks;
  const controller = new LbcAddon(
    "lbc",
    {
      clusterName: eks.clusterName,
      region: REGION,
      vpcId: vpc.vpcId,
      backendSecurityGroupId: backend.securityGroupId,
      identity: { type: "irsa", oidcIssuer, oidcProviderArn },
      podsDependOn: eks.ready,
      ...(gatewayApi && { gatewayApi }),
    },
    { providers },
  );
  if (withGateways) new GatewayClass("gateways", {}, { providers, dependsOn: [controller.ready] });
  return {};
}

const DEFINITIONS = [
  "backendtlspolicies.gateway.networking.k8s.io",
  "gatewayclasses.gateway.networking.k8s.io",
  "gateways.gateway.networking.k8s.io",
  "grpcroutes.gateway.networking.k8s.io",
  "httproutes.gateway.networking.k8s.io",
  "listenerruleconfigurations.gateway.k8s.aws",
  "listenersets.gateway.networking.k8s.io",
  "loadbalancerconfigurations.gateway.k8s.aws",
  "referencegrants.gateway.networking.k8s.io",
  "targetgroupconfigurations.gateway.k8s.aws",
  "tcproutes.gateway.networking.k8s.io",
  "tlsroutes.gateway.networking.k8s.io",
  "udproutes.gateway.networking.k8s.io",
];

it("comes to a cluster where the controller runs already, goes, leaves its definitions, and comes again", async () => {
  const workshop = new Workshop();
  const { api } = await broughtUp(workshop, false);
  const classes = () =>
    api
      .list(GATEWAY_CLASS)
      .map(({ metadata, status }) => [
        metadata.name,
        ...(status?.conditions ?? []).map(({ type, status: value }) => `${type} ${value}`),
      ]);
  await broughtUp(workshop, true);
  expect(classes()).toEqual([["alb", "Accepted True"]]);
  await broughtUp(workshop, false);
  expect(classes()).toEqual([]);
  const definitions = api
    .list("apiextensions.k8s.io/v1/CustomResourceDefinition")
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.includes(".gateway."));
  expect(definitions.sort()).toEqual(DEFINITIONS);
  await broughtUp(workshop, true);
  expect(classes()).toEqual([["alb", "Accepted True"]]);
}, 60_000);

it("is there when the controller starts, and its class is gone before the controller is", async () => {
  const workshop = new Workshop();
  const { api } = await broughtUp(workshop, true);
  expect(api.get(GATEWAY_CLASS, undefined, "alb").status?.conditions).toMatchObject([
    { type: "Accepted", status: "True" },
  ]);
  const destroyed = workshop.destroy();
  expect(failuresOf(destroyed)).toEqual([]);
  const place = (step: string) => destroyed.steps.indexOf(step);
  expect(place("delete gateways-class")).toBeGreaterThan(-1);
  expect(place("delete gateways-class")).toBeLessThan(place("delete lbc-release"));
});

async function broughtUp(workshop: Workshop, withGateways: boolean) {
  await workshop.succeed(() => cluster(withGateways));
  workshop.cloud.clock.settle();
  return clustersOf(workshop.cloud).get("shop")!;
}

it("refuses releases that the controller cannot do with, and those that are not stated here", async () => {
  const args = (version: string) => ({ version }) as unknown as GatewayApiArgs;
  expect(await refusalOf(() => new GatewayApi("gateway-api", args("1.5.1")))).toBe(
    'GatewayApi "gateway-api": version is 1.5.1, but AWS Load Balancer Controller needs 1.6.0 or later; use 1.6.1',
  );
  expect(await refusalOf(() => new GatewayApi("gateway-api", args("2.0.0")))).toContain('version is "2.0.0"');
});

it("refuses releases of the controller whose kinds for Gateways are not stable", async () => {
  expect(await refusalOf(() => new GatewayApi("gateway-api", { controllerVersion: "3.4.3" }))).toBe(
    'GatewayApi "gateway-api": controllerVersion is 3.4.3, which does not have its kinds for Gateways in version v1 yet; use 3.5.0',
  );
});

it("is of the same release of the controller as the controller", async () => {
  const problems = LbcAddon.problems("lbc", {
    clusterName: "shop",
    region: REGION,
    vpcId: "vpc-0123456789abcdef0",
    backendSecurityGroupId: "sg-0123456789abcdef0",
    identity: { type: "pod-identity" },
    gatewayApi: { version: "1.6.1", controllerVersion: "3.4.3", ready: [] },
  });
  expect(problems).toMatchObject([
    {
      path: "gatewayApi",
      reason: "has the kinds of release 3.4.3, but version is 3.5.0; use one release for both",
    },
  ]);
});
