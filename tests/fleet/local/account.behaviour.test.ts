/** Keys of the aws provider in stack files, and from where a run reaches the clusters. */
import { describe, expect, it } from "vitest";
import type { UpResult } from "../../../sim/hosts/in-process/host.ts";
import { describeFailure } from "../../../fleet/local/failures.ts";
import { LocalSession, type SessionOptions } from "../../../fleet/local/session.ts";
import { eksState } from "../../../sim/aws/eks/state.ts";
import { PROJECT_DIRECTORY, stackFiles } from "../../support/stack-files.ts";

const primary = {
  "aws:region": "ap-northeast-2",
  "multicluster-ingress:role": "primary",
  "multicluster-ingress:clusterName": "myeks",
};
const member = {
  "aws:region": "ap-northeast-2",
  "multicluster-ingress:role": "member",
  "multicluster-ingress:clusterName": "myeks-cluster2",
  "multicluster-ingress:sharedStack": "cluster1",
};

const open = (
  changes: { readonly primary?: object; readonly member?: object },
  options: Partial<SessionOptions> = {},
) =>
  LocalSession.open({
    projectDirectory: PROJECT_DIRECTORY,
    configDirectory: stackFiles({
      cluster1: { ...primary, ...changes.primary },
      cluster2: { ...member, ...changes.member },
    }),
    ...options,
  });

/** Brings stacks up; why the first one that failed did. */
async function upAll(session: LocalSession): Promise<string> {
  for (const stack of session.stacks) {
    const result: UpResult = await session.up(stack);
    if (!result.succeeded) return describeFailure(stack.stack, result);
  }
  return "up";
}

it("a profile of one stack and a role of the other reach the clusters that they make", async () => {
  const role = "arn:aws:iam::123456789012:role/deployer";
  const session = await open({
    primary: { "aws:profile": "production" },
    member: { "aws:assumeRoles": [{ roleArn: role }] },
  });
  expect(await upAll(session)).toBe("up");
  const creators = eksState(session.cloud)
    .accessEntries.values()
    .filter(({ type }) => type === "STANDARD");
  expect(creators.map(({ clusterName, principalArn }) => `${clusterName} ${principalArn}`)).toEqual([
    "myeks arn:aws:iam::123456789012:user/production",
    `myeks-cluster2 ${role}`,
  ]);
  const kubeconfigs = session.stacks.flatMap(({ stack }) =>
    session.host
      .resources(stack)
      .filter(({ type, name }) => type === "pulumi:providers:kubernetes" && name.endsWith("-kubernetes"))
      .map(({ inputs }) => String(inputs["kubeconfig"])),
  );
  expect(kubeconfigs.map((text) => /--profile.*?\]|--role-arn.*?\]/.exec(text)?.[0])).toEqual([
    '--profile","production"]',
    `--role-arn","${role}"]`,
  ]);
});

describe("aws:allowedAccountIds", () => {
  it("is the account of the run", async () => {
    const allowed = { "aws:allowedAccountIds": ["111122223333"] };
    const session = await open({ primary: allowed, member: allowed });
    expect(session.cloud.accountId).toBe("111122223333");
  });

  it("refuses a stack that wants another one than the first", async () => {
    const session = await open({
      primary: { "aws:allowedAccountIds": ["111122223333"] },
      member: { "aws:allowedAccountIds": ["444455556666"] },
    });
    expect(await upAll(session)).toMatch(
      /^stack cluster2 failed:\n(.*\n)*.*AWS account ID not allowed: 111122223333/,
    );
  });
});

it("aws:defaultTags stand on everything that has tags, and a second update finds nothing to do", async () => {
  const tags = { "aws:defaultTags": { tags: { owner: "platform" } } };
  const session = await open({ primary: tags, member: tags });
  expect(await upAll(session)).toBe("up");
  const tagged = session.stacks.flatMap(({ stack }) =>
    session.host.resources(stack).filter(({ outputs }) => "tagsAll" in outputs),
  );
  expect(tagged.length).toBeGreaterThan(30);
  expect(
    tagged.flatMap(({ name, outputs }) =>
      (outputs["tagsAll"] as Record<string, string>)["owner"] === "platform" ? [] : [name],
    ),
  ).toEqual([]);
  for (const stack of session.stacks) {
    const { counts } = await session.up(stack);
    expect(counts).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  }
});

describe("a private API endpoint", () => {
  const isPrivate = { "multicluster-ingress:endpointPublicAccess": false };

  it("is not reached from outside of the VPC", async () => {
    const session = await open({ primary: isPrivate, member: isPrivate });
    expect(await upAll(session)).toMatch(
      /configured Kubernetes cluster is unreachable: unable to load schema information from the API server: Get "\S+": dial tcp \S+:443: i\/o timeout/,
    );
  });

  it("is reached by somebody in the VPC", async () => {
    expect(await upAll(await open({ primary: isPrivate, member: isPrivate }, { inVpc: true }))).toBe("up");
  });
});

describe("an access entry for who makes the cluster", () => {
  const accessEntries = (principalArn: string) => ({
    "multicluster-ingress:accessEntries": [
      { principalArn, policies: [{ policy: "AmazonEKSClusterAdminPolicy" }] },
    ],
  });
  const user = "arn:aws:iam::123456789012:user/administrator";

  it("is refused before anything is made", async () => {
    const session = await open({ primary: accessEntries(user) });
    expect(await upAll(session)).toBe(
      'stack cluster1 failed:\n  the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
        `    - accessEntries[0].principalArn is "${user}", which makes the cluster and gets access with it; ` +
        "remove the entry: EKS refuses a second one for the same principal",
    );
    expect(session.host.resources("cluster1").map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
  });

  it("is named by AWS when it comes later", async () => {
    const session = await open({});
    const [stack] = session.stacks;
    await session.up(stack!);
    const entries = JSON.stringify(accessEntries(user)["multicluster-ingress:accessEntries"]);
    const config = { ...stack!.config, "multicluster-ingress:accessEntries": entries };
    const result = await session.up({ ...stack!, config });
    expect(result.failures.map(({ message }) => message)).toEqual([
      `creating EKS Access Entry (myeks:${user}): The specified access entry resource is already in use on this cluster.`,
    ]);
  });
});
