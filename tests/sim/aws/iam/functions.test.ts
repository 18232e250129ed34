import { beforeEach, describe, expect, it } from "vitest";
import { functionType } from "../../../../sim/catalog.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { allow } from "./support.ts";

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
});

function invoke(token: string, args: Record<string, unknown> = {}) {
  return functionType(token).invoke({ cloud, provider: {} }, args);
}

it("names account, caller and partition", () => {
  expect(invoke("aws:index/getCallerIdentity:getCallerIdentity")).toEqual({
    id: "123456789012",
    accountId: "123456789012",
    arn: "arn:aws:iam::123456789012:user/administrator",
    userId: "AIDAADMINISTRATOR0001",
  });
  cloud = new SimulatedCloud({ region: "cn-north-1" });
  expect(invoke("aws:index/getPartition:getPartition")).toEqual({
    id: "aws-cn",
    partition: "aws-cn",
    dnsSuffix: "amazonaws.com.cn",
    reverseDnsPrefix: "cn.com.amazonaws",
  });
});

it("finds a policy by its ARN", () => {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: allow("ec2:A", "*") });
  cloud.call(cloud.administrator, "iam", "CreatePolicy", { PolicyName: "p", PolicyDocument });
  const arn = "arn:aws:iam::123456789012:policy/p";
  expect(invoke("aws:iam/getPolicy:getPolicy", { arn })).toMatchObject({
    id: arn,
    policy: PolicyDocument,
    attachmentCount: 0,
  });
  expect(() => invoke("aws:iam/getPolicy:getPolicy", { arn: `${arn}q` })).toThrow(
    `reading IAM Policy (${arn}q): couldn't find resource`,
  );
});

describe("getPolicyDocument", () => {
  function document(args: Record<string, unknown>): unknown {
    return JSON.parse(
      String(invoke("aws:iam/getPolicyDocument:getPolicyDocument", args)["minifiedJson"]),
    ) as unknown;
  }

  it("writes statements as Terraform's provider does", () => {
    const statements = [
      {
        sid: "Assume",
        actions: ["sts:AssumeRoleWithWebIdentity"],
        principals: [
          { type: "Federated", identifiers: ["arn:aws:iam::123456789012:oidc-provider/a.example"] },
          { type: "AWS", identifiers: ["111122223333", "444455556666"] },
        ],
        conditions: [
          { test: "StringEquals", variable: "a.example:sub", values: ["system:serviceaccount:a:b"] },
          { test: "StringEquals", variable: "a.example:aud", values: ["x", "y"] },
        ],
      },
      {
        effect: "Deny",
        notActions: ["ec2:A", "ec2:B"],
        notResources: ["*"],
        notPrincipals: [{ type: "*", identifiers: ["*"] }],
      },
    ];
    expect(document({ statements })).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Assume",
          Effect: "Allow",
          Action: "sts:AssumeRoleWithWebIdentity",
          Principal: {
            Federated: "arn:aws:iam::123456789012:oidc-provider/a.example",
            AWS: ["444455556666", "111122223333"],
          },
          Condition: {
            StringEquals: { "a.example:sub": "system:serviceaccount:a:b", "a.example:aud": ["x", "y"] },
          },
        },
        { Effect: "Deny", NotAction: ["ec2:B", "ec2:A"], NotResource: "*", NotPrincipal: "*" },
      ],
    });
  });

  it("lets later documents take the place of statements by Sid", () => {
    const source = JSON.stringify({
      Version: "2012-10-17",
      Id: "s",
      Statement: [{ Sid: "A", n: 1 }, { n: 2 }],
    });
    const override = JSON.stringify({ Statement: { Sid: "A", n: 3 } });
    expect(
      document({ sourcePolicyDocuments: [source], overridePolicyDocuments: [override], policyId: "p" }),
    ).toEqual({ Version: "2012-10-17", Id: "p", Statement: [{ n: 2 }, { Sid: "A", n: 3 }] });
  });
});
