import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { NotSimulated } from "../../../../sim/core/errors.ts";
import { failuresOf, namesOf, Workshop } from "./support.ts";

interface NetworkSettings {
  readonly vpc?: aws.ec2.VpcArgs;
  readonly subnet?: Partial<aws.ec2.SubnetArgs>;
  readonly subnetOptions?: pulumi.CustomResourceOptions;
}

/** A VPC with one subnet. */
function network({ vpc: vpcArgs, subnet: subnetArgs, subnetOptions }: NetworkSettings = {}) {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", ...vpcArgs });
  const subnet = new aws.ec2.Subnet(
    "subnet",
    { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", ...subnetArgs },
    subnetOptions,
  );
  return { vpcId: vpc.id, subnetId: subnet.id };
}

describe("an update", () => {
  it("creates what is new, and nothing more when it runs again", async () => {
    const workshop = new Workshop();
    const first = await workshop.succeed(() => network());
    const second = await workshop.succeed(() => network());
    expect(first.steps).toEqual(["create vpc", "create subnet"]);
    expect(second.steps).toEqual(["same vpc", "same subnet"]);
    expect(second.outputs).toEqual(first.outputs);
    expect([first.counts, second.counts]).toEqual([
      // The stack itself is one of them.
      { create: 3, update: 0, replace: 0, same: 0, read: 0, delete: 0 },
      { create: 0, update: 0, replace: 0, same: 3, read: 0, delete: 0 },
    ]);
  });

  it("changes in place what can be changed in place", async () => {
    const workshop = new Workshop();
    const before = await workshop.succeed(() => network());
    const after = await workshop.succeed(() => network({ vpc: { tags: { Name: "main" } } }));
    expect(after.steps).toEqual(["update vpc", "same subnet"]);
    expect(after.outputs).toEqual(before.outputs);
    expect(
      ec2State(workshop.cloud)
        .vpcs.values()
        .map(({ VpcId, Tags }) => ({ VpcId, Tags })),
    ).toEqual([{ VpcId: after.outputs["vpcId"], Tags: [{ Key: "Name", Value: "main" }] }]);
  });

  it("replaces what cannot be changed: first the new one, in the end the old one goes", async () => {
    const workshop = new Workshop();
    const before = await workshop.succeed(() => network());
    const after = await workshop.succeed(() => network({ subnet: { cidrBlock: "10.0.1.0/24" } }));
    expect(after.steps).toEqual(["same vpc", "replace subnet", "delete subnet"]);
    expect(after.outputs["subnetId"]).not.toBe(before.outputs["subnetId"]);
    expect(subnetsOf(workshop)).toEqual([{ SubnetId: after.outputs["subnetId"], CidrBlock: "10.0.1.0/24" }]);
  });

  it("replaces what hangs on a replaced resource, and deletes the old ones dependents first", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network());
    const after = await workshop.succeed(() => network({ vpc: { cidrBlock: "10.0.0.0/20" } }));
    expect(after.steps).toEqual(["replace vpc", "replace subnet", "delete subnet", "delete vpc"]);
  });

  it("deletes what it no longer registers, dependents first", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network());
    const after = await workshop.succeed(() => ({}));
    expect(after.steps).toEqual(["delete subnet", "delete vpc"]);
    expect(ec2State(workshop.cloud).vpcs.size).toBe(0);
  });

  it("deletes what an old resource held before the old resource", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network());
    const after = await workshop.succeed(() => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/20" });
      return { vpcId: vpc.id };
    });
    expect(after.steps).toEqual(["replace vpc", "delete subnet", "delete vpc"]);
  });

  it("does not delete anything when something failed", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network());
    const after = await workshop.up(() => {
      new aws.ec2.Vpc("other", { cidrBlock: "10.0.0.0/8" });
      return {};
    });
    expect(after.steps).toEqual(["create other (failed)"]);
    expect(namesOf(workshop.host.resources("dev").map(({ urn }) => urn))).toEqual([
      "shop-dev",
      "vpc",
      "subnet",
    ]);
  });
});

