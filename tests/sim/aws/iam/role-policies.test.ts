import { beforeEach, describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { allow, createRole, putPolicy, trust } from "./support.ts";

const CNI_POLICY = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
  createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
});

function call(action: "AttachRolePolicy" | "DetachRolePolicy", PolicyArn: string) {
  return cloud.call(cloud.administrator, "iam", action, { RoleName: "app", PolicyArn });
}

it("gives back a policy of a role's own as it was put", () => {
  const Statement = [allow("ec2:DescribeVpcs", "*")];
  putPolicy(cloud, "app", "p", Statement);
  const key = { RoleName: "app", PolicyName: "p" };
  expect(cloud.call(cloud.administrator, "iam", "GetRolePolicy", key)).toEqual({
    ...key,
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
  cloud.call(cloud.administrator, "iam", "DeleteRolePolicy", key);
  expect(() => cloud.call(cloud.administrator, "iam", "GetRolePolicy", key)).toThrow(
    expect.objectContaining({
      code: "NoSuchEntity",
      message: "The role policy with name p cannot be found.",
    }),
  );
});

describe("refuses", () => {
  it("the eleventh attached policy", () => {
    for (let number = 1; number <= 11; number++) {
      const { Policy } = cloud.call(cloud.administrator, "iam", "CreatePolicy", {
        PolicyName: `p${number}`,
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: allow("ec2:DescribeVpcs", "*") }),
      });
      if (number <= 10) call("AttachRolePolicy", Policy.Arn);
    }
    expect(() => call("AttachRolePolicy", "arn:aws:iam::123456789012:policy/p11")).toThrow(
      expect.objectContaining({
        code: "LimitExceeded",
        message: "Cannot exceed quota for PoliciesPerRole: 10",
      }),
    );
  });

  it("to detach what is not attached", () => {
    expect(() => call("DetachRolePolicy", CNI_POLICY)).toThrow(`Policy ${CNI_POLICY} was not found.`);
  });

  it("a policy of AWS that nobody has written down here, as not simulated", () => {
    expect(() => call("AttachRolePolicy", "arn:aws:iam::aws:policy/AmazonS3FullAccess")).toThrow(
      "NotSimulated: arn:aws:iam::aws:policy/AmazonS3FullAccess",
    );
  });

  it("more than 10,240 characters of inline policies together", () => {
    const long = allow(
      "ec2:DescribeVpcs",
      Array.from({ length: 100 }, (_, i) => `arn:aws:s3:::${"b".repeat(50)}-${i}`),
    );
    putPolicy(cloud, "app", "one", [long]);
    expect(() => putPolicy(cloud, "app", "two", [long])).toThrow(
      expect.objectContaining({
        code: "LimitExceeded",
        message: "Maximum policy size of 10240 bytes exceeded for role app",
      }),
    );
    putPolicy(cloud, "app", "one", [long]);
  });
});
