import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine } from "../support/engine.ts";

const ACCOUNT = "111122223333";

/** Who Pulumi is in AWS and from where it runs, and who the controller is: with the engine's own idea of a configuration. */
describe.skipIf(noEngine !== undefined)("a stack with an account, credentials and tags of its own", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ account: ACCOUNT, inVpc: true });
    await project.addStack("cluster1", {
      "aws:region": "ap-northeast-2",
      "aws:profile": "production",
      "aws:assumeRoles": [{ roleArn: `arn:aws:iam::${ACCOUNT}:role/deployer` }],
      "aws:allowedAccountIds": [ACCOUNT],
      "aws:defaultTags": { tags: { owner: "platform" } },
      "multicluster-ingress:role": "primary",
      "multicluster-ingress:clusterName": "myeks",
      "multicluster-ingress:endpointPublicAccess": false,
    });
  });
  afterAll(async () => {
    await project.remove();
  });

  it("comes up, with a private endpoint, as the role that it assumes", async () => {
    await project.succeed("up", "cluster1");
    const { services } = project.savedWorld();
    const entries = Object.values(services["eks"]!["accessEntries"]!) as {
      principalArn: string;
      type: string;
    }[];
    expect(entries.filter(({ type }) => type === "STANDARD").map(({ principalArn }) => principalArn)).toEqual(
      [`arn:aws:iam::${ACCOUNT}:role/deployer`],
    );
    const vpcs = Object.values(services["ec2"]!["vpcs"]!) as { Tags: { Key: string; Value: string }[] }[];
    expect(vpcs.flatMap(({ Tags }) => Tags.filter(({ Key }) => Key === "owner"))).toEqual([
      { Key: "owner", Value: "platform" },
    ]);
  });

  it("changes nothing in a second update", async () => {
    expect((await project.succeed("up", "cluster1")).steps).toEqual([]);
  });

  it("changes the controller's identity without replacing anything", async () => {
    project.setConfig("cluster1", "controller", { identity: "pod-identity" });
    const { steps } = await project.succeed("up", "cluster1");
    expect(steps.map(({ op, name }) => `${op} ${name}`).toSorted()).toEqual([
      "create myeks-eks-pod-identity-agent",
      "create myeks-lbc-pod-identity",
      "update myeks-lbc-release",
    ]);
    project.setConfig("cluster1", "controller", {});
    const back = await project.succeed("up", "cluster1");
    expect(back.steps.map(({ op, name }) => `${op} ${name}`).toSorted()).toEqual([
      "delete myeks-eks-pod-identity-agent",
      "delete myeks-lbc-pod-identity",
      "update myeks-lbc-release",
    ]);
  });

  it("goes without leftovers", async () => {
    await project.succeed("destroy", "cluster1");
    expect(Object.keys(project.savedWorld().services["eks"]!["clusters"]!)).toEqual([]);
  });
});
