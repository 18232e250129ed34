/** The Pulumi types of IAM: what a program gives, and what it gets. */
import { beforeEach, describe, expect, it } from "vitest";
import { iamState } from "../../../../sim/aws/iam/state.ts";
import { resourceType } from "../../../../sim/catalog.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { diffResource } from "../../../../sim/core/diff.ts";
import type { Properties, ResourceContext } from "../../../../sim/core/resource-type.ts";
import { allow, trust } from "./support.ts";

const TRUST = trust({ Service: "ec2.amazonaws.com" });
const CNI_POLICY = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";
const NODE_POLICY = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

let cloud: SimulatedCloud;
let context: ResourceContext;

beforeEach(() => {
  cloud = new SimulatedCloud();
  context = { cloud, name: "app", urn: "urn", provider: { defaultTags: { tags: { env: "dev" } } } };
});

const role = resourceType("aws:iam/role:Role");
const policy = resourceType("aws:iam/policy:Policy");
const attachment = resourceType("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
const rolePolicy = resourceType("aws:iam/rolePolicy:RolePolicy");
const provider = resourceType("aws:iam/openIdConnectProvider:OpenIdConnectProvider");

function document(...actions: string[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [allow(actions, "*")] });
}

describe("Role", () => {
  it("gets a name of its own, default tags and defaults", () => {
    const inputs = { assumeRolePolicy: TRUST, tags: { team: "edge" } };
    const { id, outputs } = role.create(context, inputs);
    expect(id).toMatch(/^app-[0-9a-f]{7}$/);
    expect(outputs).toEqual({
      arn: `arn:aws:iam::123456789012:role/${id}`,
      assumeRolePolicy: TRUST,
      createDate: "2026-01-01T00:00:00Z",
      description: "",
      forceDetachPolicies: false,
      inlinePolicies: [],
      managedPolicyArns: [],
      maxSessionDuration: 3600,
      name: id,
      namePrefix: "",
      path: "/",
      tags: { team: "edge" },
      tagsAll: { env: "dev", team: "edge" },
      uniqueId: iamState(cloud).roles.get(id).RoleId,
    });
    expect(role.read(context, id, inputs)).toEqual(outputs);
    role.delete(context, id, outputs);
    expect(role.read(context, id, inputs)).toBeUndefined();
  });

  it("changes in place what AWS can change in place", () => {
    const before = {
      name: "r",
      assumeRolePolicy: TRUST,
      tags: { a: "1", b: "2" },
    };
    const other = trust({ Service: "eks.amazonaws.com" });
    const after = {
      name: "r",
      assumeRolePolicy: other,
      description: "d",
      maxSessionDuration: 7200,
      tags: { a: "3" },
    };
    role.create(context, before);
    expect(diffResource(role, before, after).replace).toEqual([]);
    expect(role.update!(context, "r", before, after)).toMatchObject({
      assumeRolePolicy: other,
      description: "d",
      maxSessionDuration: 7200,
      tagsAll: { env: "dev", a: "3" },
    });
  });

  it("takes a trust policy as an object, and refuses text that is not JSON", () => {
    const check = (assumeRolePolicy: unknown) =>
      role.check!({ assumeRolePolicy }, { name: "app", urn: "urn", cloud });
    expect(check(JSON.parse(TRUST))).toEqual({ inputs: { assumeRolePolicy: TRUST }, failures: [] });
    expect(check("{").failures).toEqual([
      { property: "assumeRolePolicy", reason: '"assumeRolePolicy" contains an invalid JSON policy' },
    ]);
  });

  it("is not changed by another spelling of its trust policy", () => {
    const spaced = JSON.stringify(JSON.parse(TRUST), null, 2);
    expect(diffResource(role, { assumeRolePolicy: TRUST }, { assumeRolePolicy: spaced }).changed).toEqual([]);
  });

  it("is not deleted while an attachment that others made is there, unless forced", () => {
    const { outputs } = role.create(context, { name: "r", assumeRolePolicy: TRUST });
    attachment.create(context, { role: "r", policyArn: CNI_POLICY });
    expect(() => role.delete(context, "r", outputs)).toThrow(
      "Cannot delete entity, must detach all policies first.",
    );
    role.delete(context, "r", { ...outputs, forceDetachPolicies: true });
  });
});

