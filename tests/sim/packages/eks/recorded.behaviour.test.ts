import { expect, it } from "vitest";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { eksClusterComponent } from "../../../../sim/packages/eks/cluster.ts";
import { managedNodeGroupComponent } from "../../../../sim/packages/eks/managed-node-group.ts";
import recording from "../../../fixtures/component-traces/eks-4.3.0.json" with { type: "json" };
import {
  RecordingExpansion,
  sortRegistrations,
  type Registration,
} from "../../../support/recording-expansion.ts";

/** Ids that the recording's provider gave out, by resource name. */
const recordedIds: Readonly<Record<string, string>> = {
  "c-eksClusterSecurityGroup": "sim-2",
  "c-eksRole-role": "sim-3",
  "c-eksCluster": "sim-6",
  "c-nodeSecurityGroup": "sim-7",
  "ng-launchTemplate": "sim-17",
};

/** Outputs as the recording's provider gave them; it had no `latestVersion`, which became "undefined". */
function recordedOutputs(_type: string, name: string): Properties {
  const id = recordedIds[name] ?? name;
  return {
    id,
    arn: `arn:aws:sim:${id}`,
    name: name === "c-eksCluster" ? id : name,
    version: "1.34",
    latestVersion: undefined,
    endpoint: "https://endpoint",
    certificateAuthority: { data: "Q0E=" },
    identities: [{ oidcs: [{ issuer: "https://oidc.eks.ap-northeast-2.amazonaws.com/id/ABC" }] }],
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "10.100.0.0/16" },
    securityGroupRuleId: `sgr-${id}`,
    vpcConfig: { clusterSecurityGroupId: "sg-eks" },
  };
}

/** A role is handed over as a resource; the AWS provider takes its name from that. */
function withRoleNames(entry: Registration): Registration {
  if (!("inputs" in entry) || typeof entry.inputs.role !== "object") return entry;
  return { ...entry, inputs: { ...entry.inputs, role: (entry.inputs.role as { name: string }).name } };
}

it("registers what the real component registered for the recorded program", () => {
  const expansion = new RecordingExpansion(recordedOutputs, {
    "aws:index/getPartition:getPartition": () => ({ partition: "aws", dnsSuffix: "amazonaws.com" }),
    "aws:eks/getAddonVersion:getAddonVersion": () => ({ version: "v1.0.0-eksbuild.1" }),
  });
  const cluster = eksClusterComponent.expand(
    "c",
    {
      vpcId: "vpc-1",
      publicSubnetIds: ["subnet-1", "subnet-2"],
      privateSubnetIds: ["subnet-3", "subnet-4"],
      authenticationMode: "API",
      createOidcProvider: false,
      skipDefaultNodeGroup: true,
      version: "1.34",
      corednsAddonOptions: { enabled: true },
      kubeProxyAddonOptions: { enabled: true },
      vpcCniOptions: { warmEniTarget: 1 },
    },
    expansion,
  );
  managedNodeGroupComponent.expand(
    "ng",
    {
      cluster,
      nodeRoleArn: "arn:aws:sim:sim-1",
      subnetIds: ["subnet-3", "subnet-4"],
      instanceTypes: ["t3.medium"],
      diskSize: 30,
      amiType: "AL2023_x86_64_STANDARD",
      enableIMDSv2: true,
      scalingConfig: { desiredSize: 3, minSize: 2, maxSize: 5 },
    },
    expansion,
  );

  const byTheProgramItself = (entry: Registration) => "name" in entry && entry.name === "node";
  const recorded = (recording.registered as Registration[])
    .filter((entry) => !byTheProgramItself(entry))
    .map(withRoleNames);
  // The recording is of what went to the AWS provider.
  const ofAws = (entry: Registration) => !("type" in entry && entry.type.startsWith("pulumi:"));
  expect(expansion.byName().filter(ofAws)).toEqual(sortRegistrations(recorded));
});
