import { beforeEach, describe, expect, it } from "vitest";
import { iamState } from "../../../../sim/aws/iam/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { allow, createRole, trust } from "./support.ts";

const ARN = "arn:aws:iam::123456789012:policy/p";
const DOCUMENT = JSON.stringify({ Version: "2012-10-17", Statement: allow("ec2:DescribeVpcs", "*") });

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
});

function create(changes: object = {}) {
  return cloud.call(cloud.administrator, "iam", "CreatePolicy", {
    PolicyName: "p",
    PolicyDocument: DOCUMENT,
    ...changes,
  }).Policy;
}

/** A document of exactly `size` characters that are not white space, with white space between. */
function documentOfSize(size: number): string {
  const empty = JSON.stringify({
    Version: "2012-10-17",
    Statement: allow("ec2:DescribeVpcs", "arn:aws:s3:::"),
  });
  const resource = `arn:aws:s3:::${"x".repeat(size - empty.length)}`;
  return JSON.stringify({ Version: "2012-10-17", Statement: allow("ec2:DescribeVpcs", resource) }, null, 4);
}

it("makes a policy with its first version", () => {
  expect(create({ Path: "/team/" })).toMatchObject({
    Arn: "arn:aws:iam::123456789012:policy/team/p",
    DefaultVersionId: "v1",
    Versions: [{ VersionId: "v1", Document: DOCUMENT, CreateDate: "2026-01-01T00:00:00Z" }],
  });
});

it("takes 6,144 characters beside white space, and not one more", () => {
  create({ PolicyDocument: documentOfSize(6144) });
  expect(() => create({ PolicyName: "q", PolicyDocument: documentOfSize(6145) })).toThrow(
    expect.objectContaining({
      code: "LimitExceeded",
      statusCode: 409,
      message: "Cannot exceed quota for PolicySize: 6144",
    }),
  );
});

it.each([
  [
    { PolicyName: "" },
    "1 validation error detected: Value '' at 'policyName' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    { Description: "x".repeat(1001) },
    `1 validation error detected: Value '${"x".repeat(1001)}' at 'description' failed to satisfy constraint: Member must have length less than or equal to 1000`,
  ],
])("refuses %j", (changes, message) => {
  expect(() => create(changes)).toThrow(expect.objectContaining({ code: "ValidationError", message }));
});

it("refuses a name that is taken", () => {
  create();
  expect(() => create({ Path: "/other/" })).toThrow(
    expect.objectContaining({
      code: "EntityAlreadyExists",
      message: "A policy called p already exists. Duplicate names are not allowed.",
    }),
  );
});

it("says that a policy does not exist", () => {
  expect(() => cloud.call(cloud.administrator, "iam", "GetPolicy", { PolicyArn: ARN })).toThrow(
    expect.objectContaining({ code: "NoSuchEntity", message: `Policy ${ARN} was not found.` }),
  );
});

it("counts the roles that a policy is attached to", () => {
  create();
  createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
  cloud.call(cloud.administrator, "iam", "AttachRolePolicy", { RoleName: "app", PolicyArn: ARN });
  const { Policy } = cloud.call(cloud.administrator, "iam", "GetPolicy", { PolicyArn: ARN });
  expect(Policy.AttachmentCount).toBe(1);
});

describe("versions", () => {
  function addVersion(SetAsDefault: boolean) {
    return cloud.call(cloud.administrator, "iam", "CreatePolicyVersion", {
      PolicyArn: ARN,
      PolicyDocument: DOCUMENT,
      SetAsDefault,
    }).PolicyVersion.VersionId;
  }

  it("are five at most, and their numbers are not given out twice", () => {
    create();
    expect([addVersion(true), addVersion(false), addVersion(false), addVersion(false)]).toEqual([
      "v2",
      "v3",
      "v4",
      "v5",
    ]);
    expect(() => addVersion(false)).toThrow(
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    );
    cloud.call(cloud.administrator, "iam", "DeletePolicyVersion", { PolicyArn: ARN, VersionId: "v5" });
    expect(addVersion(false)).toBe("v6");
    expect(iamState(cloud).policies.get(ARN).DefaultVersionId).toBe("v2");
  });

  it("can be read as long as they are there", () => {
    create();
    const version = (VersionId: string) =>
      cloud.call(cloud.administrator, "iam", "GetPolicyVersion", { PolicyArn: ARN, VersionId });
    expect(version("v1").PolicyVersion.Document).toBe(DOCUMENT);
    expect(() => version("v2")).toThrow(
      expect.objectContaining({
        code: "NoSuchEntity",
        message: `Policy ${ARN} version v2 does not exist or is not attachable.`,
      }),
    );
  });

  it("can be deleted unless they are the default", () => {
    create();
    addVersion(true);
    const version = { PolicyArn: ARN, VersionId: "v2" };
    expect(() => cloud.call(cloud.administrator, "iam", "DeletePolicyVersion", version)).toThrow(
      "Cannot delete the default version of a policy.",
    );
    addVersion(true);
    cloud.call(cloud.administrator, "iam", "DeletePolicyVersion", version);
  });

  it("must go before the policy", () => {
    create();
    addVersion(true);
    expect(() => cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn: ARN })).toThrow(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  });
});

it("refuses to delete a policy that a role has", () => {
  create();
  createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
  cloud.call(cloud.administrator, "iam", "AttachRolePolicy", { RoleName: "app", PolicyArn: ARN });
  expect(() => cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn: ARN })).toThrow(
    expect.objectContaining({
      code: "DeleteConflict",
      message: "Cannot delete a policy attached to entities.",
    }),
  );
});

it("writes AWS's own policies for the partition", () => {
  const china = new SimulatedCloud({ region: "cn-north-1" });
  const arn = "arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy";
  const { Policy } = china.call(china.administrator, "iam", "GetPolicy", { PolicyArn: arn });
  expect(Policy.Versions[0]!.Document).toContain("arn:aws-cn:ec2:*:*:network-interface/*");
});
