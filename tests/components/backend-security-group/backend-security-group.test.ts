import { expect, it } from "vitest";
import { BackendSecurityGroup } from "../../../components/backend-security-group/index.ts";
import { refusalOf, runProgram, valueOf } from "../../support/pulumi-program.ts";

it("makes a group that lets nothing in", async () => {
  const { result, resources } = await runProgram(
    () => new BackendSecurityGroup("backend", { vpcId: "vpc-0123456789abcdef0", tags: { team: "platform" } }),
  );
  expect(resources).toMatchObject([
    { type: "multicluster-ingress:index:BackendSecurityGroup", name: "backend" },
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "backend-group",
      parent: "backend",
      inputs: {
        vpcId: "vpc-0123456789abcdef0",
        description: "From the shared load balancer to the pods of all clusters",
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        tags: { Name: "backend", team: "platform" },
      },
    },
  ]);
  expect(resources[1]!.inputs).not.toHaveProperty("ingress");
  expect(await valueOf(result.securityGroupId)).toBe("backend-group-id");
});

it("refuses names of which EC2 would take no security group, and other wrong args, all at once", async () => {
  const args = { vpcId: "myvpc", tags: { "aws:owner": "a" } };
  expect(await refusalOf(() => new BackendSecurityGroup("sg-edge", args))).toBe(
    [
      'BackendSecurityGroup "sg-edge" has 3 problems:',
      '  - the component\'s name is "sg-edge", which begins with sg-, and so would the name of a security group, which AWS refuses; use another name',
      '  - vpcId is "myvpc"; use a VPC id such as vpc-0123456789abcdef0',
      '  - tags["aws:owner"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key',
    ].join("\n"),
  );
  expect(BackendSecurityGroup.problems("edge", { vpcId: "vpc-0123456789abcdef0" })).toEqual([]);
});
