import { expect, it } from "vitest";
import type { Cloud } from "../../../sim/core/cloud.ts";
import program, { PRINCIPALS } from "../../support/component-states/program.ts";
import programOfOutputs from "../../support/component-states/program-of-outputs.ts";
import { placesOf, RECORDED, type Place } from "../../support/component-states/state.ts";
import { REGION, Workshop } from "../hosts/in-process/support.ts";

it("leaves the state that the real components leave", async () => {
  const { cloud, host } = new Workshop();
  createPrincipals(cloud);
  const result = await host.up({
    project: "multicluster-ingress",
    stack: "cluster1",
    config: { "aws:region": REGION },
    program: () => {
      program();
      return Promise.resolve({});
    },
  });
  expect(result).toMatchObject({ failures: [], succeeded: true });
  expect(placesOf(host.resources("cluster1").map(withoutProviders))).toEqual(RECORDED.map(withoutOptions));
});

it("makes the same of inputs that come from other resources, at any depth", async () => {
  const workshop = new Workshop();
  await workshop.succeed(programOfOutputs);
  const sources = (name: string, type: string) =>
    Object.entries(
      workshop.host.resources("dev").find((one) => one.name === name && one.type === type)
        ?.propertyDependencies ?? {},
    )
      .filter(([, urns]) => urns.some((urn) => urn.endsWith("::made")))
      .map(([property]) => property)
      .sort();
  expect({
    subnet: sources("vpc-public-1", "aws:ec2/subnet:Subnet"),
    cluster: sources("cluster-eksCluster", "aws:eks/cluster:Cluster"),
    accessEntry: sources("cluster-made", "aws:eks/accessEntry:AccessEntry"),
    accessPolicy: sources("cluster-made-view", "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"),
    vpcCni: sources("cluster-vpc-cni", "aws:eks/addon:Addon"),
    kubeProxy: sources("cluster-kube-proxy", "aws:eks/addon:Addon"),
    nodeSecurityGroup: sources("cluster-nodeSecurityGroup", "aws:ec2/securityGroup:SecurityGroup"),
    launchTemplate: sources("nodes-launchTemplate", "aws:ec2/launchTemplate:LaunchTemplate"),
    nodeGroup: sources("nodes", "aws:eks/nodeGroup:NodeGroup"),
  }).toEqual({
    subnet: ["tags"],
    cluster: ["tags", "vpcConfig"],
    accessEntry: ["kubernetesGroups", "principalArn", "tags"],
    accessPolicy: ["accessScope", "policyArn", "principalArn"],
    vpcCni: ["configurationValues", "tags"],
    kubeProxy: ["configurationValues", "tags"],
    nodeSecurityGroup: ["tags"],
    launchTemplate: ["blockDeviceMappings"],
    nodeGroup: ["instanceTypes", "labels", "scalingConfig", "tags", "taints"],
  });
});

/** This host counts the provider of a resource among what it depends on. */
function withoutProviders<T extends { readonly type: string; readonly dependencies: readonly string[] }>(
  resource: T,
): T {
  const dependencies = resource.dependencies.filter((urn) => !urn.includes("pulumi:providers:"));
  return { ...resource, dependencies };
}

/** This host keeps no options in its state that have done their work. */
function withoutOptions({ ignoreChanges: _, ...place }: Place): Place {
  return place;
}

function createPrincipals(cloud: Cloud): void {
  for (const RoleName of PRINCIPALS) {
    cloud.call(cloud.administrator, "iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: TRUST });
  }
}

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});
