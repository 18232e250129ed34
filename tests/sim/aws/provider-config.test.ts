/** What a configuration of the aws provider does: which account it takes, and with which identity it calls. */
import { beforeEach, describe, expect, it } from "vitest";
import { eksState } from "../../../sim/aws/eks/state.ts";
import { functionType } from "../../../sim/catalog.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { NotSimulated } from "../../../sim/core/errors.ts";
import { checkAwsProviderConfig } from "../../../sim/aws/provider-config.ts";
import { Provider } from "../../support/provider.ts";
import { makeCluster, makeWorld } from "./eks/world.ts";
import { createRole, trust } from "./iam/support.ts";

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
});

describe("accounts", () => {
  const refused = "AWS account ID not allowed: 123456789012";

  it.each([
    { config: { allowedAccountIds: ["111122223333", "123456789012"] }, problem: undefined },
    { config: { allowedAccountIds: '["123456789012"]' }, problem: undefined },
    { config: { allowedAccountIds: "[123456789012]" }, problem: undefined },
    { config: { forbiddenAccountIds: ["111122223333"] }, problem: undefined },
    { config: { allowedAccountIds: ["111122223333"] }, problem: refused },
    { config: { allowedAccountIds: "[]" }, problem: refused },
    { config: { forbiddenAccountIds: '["123456789012"]' }, problem: refused },
  ])("$config", ({ config, problem }) => {
    const check = () => checkAwsProviderConfig(cloud, config);
    if (problem === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(new Error(problem));
  });
});

it.each(["accessKey", "endpoints", "ignoreTags"])("%s is not simulated", (key) => {
  expect(() => checkAwsProviderConfig(cloud, { [key]: "x" })).toThrow(
    new NotSimulated(`aws:${key}`, "provider configuration"),
  );
});

describe("the caller", () => {
  const callerOf = (provider: Record<string, unknown>) =>
    functionType("aws:index/getCallerIdentity:getCallerIdentity").invoke({ cloud, provider }, {})["arn"];
  const ROLE = "arn:aws:iam::123456789012:role/deployer";

  it.each([
    [{}, "arn:aws:iam::123456789012:user/administrator"],
    [{ profile: "default" }, "arn:aws:iam::123456789012:user/administrator"],
    [{ profile: "prod" }, "arn:aws:iam::123456789012:user/prod"],
    [{ assumeRoles: [{ roleArn: ROLE }] }, "arn:aws:sts::123456789012:assumed-role/deployer/session"],
    [
      { assumeRoles: JSON.stringify([{ roleArn: ROLE, sessionName: "ci", duration: "1h" }]) },
      "arn:aws:sts::123456789012:assumed-role/deployer/session",
    ],
  ])("of %j is %s", (config, arn) => {
    expect(callerOf(config)).toBe(arn);
  });

  it("must be trusted by a role that is there", () => {
    createRole(cloud, "deployer", trust({ Service: "ec2.amazonaws.com" }));
    expect(() => callerOf({ assumeRoles: [{ roleArn: ROLE }] })).toThrow(
      `User: arn:aws:iam::123456789012:user/administrator is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    );
  });

  it("cannot be a role of another account, or one that wants to be asked for otherwise", () => {
    const other = "arn:aws:iam::111122223333:role/deployer";
    expect(() => callerOf({ assumeRoles: [{ roleArn: other }] })).toThrow(
      new NotSimulated(`role ${other}`, "roles of other accounts than 123456789012"),
    );
    expect(() => callerOf({ assumeRoles: [{ roleArn: ROLE, externalId: "x" }] })).toThrow(
      new NotSimulated("aws:assumeRoles externalId", "provider configuration"),
    );
  });

  it.each([
    [{ profile: "prod" }, "arn:aws:iam::123456789012:user/prod"],
    [{ assumeRoles: [{ roleArn: ROLE }] }, ROLE],
  ])("%j that makes a cluster gets its access entry", (config, principal) => {
    const world = makeWorld();
    const provider = new Provider(world.cloud, config);
    provider.create("aws:eks/cluster:Cluster", "main", {
      name: "main",
      roleArn: world.clusterRole,
      vpcConfig: { subnetIds: [...world.publicSubnets] },
      accessConfig: { authenticationMode: "API" },
    });
    expect(
      eksState(world.cloud)
        .accessEntries.values()
        .map(({ principalArn }) => principalArn),
    ).toEqual([principal]);
  });
});

it("default tags of a stack's configuration arrive as JSON", () => {
  const provider = new Provider(cloud, { defaultTags: '{"tags":{"env":"dev"}}' });
  const vpc = provider.create("aws:ec2/vpc:Vpc", "main", {
    cidrBlock: "10.0.0.0/16",
    tags: { Name: "main" },
  });
  expect(vpc.outputs["tagsAll"]).toEqual({ env: "dev", Name: "main" });
});

it("an access entry that is there is refused by its principal's name", () => {
  const world = makeWorld();
  makeCluster(world);
  const provider = new Provider(world.cloud, {});
  const principalArn = world.cloud.administrator.arn;
  expect(() =>
    provider.create("aws:eks/accessEntry:AccessEntry", "creator", { clusterName: "myeks", principalArn }),
  ).toThrow(
    `creating EKS Access Entry (myeks:${principalArn}): The specified access entry resource is already in use on this cluster.`,
  );
});
