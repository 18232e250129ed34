import { beforeEach, describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { Provider } from "../../../support/provider.ts";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

describe("inputs that a program no longer gives", () => {
  let provider: Provider;
  const role = { name: "web", assumeRolePolicy: TRUST };

  beforeEach(() => {
    provider = new Provider(new SimulatedCloud());
  });

  it("stay as they are where the provider can find them out, also when something else changes", () => {
    const vpc = { cidrBlock: "10.0.0.0/16" };
    const made = provider.create("aws:ec2/vpc:Vpc", "net", { ...vpc, enableDnsHostnames: true });
    expect(made.diff(vpc).changed).toEqual([]);
    made.update({ ...vpc, tags: { team: "web" } });
    expect(made.outputs).toMatchObject({ tags: { team: "web" }, enableDnsHostnames: true });
    expect(made.diff({ ...vpc, tags: { team: "web" }, enableDnsHostnames: false }).changed).toEqual([
      "enableDnsHostnames",
    ]);
  });

  it("are the same as empty ones, and as the provider's defaults", () => {
    const given = { ...role, description: "", maxSessionDuration: 3600, path: "/", tags: {} };
    const made = provider.create("aws:iam/role:Role", "web", given);
    expect(made.diff(role).changed).toEqual([]);
    const vpc = provider.create("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16", tags: {} });
    expect(vpc.diff({ cidrBlock: "10.0.0.0/16" }).changed).toEqual([]);
  });

  it("are a change where the provider cannot find them out, and so is the want of a name", () => {
    const made = provider.create("aws:iam/role:Role", "web", {
      ...role,
      description: "old",
      tags: { a: "1" },
    });
    expect(made.diff({ assumeRolePolicy: TRUST })).toMatchObject({
      changed: ["description", "name", "tags"],
      replace: ["name"],
    });
    const group = provider.create("aws:ec2/securityGroup:SecurityGroup", "web", {
      name: "web",
      vpcId: provider.create("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" }).id,
    });
    expect(group.diff({})).toMatchObject({ changed: ["name"], replace: ["name"] });
  });
});
