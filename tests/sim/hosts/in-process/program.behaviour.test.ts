import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { failuresOf, namesOf, Workshop } from "./support.ts";

describe("a program", () => {
  it("sees its configuration, its names and that it is not a preview", async () => {
    const workshop = new Workshop();
    const { outputs } = await workshop.succeed(
      () => ({
        organization: pulumi.getOrganization(),
        project: pulumi.getProject(),
        stack: pulumi.getStack(),
        preview: pulumi.runtime.isDryRun(),
        colour: new pulumi.Config().require("colour"),
        region: new pulumi.Config("aws").require("region"),
      }),
      { stack: "live", config: { "shop:colour": "blue" } },
    );
    expect(outputs).toEqual({
      organization: "organization",
      project: "shop",
      stack: "live",
      preview: false,
      colour: "blue",
      region: "ap-northeast-2",
    });
  });

  it("hands over outputs with secrets masked, and to other stacks in full", async () => {
    const workshop = new Workshop();
    const { outputs } = await workshop.succeed(
      () => ({
        open: "a",
        password: pulumi.secret("b"),
        nested: { list: [1, pulumi.secret(2)] },
        configured: new pulumi.Config().requireSecret("token"),
      }),
      { stack: "owner", config: { "shop:token": "c" }, secretKeys: ["shop:token"] },
    );
    const reader = await workshop.succeed(() => {
      const owner = new pulumi.StackReference("organization/shop/owner");
      return { length: owner.requireOutput("password").apply((password: string) => password.length) };
    });
    expect(outputs).toEqual({
      open: "a",
      password: "[secret]",
      nested: { list: [1, "[secret]"] },
      configured: "[secret]",
    });
    expect(reader.outputs).toEqual({ length: 1 });
  });

  it("reads its own last outputs, whatever it will export", async () => {
    const workshop = new Workshop();
    const counting = async () => {
      const name = "organization/shop/owner";
      const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
        outputs: { count?: number };
      };
      return { count: (outputs.count ?? 0) + 1 };
    };
    const counts: unknown[] = [];
    for (let run = 0; run < 3; run += 1) {
      counts.push((await workshop.succeed(counting, { stack: "owner" })).outputs["count"]);
    }
    expect(counts).toEqual([1, 2, 3]);
  });

  it("that throws is reported with its error, and what it had registered is kept", async () => {
    const workshop = new Workshop();
    const error = new pulumi.RunError("the shop is closed");
    const result = await workshop.up(() => {
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      throw error;
    });
    expect([result.succeeded, result.programError, result.failures]).toEqual([false, error, []]);
    expect(workshop.destroy().steps).toEqual(["delete vpc"]);
  });

  it("several of whose outputs throw is reported with one error, and the process lives on", async () => {
    const workshop = new Workshop();
    const result = await workshop.up(() => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      const broken = () =>
        vpc.id.apply((id): string => {
          throw new pulumi.RunError(`no use for ${id.slice(0, 4)}`);
        });
      new aws.ec2.Subnet("subnet", { vpcId: broken(), cidrBlock: "10.0.0.0/24" });
      return { one: broken(), two: broken() };
    });
    expect([result.succeeded, result.programError?.message, result.failures]).toEqual([
      false,
      "no use for vpc-",
      [],
    ]);
  });

  it("cannot register two resources under one name", async () => {
    const workshop = new Workshop();
    const result = await workshop.up(() => {
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.1.0.0/16" });
      return {};
    });
    expect(failuresOf(result)).toEqual([
      "vpc: Duplicate resource URN 'urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::vpc'; try giving it a unique name",
    ]);
  });
});

describe("a stack reference", () => {
  const reading = (name: string) => () => ({
    value: new pulumi.StackReference("other", { name }).requireOutput("value"),
  });

  it.each(["organization/shop/nowhere", "organization/another-project/owner"])(
    "to %s, which does not exist, fails",
    async (name) => {
      const workshop = new Workshop();
      await workshop.succeed(() => ({ value: 1 }), { stack: "owner" });
      expect(failuresOf(await workshop.up(reading(name)))).toEqual([`other: unknown stack "${name}"`]);
    },
  );

  it("to a stack whose update failed gives the outputs of its last good one", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => ({ value: "good" }), { stack: "owner" });
    await workshop.up(
      () => {
        new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/8" });
        return { value: "bad" };
      },
      { stack: "owner" },
    );
    expect((await workshop.succeed(reading("organization/shop/owner"))).outputs).toEqual({ value: "good" });
  });

  it("to a stack that is destroyed fails", async () => {
    const workshop = new Workshop();
    await workshop.succeed(() => ({ value: 1 }), { stack: "owner" });
    workshop.destroy("owner");
    expect(failuresOf(await workshop.up(reading("organization/shop/owner")))).toEqual([
      'other: unknown stack "organization/shop/owner"',
    ]);
  });
});

