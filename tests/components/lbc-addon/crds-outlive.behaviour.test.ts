/** The controller's CRDs on a cluster that the controller leaves and comes back to. */
import { expect, it } from "vitest";
import { BackendSecurityGroup, EksCluster, LbcAddon, Vpc } from "../../../components/index.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { REGION, Workshop } from "../../sim/hosts/in-process/support.ts";

/** A cluster, with the controller on it where its settings are given. */
function cluster(controller?: { readonly createCrds?: boolean }) {
  const vpc = new Vpc("net", {});
  const backend = new BackendSecurityGroup("backend", { vpcId: vpc.vpcId });
  const eks = new EksCluster("eks", { name: "shop", network: vpc });
  if (controller === undefined) return {};
  const { oidcIssuer, oidcProviderArn } = eks;
  new LbcAddon(
    "lbc",
    {
      clusterName: eks.clusterName,
      region: REGION,
      vpcId: vpc.vpcId,
      backendSecurityGroupId: backend.securityGroupId,
      identity: { type: "irsa", oidcIssuer, oidcProviderArn },
      ...controller,
    },
    { providers: [eks.provider], dependsOn: eks.ready },
  );
  return {};
}

const CRDS = [
  "eniconfigs.crd.k8s.amazonaws.com",
  "ingressclassparams.elbv2.k8s.aws",
  "targetgroupbindings.elbv2.k8s.aws",
];

it("stay with all their objects, refuse to be made again, and serve a controller that makes none", async () => {
  const workshop = new Workshop();
  await workshop.succeed(() => cluster({}));
  const { api } = clustersOf(workshop.cloud).get("shop")!;
  const names = (gvk: string) => api.list(gvk).map(({ metadata }) => metadata.name);
  api.create({
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "IngressClassParams",
    metadata: { name: "somebody-elses" },
    spec: { scheme: "internal" },
  });

  const without = await workshop.succeed(() => cluster());
  expect(without.steps.filter((step) => step.includes("crd"))).toEqual([]);
  expect([
    names("apiextensions.k8s.io/v1/CustomResourceDefinition"),
    names("elbv2.k8s.aws/v1beta1/IngressClassParams"),
  ]).toEqual([CRDS, ["somebody-elses"]]);

  const again = await workshop.up(() => cluster({}));
  expect(again.failures.map(({ name, message }) => `${name}: ${message.split("\n")[0]!}`)).toEqual(
    ["ingressclassparams", "targetgroupbindings"].map(
      (plural) =>
        `lbc-crd-${plural}: resource "urn:pulumi:dev::shop::multicluster-ingress:index:LbcAddon$kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition::lbc-crd-${plural}" ` +
        "was not successfully created by the Kubernetes API server: " +
        `customresourcedefinitions.apiextensions.k8s.io "${plural}.elbv2.k8s.aws" already exists`,
    ),
  );
  expect(names("elbv2.k8s.aws/v1beta1/IngressClassParams")).toEqual(["somebody-elses"]);

  await workshop.succeed(() => cluster({ createCrds: false }));
  expect(names("elbv2.k8s.aws/v1beta1/IngressClassParams")).toEqual(["somebody-elses"]);
  expect(workshop.destroy().succeeded).toBe(true);
  expect(clustersOf(workshop.cloud).size).toBe(0);
});
