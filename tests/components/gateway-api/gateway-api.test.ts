import { expect, it } from "vitest";
import {
  BackendSecurityGroup,
  EksCluster,
  GatewayApi,
  LbcAddon,
  Vpc,
  type GatewayApiArgs,
} from "../../../components/index.ts";
import { GATEWAY_CLASS } from "../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/gateway-objects.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { refusalOf } from "../../support/pulumi-program.ts";
import { REGION, Workshop } from "../../sim/hosts/in-process/support.ts";

/** A cluster with the controller, and with the Gateway API before it or not. */
function cluster(withGateways: boolean) {
  const vpc = new Vpc("net", {});
  const backend = new BackendSecurityGroup("backend", { vpcId: vpc.vpcId });
  const eks = new EksCluster("eks", { name: "shop", network: vpc });
  const providers = [eks.provider];
  const gateways = withGateways ? new GatewayApi("gateway-api", {}, { providers }).nodes.crds : [];
  const { oidcIssuer, oidcProviderArn } = eks;
  new LbcAddon(
    "lbc",
    {
      clusterName: eks.clusterName,
      region: REGION,
      vpcId: vpc.vpcId,
      backendSecurityGroupId: backend.securityGroupId,
      identity: { type: "irsa", oidcIssuer, oidcProviderArn },
      podsDependOn: [...eks.ready, ...gateways],
    },
    { providers },
  );
  return {};
}

it("is there when the controller starts, which accepts a class then, and stays when the component goes", async () => {
  const workshop = new Workshop();
  await workshop.succeed(() => cluster(true));
  const { api } = clustersOf(workshop.cloud).get("shop")!;
  api.create({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: "edge" },
    spec: { controllerName: "gateway.k8s.aws/alb" },
  });
  workshop.cloud.clock.settle();
  const { status } = api.get(GATEWAY_CLASS, undefined, "edge");
  expect(status?.conditions).toMatchObject([{ type: "Accepted", status: "True" }]);

  await workshop.succeed(() => cluster(false));
  const definitions = api
    .list("apiextensions.k8s.io/v1/CustomResourceDefinition")
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.includes(".gateway."))
    .sort();
  expect(definitions).toEqual([
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
  ]);
  expect(api.find(GATEWAY_CLASS, undefined, "edge")).toBeDefined();
});

it("refuses releases that the controller cannot do with, and those that are not stated here", async () => {
  const args = (version: string) => ({ version }) as unknown as GatewayApiArgs;
  expect(await refusalOf(() => new GatewayApi("gateway-api", args("1.5.1")))).toBe(
    'GatewayApi "gateway-api": version is 1.5.1, but AWS Load Balancer Controller needs 1.6.0 or later; use 1.6.1',
  );
  expect(await refusalOf(() => new GatewayApi("gateway-api", args("2.0.0")))).toContain('version is "2.0.0"');
});
