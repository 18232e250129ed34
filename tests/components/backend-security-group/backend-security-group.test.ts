import { expect, it } from "vitest";
import { BackendSecurityGroup } from "../../../components/backend-security-group/index.ts";
import { runProgram, valueOf } from "../../support/pulumi-program.ts";

it("makes a group that lets nothing in", async () => {
  const { result, resources } = await runProgram(
    () => new BackendSecurityGroup("backend", { vpcId: "vpc-1", tags: { team: "platform" } }),
  );
  expect(resources).toMatchObject([
    { type: "multicluster-ingress:index:BackendSecurityGroup", name: "backend" },
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "backend-group",
      parent: "backend",
      inputs: {
        vpcId: "vpc-1",
        description: "From the shared load balancer to the pods of all clusters",
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        tags: { Name: "backend", team: "platform" },
      },
    },
  ]);
  expect(resources[1]!.inputs).not.toHaveProperty("ingress");
  expect(await valueOf(result.securityGroupId)).toBe("backend-group-id");
});