describe("Policy", () => {
  it("makes a new version of a changed document, and room for it", () => {
    const { id, outputs } = policy.create(context, { name: "p", policy: document("ec2:A0") });
    expect(outputs).toEqual({
      arn: id,
      attachmentCount: 0,
      description: "",
      name: "p",
      namePrefix: "",
      path: "/",
      policy: document("ec2:A0"),
      policyId: iamState(cloud).policies.get(id).PolicyId,
      tagsAll: { env: "dev" },
    });
    let inputs: Properties = { name: "p", policy: document("ec2:A0") };
    for (let change = 1; change <= 6; change++) {
      const next = { name: "p", policy: document(`ec2:A${change}`), tags: { change: String(change) } };
      policy.update!(context, id, inputs, next);
      inputs = next;
    }
    const { DefaultVersionId, Versions, Tags } = iamState(cloud).policies.get(id);
    expect(DefaultVersionId).toBe("v7");
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual(["v3", "v4", "v5", "v6", "v7"]);
    expect(Tags).toEqual([
      { Key: "env", Value: "dev" },
      { Key: "change", Value: "6" },
    ]);
    expect(policy.read(context, id, inputs)).toMatchObject({ policy: document("ec2:A6") });
    policy.delete(context, id, {});
    expect(iamState(cloud).policies.size).toBe(0);
  });

  it("needs a new policy for another description", () => {
    const diff = diffResource(policy, { policy: "{}" }, { policy: "{}", description: "d" });
    expect(diff).toEqual({ changed: ["description"], replace: ["description"], deleteBeforeReplace: false });
  });
});

describe("RolePolicyAttachment and RolePolicy", () => {
  beforeEach(() => {
    role.create(context, { name: "r", assumeRolePolicy: TRUST });
  });

  it("attach and detach", () => {
    const inputs = { role: "r", policyArn: CNI_POLICY };
    const { id, outputs } = attachment.create(context, inputs);
    expect({ id, outputs }).toEqual({ id: `r/${CNI_POLICY}`, outputs: inputs });
    expect(attachment.read(context, id, inputs)).toEqual(inputs);
    attachment.delete(context, id, outputs);
    expect(attachment.read(context, id, inputs)).toBeUndefined();
    attachment.delete(context, id, outputs);
  });

  it("delete an attachment before they make its successor", () => {
    const before = { role: "r", policyArn: CNI_POLICY };
    expect(diffResource(attachment, before, { ...before, policyArn: NODE_POLICY })).toEqual({
      changed: ["policyArn"],
      replace: ["policyArn"],
      deleteBeforeReplace: true,
    });
  });

  it("write, change and delete an inline policy", () => {
    const inputs = { name: "p", role: "r", policy: document("ec2:A") };
    const { id, outputs } = rolePolicy.create(context, inputs);
    expect({ id, outputs }).toEqual({ id: "r:p", outputs: { ...inputs, namePrefix: "" } });
    const changed = { ...inputs, policy: document("ec2:B") };
    expect(rolePolicy.update!(context, id, inputs, changed)).toEqual({ ...changed, namePrefix: "" });
    expect(rolePolicy.read(context, id, inputs)).toEqual({ ...changed, namePrefix: "" });
    rolePolicy.delete(context, id, outputs);
    expect(rolePolicy.read(context, id, inputs)).toBeUndefined();
  });
});

describe("OpenIdConnectProvider", () => {
  it("shows its issuer without the scheme, and changes tags in place", () => {
    const before = { url: "https://a.example/id/1", clientIdLists: ["x", "y"] };
    const { id, outputs } = provider.create(context, before);
    expect(outputs).toEqual({
      arn: "arn:aws:iam::123456789012:oidc-provider/a.example/id/1",
      clientIdLists: ["x", "y"],
      tagsAll: { env: "dev" },
      thumbprintLists: [],
      url: "a.example/id/1",
    });
    const after = {
      url: "a.example/id/1",
      clientIdLists: ["y", "x"],
      tags: { a: "1" },
    };
    expect(diffResource(provider, before, after).replace).toEqual([]);
    expect(provider.update!(context, id, before, after)).toMatchObject({
      clientIdLists: ["x", "y"],
      tagsAll: { env: "dev", a: "1" },
    });
    expect(() => provider.update!(context, id, after, { ...after, clientIdLists: ["z"] })).toThrow(
      "NotSimulated: aws:iam/openIdConnectProvider:OpenIdConnectProvider (other clientIdLists)",
    );
    provider.delete(context, id, outputs);
    expect(provider.read(context, id, before)).toBeUndefined();
  });
});