describe("what is not simulated fails by name", () => {
  it.each<readonly [string, () => unknown, string]>([
    ["a resource type", () => new aws.sqs.Queue("queue"), "queue: NotSimulated: aws:sqs/queue:Queue"],
    [
      "a function",
      () => ({ zone: aws.route53.getResolverEndpointOutput({}).id }),
      "aws:route53/getResolverEndpoint:getResolverEndpoint: NotSimulated: aws:route53/getResolverEndpoint:getResolverEndpoint",
    ],
    ["a remote component", () => new Remote("thing"), "thing: NotSimulated: other:index:Thing"],
    [
      "the import of a resource",
      () => new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { import: "vpc-1" }),
      "vpc: NotSimulated: the resource option import",
    ],
    [
      "an asset",
      () =>
        new aws.ec2.Vpc("vpc", { tags: { Name: new pulumi.asset.StringAsset("a") as unknown as string } }),
      "vpc: NotSimulated: assets and archives as inputs",
    ],
    [
      "a wildcard in ignoreChanges",
      () => new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { ignoreChanges: ["tags.*"] }),
      "vpc: NotSimulated: property path tags.* (wildcards)",
    ],
    [
      "a provider for another region",
      () => new aws.Provider("elsewhere", { region: "us-east-1" }),
      "elsewhere: NotSimulated: aws:region us-east-1 (this cloud is region ap-northeast-2)",
    ],
  ])("%s", async (_what, program, failure) => {
    const workshop = new Workshop();
    const result = await workshop.up(() => {
      const outputs = program();
      return outputs instanceof pulumi.Resource ? {} : outputs;
    });
    expect([result.succeeded, failuresOf(result)]).toEqual([false, [failure]]);
  });

  it("a default provider for another region", async () => {
    const workshop = new Workshop();
    const result = await workshop.up(
      () => {
        new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
        return {};
      },
      { config: { "aws:region": "us-east-1" } },
    );
    expect(failuresOf(result)).toEqual([
      "vpc: NotSimulated: aws:region us-east-1 (this cloud is region ap-northeast-2)",
    ]);
  });
});

describe("reading what others own", () => {
  it("gives the present state", async () => {
    const workshop = new Workshop();
    const owner = await workshop.succeed(
      () => ({ id: new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).id }),
      { stack: "owner" },
    );
    const reader = await workshop.succeed(() => {
      const vpc = aws.ec2.Vpc.get("theirs", String(owner.outputs["id"]));
      return { cidrBlock: vpc.cidrBlock };
    });
    expect([reader.steps, reader.outputs]).toEqual([["read theirs"], { cidrBlock: "10.0.0.0/16" }]);
    expect(workshop.destroy().steps).toEqual([]);
  });

  it("fails when it is not there", async () => {
    const workshop = new Workshop();
    const result = await workshop.up(() => {
      aws.ec2.Vpc.get("theirs", "vpc-0123456789abcdef0");
      return {};
    });
    expect(failuresOf(result)).toEqual(["theirs: resource 'vpc-0123456789abcdef0' does not exist"]);
  });
});

describe("a destroy", () => {
  /** A component with one resource in it, and a resource that waits for the component. */
  function shop() {
    class Shelf extends pulumi.ComponentResource {
      readonly vpcId: pulumi.Output<string>;
      constructor(name: string) {
        super("shop:index:Shelf", name);
        this.vpcId = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { parent: this }).id;
      }
    }
    const shelf = new Shelf("shelf");
    new aws.ec2.Eip("waiting", { domain: "vpc" }, { dependsOn: shelf });
    const provider = new aws.Provider("provider", { region: "ap-northeast-2" }, { dependsOn: shelf });
    new aws.ec2.Subnet("subnet", { vpcId: shelf.vpcId, cidrBlock: "10.0.0.0/24" });
    new aws.ec2.Eip("provided", { domain: "vpc" }, { provider });
    return {};
  }

  it("is the reverse of creation: dependents of a component before what is in it, children before parents", async () => {
    const workshop = new Workshop();
    await workshop.succeed(shop);
    const created = namesOf(workshop.host.resources("dev").map(({ urn }) => urn));
    const { succeeded, order } = workshop.destroy();
    expect(succeeded).toBe(true);
    expect(namesOf(order)).toEqual(created.toReversed());
    expect(workshop.destroy()).toEqual({ succeeded: true, failures: [], order: [], steps: [] });
  });

  it("stops at what cannot go, and goes on when it is called again", async () => {
    const workshop = new Workshop();
    const { outputs } = await workshop.succeed(() => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
      return { vpcId: vpc.id };
    });
    const { cloud } = workshop;
    const { Subnet } = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId: String(outputs["vpcId"]),
      CidrBlock: "10.0.9.0/24",
    });
    const first = workshop.destroy();
    cloud.call(cloud.administrator, "ec2", "DeleteSubnet", { SubnetId: Subnet.SubnetId });
    const second = workshop.destroy();
    expect([first.succeeded, first.steps, failuresOf(first)]).toEqual([
      false,
      ["delete subnet", "delete vpc (failed)"],
      [`vpc: The vpc '${String(outputs["vpcId"])}' has dependencies and cannot be deleted.`],
    ]);
    expect([second.succeeded, second.steps]).toEqual([true, ["delete vpc"]]);
  });

  it("of a stack that does not exist has nothing to do", () => {
    expect(new Workshop().destroy("nowhere")).toEqual({
      succeeded: true,
      failures: [],
      order: [],
      steps: [],
    });
  });
});

/** A component of a package that the cloud does not know. */
class Remote extends pulumi.ComponentResource {
  constructor(name: string) {
    super("other:index:Thing", name, {}, {}, true);
  }
}
