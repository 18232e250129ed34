import { beforeEach, describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { allow, createRole, putPolicy, trust } from "./support.ts";

const TRUST = trust({ Service: "ec2.amazonaws.com" });
const CNI_POLICY = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
});

function call(action: "AttachRolePolicy" | "DetachRolePolicy", PolicyArn: string) {
  return cloud.call(cloud.administrator, "iam", action, { RoleName: "app", PolicyArn });
}

function deleteRole() {
  cloud.call(cloud.administrator, "iam", "DeleteRole", { RoleName: "app" });
}

it("makes a role with its ARN, path and unique id", () => {
  const { Role } = cloud.call(cloud.administrator, "iam", "CreateRole", {
    RoleName: "app",
    Path: "/team/",
    AssumeRolePolicyDocument: TRUST,
    Tags: [{ Key: "a", Value: "b" }],
  });
  expect(Role).toEqual({
    RoleName: "app",
    RoleId: expect.stringMatching(/^AROA[0-9A-F]{17}$/) as string,
    Arn: "arn:aws:iam::123456789012:role/team/app",
    Path: "/team/",
    CreateDate: "2026-01-01T00:00:00Z",
    AssumeRolePolicyDocument: TRUST,
    Description: "",
    MaxSessionDuration: 3600,
    Tags: [{ Key: "a", Value: "b" }],
    AttachedPolicies: [],
    InlinePolicies: {},
  });
});

describe("refuses", () => {
  it.each([
    [
      "a name with other characters",
      { RoleName: "a b" },
      "ValidationError",
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    ],
    [
      "a long name",
      { RoleName: "x".repeat(65) },
      "ValidationError",
      `1 validation error detected: Value '${"x".repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      "a path without slashes",
      { Path: "team" },
      "ValidationError",
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    ],
    [
      "a long description",
      { Description: "x".repeat(1001) },
      "ValidationError",
      `1 validation error detected: Value '${"x".repeat(1001)}' at 'description' failed to satisfy constraint: Member must have length less than or equal to 1000`,
    ],
    [
      "a short session",
      { MaxSessionDuration: 60 },
      "ValidationError",
      "1 validation error detected: Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
    ],
    [
      "a trust policy with a resource",
      {
        AssumeRolePolicyDocument: JSON.stringify({
          Statement: { ...allow("sts:AssumeRole", "*"), Principal: "*" },
        }),
      },
      "MalformedPolicyDocument",
      "Has prohibited field Resource",
    ],
    [
      "a trust policy for nobody",
      {
        AssumeRolePolicyDocument: JSON.stringify({
          Statement: { Effect: "Allow", Action: "sts:AssumeRole" },
        }),
      },
      "MalformedPolicyDocument",
      "Missing required field Principal",
    ],
    [
      "a trust policy about other actions",
      { AssumeRolePolicyDocument: trust({ Service: "ec2.amazonaws.com" }, "ec2:RunInstances") },
      "MalformedPolicyDocument",
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    [
      "trust in a service that does not exist",
      { AssumeRolePolicyDocument: trust({ Service: "ec2" }) },
      "MalformedPolicyDocument",
      'Invalid principal in policy: "SERVICE":"ec2"',
    ],
    [
      "trust in a role that does not exist",
      { AssumeRolePolicyDocument: trust({ AWS: "arn:aws:iam::123456789012:role/none" }) },
      "MalformedPolicyDocument",
      'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/none"',
    ],
    [
      "a long trust policy",
      {
        AssumeRolePolicyDocument: trust({
          Service: Array.from({ length: 60 }, (_, i) => `service-${i}-with-a-long-name.amazonaws.com`),
        }),
      },
      "LimitExceeded",
      "Cannot exceed quota for ACLSizePerRole: 2048",
    ],
  ])("%s", (_name, changes, code, message) => {
    const request = { RoleName: "app", AssumeRolePolicyDocument: TRUST, ...changes };
    expect(() => cloud.call(cloud.administrator, "iam", "CreateRole", request)).toThrow(
      expect.objectContaining({ code, message }),
    );
  });

  it("a name that differs only in case", () => {
    createRole(cloud, "app", TRUST);
    expect(() => createRole(cloud, "APP", TRUST)).toThrow(
      expect.objectContaining({
        code: "EntityAlreadyExists",
        statusCode: 409,
        message: "Role with name APP already exists.",
      }),
    );
  });

  it("a role that does not exist", () => {
    expect(() => deleteRole()).toThrow(
      expect.objectContaining({
        code: "NoSuchEntity",
        statusCode: 404,
        message: "The role with name app cannot be found.",
      }),
    );
  });
});

describe("deletion", () => {
  beforeEach(() => {
    createRole(cloud, "app", TRUST);
  });

  it("is refused while policies are attached", () => {
    call("AttachRolePolicy", CNI_POLICY);
    expect(deleteRole).toThrow(
      expect.objectContaining({
        code: "DeleteConflict",
        statusCode: 409,
        message: "Cannot delete entity, must detach all policies first.",
      }),
    );
    call("DetachRolePolicy", CNI_POLICY);
    deleteRole();
  });

  it("is refused while there are inline policies", () => {
    putPolicy(cloud, "app", "p", [allow("ec2:DescribeVpcs", "*")]);
    expect(deleteRole).toThrow("Cannot delete entity, must delete policies first.");
    cloud.call(cloud.administrator, "iam", "DeleteRolePolicy", { RoleName: "app", PolicyName: "p" });
    deleteRole();
  });

  it("is refused while an instance profile has the role", () => {
    const profile = { InstanceProfileName: "nodes" };
    cloud.call(cloud.administrator, "iam", "CreateInstanceProfile", profile);
    cloud.call(cloud.administrator, "iam", "AddRoleToInstanceProfile", { ...profile, RoleName: "app" });
    expect(deleteRole).toThrow("Cannot delete entity, must remove roles from instance profile first.");
    expect(() => cloud.call(cloud.administrator, "iam", "DeleteInstanceProfile", profile)).toThrow(
      "Cannot delete entity, must remove roles from instance profile first.",
    );
    cloud.call(cloud.administrator, "iam", "RemoveRoleFromInstanceProfile", { ...profile, RoleName: "app" });
    deleteRole();
    cloud.call(cloud.administrator, "iam", "DeleteInstanceProfile", profile);
  });
});
