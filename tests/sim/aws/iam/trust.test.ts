import { beforeEach, describe, expect, it } from "vitest";
import { parsePolicyDocument } from "../../../../sim/aws/iam/policy-document.ts";
import { RequestContext } from "../../../../sim/aws/iam/request-context.ts";
import { checkTrustPolicy, evaluateTrust, type TrustedEntity } from "../../../../sim/aws/iam/trust.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { createRole, trust } from "./support.ts";

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
  createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
});

describe.each([
  ["everybody", { AWS: "*" }],
  ["an account by number", { AWS: "123456789012" }],
  ["an account by its root", { AWS: "arn:aws:iam::123456789012:root" }],
  ["another account's role, unseen", { AWS: "arn:aws:iam::111122223333:role/any" }],
  ["the administrator", { AWS: "arn:aws:iam::123456789012:user/administrator" }],
  ["a role that is there", { AWS: "arn:aws:iam::123456789012:role/app" }],
  ["a session of such a role", { AWS: "arn:aws:sts::123456789012:assumed-role/app/s" }],
  ["a service of China", { Service: "ec2.amazonaws.com.cn" }],
  ["an OIDC provider", { Federated: "arn:aws:iam::123456789012:oidc-provider/a.example/id/1" }],
  ["a public identity provider", { Federated: "cognito-identity.amazonaws.com" }],
])("trust in %s", (_name, principal) => {
  it("is accepted", () => {
    expect(() => checkTrustPolicy(cloud, trust(principal))).not.toThrow();
  });
});

describe.each([
  ["a user that is not there", { AWS: "arn:aws:iam::123456789012:user/none" }, "AWS"],
  ["a session of a role that is not there", { AWS: "arn:aws:sts::123456789012:assumed-role/none/s" }, "AWS"],
  ["a text that is not an ARN", { AWS: "app" }, "AWS"],
  ["a provider without issuer", { Federated: "arn:aws:iam::123456789012:oidc-provider/" }, "FEDERATED"],
])("trust in %s", (_name, principal, type) => {
  it("is refused", () => {
    const [name] = Object.values(principal);
    expect(() => checkTrustPolicy(cloud, trust(principal))).toThrow(
      expect.objectContaining({
        code: "MalformedPolicyDocument",
        message: `Invalid principal in policy: "${type}":"${name}"`,
      }),
    );
  });
});

function decide(document: object, entity: TrustedEntity) {
  const policy = parsePolicyDocument(
    JSON.stringify({ Statement: { Action: "sts:AssumeRole", ...document } }),
  );
  return evaluateTrust(policy, entity, "sts:AssumeRole", new RequestContext({}));
}

it("tells principals of one type from those of another", () => {
  const ec2: TrustedEntity = { type: "Service", names: ["ec2.amazonaws.com"] };
  expect(decide({ Effect: "Allow", Principal: "*" }, ec2)).toBe("allowed");
  expect(decide({ Effect: "Allow", Principal: { AWS: "*" } }, ec2)).toBe("implicitDeny");
  expect(decide({ Effect: "Allow", Principal: { AWS: "*" } }, { type: "AWS", names: ["a"] })).toBe("allowed");
});

it("can deny all but some", () => {
  const document = { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/app" } };
  const app: TrustedEntity = { type: "AWS", names: ["arn:aws:iam::123456789012:role/app"] };
  expect(decide(document, app)).toBe("implicitDeny");
  expect(decide(document, { type: "AWS", names: ["other"] })).toBe("explicitDeny");
});