describe("deleteBeforeReplace", () => {
  /** A group whose name is taken as long as it is there, and a rule in it. */
  function group(description: string) {
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
    const securityGroup = new aws.ec2.SecurityGroup(
      "group",
      { vpcId: vpc.id, name: "web", description },
      { deleteBeforeReplace: true },
    );
    new aws.ec2.SecurityGroupRule("rule", {
      securityGroupId: securityGroup.id,
      type: "ingress",
      protocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrBlocks: ["0.0.0.0/0"],
    });
    new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" }, { dependsOn: securityGroup });
    return {};
  }

  it("deletes the old resource, and before it what must be replaced with it, but not what merely waits for it", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => group("first"));
    const after = await workshop.succeed(() => group("second"));
    expect(after.steps).toEqual([
      "same vpc",
      "delete rule",
      "delete group",
      "replace group",
      "same subnet",
      "replace rule",
    ]);
  });
});

describe("a failure", () => {
  it("keeps what exists, and the next update goes on from there", async () => {
    const workshop = new Workshop();
    const failed = await workshop.up(() => network({ subnet: { cidrBlock: "10.1.0.0/24" } }));
    expect([failed.succeeded, failed.programError, failed.steps]).toEqual([
      false,
      undefined,
      ["create vpc", "create subnet (failed)"],
    ]);
    expect(failuresOf(failed)).toEqual(["subnet: The CIDR '10.1.0.0/24' is invalid."]);
    const repaired = await workshop.succeed(() => network());
    expect(repaired.steps).toEqual(["same vpc", "create subnet"]);
  });

  it("lets everything go on that does not depend on what failed", async () => {
    const workshop = new Workshop();
    const result = await workshop.up(() => {
      const broken = new aws.ec2.Vpc("broken", { cidrBlock: "10.0.0.0/8" });
      new aws.ec2.Subnet("waiting", { vpcId: broken.id, cidrBlock: "10.0.0.0/24" });
      new aws.ec2.Vpc("sound", { cidrBlock: "10.0.0.0/16" });
      return {};
    });
    expect(result.steps).toEqual(["create broken (failed)", "create sound"]);
  });

  it("of a replacement leaves the old resource as it is", async () => {
    const workshop = new Workshop();
    const before = await workshop.succeed(() => network());
    const failed = await workshop.up(() => network({ subnet: { cidrBlock: "10.1.0.0/24" } }));
    const after = await workshop.succeed(() => network());
    expect([failed.steps, after.steps]).toEqual([
      ["same vpc", "replace subnet (failed)"],
      ["same vpc", "same subnet"],
    ]);
    expect(after.outputs).toEqual(before.outputs);
  });

  it("after a replacement leaves the old resource to the next update", async () => {
    const workshop = new Workshop();
    const program = (cidrBlock: string, other: string) => () => {
      const { vpcId } = network({ subnet: { cidrBlock } });
      new aws.ec2.Subnet("other", { vpcId, cidrBlock: other });
      return {};
    };
    await workshop.succeed(program("10.0.0.0/24", "10.0.8.0/24"));
    const failed = await workshop.up(program("10.0.1.0/24", "10.1.0.0/24"));
    const repaired = await workshop.succeed(program("10.0.1.0/24", "10.0.8.0/24"));
    expect([failed.steps, repaired.steps]).toEqual([
      ["same vpc", "replace subnet", "replace other (failed)"],
      ["same vpc", "same subnet", "same other", "delete subnet"],
    ]);
    expect(subnetsOf(workshop).map(({ CidrBlock }) => CidrBlock)).toEqual(["10.0.8.0/24", "10.0.1.0/24"]);
  });

  it("after a replacement leaves the old resource to a destroy", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network());
    await workshop.up(() => {
      network({ subnet: { cidrBlock: "10.0.1.0/24" } });
      throw new Error("stop here");
    });
    expect(workshop.destroy().steps).toEqual(["delete subnet", "delete subnet", "delete vpc"]);
    expect([ec2State(workshop.cloud).subnets.size, ec2State(workshop.cloud).vpcs.size]).toEqual([0, 0]);
  });

  it("to become ready leaves a resource with which the next update goes on, although nothing changed", async () => {
    const workshop = new Workshop();
    const program = () => {
      const { subnetId } = network();
      const address = new aws.ec2.Eip("address", { domain: "vpc" });
      new aws.ec2.NatGateway("nat", { subnetId, allocationId: address.id });
      return {};
    };
    const failed = await workshop.up(program);
    const again = await workshop.up(program);
    const [, vpcId, natId] = /(vpc-\w+).*(nat-\w+)/.exec(JSON.stringify(workshop.host.resources("dev")))!;
    expect(failuresOf(failed)).toEqual([
      `nat: waiting for EC2 NAT Gateway (${natId!}) create: unexpected state 'failed', wanted target 'available'. ` +
        `last error: Gateway.NotAttached: Network ${vpcId!} has no Internet gateway attached`,
    ]);
    expect([failed.steps.at(-1), again.steps.at(-1)]).toEqual(["create nat (failed)", "update nat"]);
  });

  it("of a check names every property that is wrong", async () => {
    const workshop = new Workshop();
    const result = await workshop.up(() => {
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0" });
      return {};
    });
    expect([result.steps, failuresOf(result)]).toEqual([
      ["create vpc (failed)"],
      [
        "vpc: aws:ec2/vpc:Vpc resource 'vpc' has a problem:\n" +
          '  - cidrBlock: expected "cidr_block" to be a valid IPv4 Value, got 10.0.0.0: invalid CIDR address: 10.0.0.0',
      ],
    ]);
  });
});

describe("protect", () => {
  const options = { protect: true };
  const refusal =
    'resource "urn:pulumi:dev::shop::aws:ec2/subnet:Subnet::subnet" is protected; ' +
    'take the option "protect" away in the program, and update, before it can go';

  it("refuses to delete what is not registered any more, and deletes nothing else then", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network({ subnetOptions: options }));
    const after = await workshop.up(() => ({}));
    expect([after.succeeded, after.steps, failuresOf(after)]).toEqual([false, [], [`subnet: ${refusal}`]]);
  });

  it("refuses to replace", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network({ subnetOptions: options }));
    const after = await workshop.up(() =>
      network({ subnet: { cidrBlock: "10.0.1.0/24" }, subnetOptions: options }),
    );
    expect([after.steps, failuresOf(after)]).toEqual([
      ["same vpc", "update subnet (failed)"],
      [`subnet: ${refusal}`],
    ]);
    expect(subnetsOf(workshop).map(({ CidrBlock }) => CidrBlock)).toEqual(["10.0.0.0/24"]);
  });

  it("refuses a destroy before it begins, until an update takes the protection away", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network({ subnetOptions: options }));
    const refused = workshop.destroy();
    expect([refused.succeeded, refused.order, failuresOf(refused)]).toEqual([
      false,
      [],
      [`subnet: ${refusal}`],
    ]);
    await workshop.succeed(() => network());
    expect(workshop.destroy().succeeded).toBe(true);
  });
});

describe("retainOnDelete", () => {
  it("leaves the resource in the cloud and forgets it", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => {
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { retainOnDelete: true });
      return {};
    });
    const destroyed = workshop.destroy();
    expect([destroyed.succeeded, destroyed.steps, workshop.host.resources("dev")]).toEqual([true, [], []]);
    expect(ec2State(workshop.cloud).vpcs.size).toBe(1);
  });

  it("leaves the old resource when it is replaced", async () => {
    const workshop = new Workshop();
    const subnetOptions = { retainOnDelete: true };
    await workshop.succeed(() => network({ subnetOptions }));
    await workshop.succeed(() => network({ subnet: { cidrBlock: "10.0.1.0/24" }, subnetOptions }));
    expect(subnetsOf(workshop).map(({ CidrBlock }) => CidrBlock)).toEqual(["10.0.0.0/24", "10.0.1.0/24"]);
  });
});

describe("options of a component", () => {
  const vpcArgs: awsx.ec2.VpcArgs = { subnetStrategy: "Auto", natGateways: { strategy: "None" } };
  const remote = (options: pulumi.ComponentResourceOptions) => () => {
    new awsx.ec2.Vpc("vpc", vpcArgs, options);
    return {};
  };
  const local = (options: pulumi.ComponentResourceOptions) => () => {
    const parent = new pulumi.ComponentResource("shop:index:Network", "network", {}, options);
    new awsx.ec2.Vpc("vpc", vpcArgs, { parent });
    return {};
  };

  it.each([
    ["of a plugin's", remote],
    ["of the program's", local],
  ])("are inherited by all that it contains: %s", async (_, programWith) => {
    const workshop = new Workshop();
    await workshop.succeed(programWith({ protect: true, retainOnDelete: true }));
    const custom = workshop.host.resources("dev").filter((one) => one.custom);
    expect(custom).toHaveLength(23);
    expect(custom.every((one) => one.protect && one.retainOnDelete)).toBe(true);
    expect(workshop.destroy()).toMatchObject({ succeeded: false, order: [] });
    await workshop.succeed(programWith({ protect: false, retainOnDelete: true }));
    expect(workshop.destroy()).toMatchObject({ succeeded: true, steps: [] });
    expect([ec2State(workshop.cloud).vpcs.size, ec2State(workshop.cloud).subnets.size]).toEqual([1, 6]);
  });

  it("are not the children's where they are about one resource's inputs and times", async () => {
    const workshop = new Workshop();
    await workshop.succeed(remote({ ignoreChanges: ["tags"], customTimeouts: { delete: "1ms" } } as object));
    const tagged = await workshop.succeed(() => {
      new awsx.ec2.Vpc("vpc", { ...vpcArgs, tags: { a: "b" } }, { ignoreChanges: ["tags"] });
      return {};
    });
    expect(tagged.steps).toContain("update vpc");
    expect(workshop.destroy().succeeded).toBe(true);
  });

  it.each([
    ["additionalSecretOutputs", { additionalSecretOutputs: ["vpcId"] }],
    ["deleteBeforeReplace", { deleteBeforeReplace: true }],
  ])("are refused where its plugin drops them: %s", async (option, options) => {
    const { succeeded, failures } = await new Workshop().up(remote(options as object));
    expect([succeeded, failures.map(({ message }) => message)]).toEqual([
      false,
      [new NotSimulated(`the resource option ${option}`).message],
    ]);
  });

  it("and of any resource are refused where they are not simulated", async () => {
    const { failures } = await new Workshop().up(() => {
      const owner = new aws.ec2.Eip("owner");
      new aws.ec2.Eip("owned", {}, { deletedWith: owner });
      return {};
    });
    expect(failures.map(({ message }) => message)).toEqual([
      new NotSimulated("the resource option deletedWith").message,
    ]);
  });
});

describe("ignoreChanges", () => {
  it("keeps a property as it was", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => network());
    const subnetOptions = { ignoreChanges: ["cidrBlock"] };
    const after = await workshop.succeed(() =>
      network({ subnet: { cidrBlock: "10.0.1.0/24" }, subnetOptions }),
    );
    expect(after.steps).toEqual(["same vpc", "same subnet"]);
  });

  it("keeps one entry of a property, or its absence, and takes the others", async () => {
    const workshop = new Workshop();
    const options = { ignoreChanges: ["tags.team", 'tags["example.com/owner"]'] };
    const vpc = (tags: Record<string, string>) => () => {
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags }, options);
      return {};
    };
    await workshop.succeed(vpc({ team: "a", stage: "test" }));
    const after = await workshop.succeed(vpc({ team: "b", stage: "live", "example.com/owner": "c" }));
    expect(after.steps).toEqual(["update vpc"]);
    expect(
      ec2State(workshop.cloud)
        .vpcs.values()
        .map(({ Tags }) => Tags),
    ).toEqual([
      [
        { Key: "stage", Value: "live" },
        { Key: "team", Value: "a" },
      ],
    ]);
  });

  it("has no effect on what does not exist yet", async () => {
    const workshop = new Workshop();
    const result = await workshop.succeed(() => network({ subnetOptions: { ignoreChanges: ["cidrBlock"] } }));
    expect(result.steps).toEqual(["create vpc", "create subnet"]);
  });

  it("has no effect on a replacement, as it concerns the old resource", async () => {
    const workshop = new Workshop();
    const subnetOptions = { ignoreChanges: ["tags"] };
    await workshop.succeed(() => network({ subnet: { tags: { team: "a" } }, subnetOptions }));
    const subnet = { cidrBlock: "10.0.1.0/24", tags: { team: "b" } };
    await workshop.succeed(() => network({ subnet, subnetOptions }));
    expect(
      ec2State(workshop.cloud)
        .subnets.values()
        .map(({ Tags }) => Tags),
    ).toEqual([[{ Key: "team", Value: "b" }]]);
  });
});

describe("replaceOnChanges", () => {
  it("replaces where the type would update in place", async () => {
    const workshop = new Workshop();
    const vpc = (tags: Record<string, string>) => () => {
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags }, { replaceOnChanges: ["tags.generation"] });
      return {};
    };
    await workshop.succeed(vpc({ generation: "1" }));
    const updated = await workshop.succeed(vpc({ generation: "1", team: "a" }));
    const replaced = await workshop.succeed(vpc({ generation: "2", team: "a" }));
    expect([updated.steps, replaced.steps]).toEqual([["update vpc"], ["replace vpc", "delete vpc"]]);
  });
});

function subnetsOf({ cloud }: Workshop) {
  return ec2State(cloud)
    .subnets.values()
    .map(({ SubnetId, CidrBlock }) => ({ SubnetId, CidrBlock }));
}
