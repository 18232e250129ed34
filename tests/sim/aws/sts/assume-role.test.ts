import { beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../../../../sim/core/caller.ts";
import { assumeRoleForPodIdentity } from "../../../../sim/aws/sts/pod-identity.ts";
import { sessionCaller } from "../../../../sim/aws/sts/session.ts";
import { encodeWebIdentityToken } from "../../../../sim/aws/sts/web-identity-token.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { allow, createRole, putPolicy, trust } from "../iam/support.ts";

const ISSUER = "oidc.eks.ap-northeast-2.amazonaws.com/id/ABC";
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;
const ROLE = "arn:aws:iam::123456789012:role/lbc";
const SUBJECT = "system:serviceaccount:kube-system:aws-load-balancer-controller";
const NOBODY: Caller = { kind: "anonymous", arn: "anonymous" };

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
});

describe("AssumeRoleWithWebIdentity", () => {
  const condition = { StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: "sts.amazonaws.com" } };

  beforeEach(() => {
    cloud.call(cloud.administrator, "iam", "CreateOpenIDConnectProvider", {
      Url: `https://${ISSUER}`,
      ClientIDList: ["sts.amazonaws.com"],
    });
    createRole(cloud, "lbc", trust({ Federated: PROVIDER }, "sts:AssumeRoleWithWebIdentity", condition));
  });

  function assume(claims: object = {}, RoleArn = ROLE) {
    const token = { iss: `https://${ISSUER}`, sub: SUBJECT, aud: ["sts.amazonaws.com"], ...claims };
    return cloud.call(NOBODY, "sts", "AssumeRoleWithWebIdentity", {
      RoleArn,
      RoleSessionName: "1763715600000000000",
      WebIdentityToken: encodeWebIdentityToken(token),
    });
  }

  it("gives a session of the role to the service account that it trusts", () => {
    expect(sessionCaller(assume())).toEqual({
      kind: "session",
      arn: "arn:aws:sts::123456789012:assumed-role/lbc/1763715600000000000",
      roleName: "lbc",
    });
    expect(assume().Expiration).toBe("2026-01-01T01:00:00.000Z");
  });

  it.each([
    ["another service account", { sub: "system:serviceaccount:default:default" }],
    ["a service account of the same name elsewhere", { sub: SUBJECT.replace("kube-system", "default") }],
  ])("refuses %s", (_name, claims) => {
    expect(() => assume(claims)).toThrow(
      expect.objectContaining({
        code: "AccessDenied",
        statusCode: 403,
        message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      }),
    );
  });

  it("refuses a role that does not exist in the same words", () => {
    expect(() => assume({}, `${ROLE}-none`)).toThrow(
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    );
  });

  it("refuses a role that trusts another provider", () => {
    const other = PROVIDER.replace("ABC", "DEF");
    createRole(cloud, "other", trust({ Federated: other }, "sts:AssumeRoleWithWebIdentity"));
    expect(() => assume({}, ROLE.replace("lbc", "other"))).toThrow(
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    );
  });

  it("refuses an issuer without a provider in the account", () => {
    expect(() => assume({ iss: `https://${ISSUER.replace("ABC", "DEF")}` })).toThrow(
      expect.objectContaining({
        code: "InvalidIdentityToken",
        statusCode: 400,
        message: `No OpenIDConnect provider found in your account for https://${ISSUER.replace("ABC", "DEF")}`,
      }),
    );
  });

  it("refuses an audience that the provider does not list", () => {
    expect(() => assume({ aud: ["kubernetes.default.svc"] })).toThrow(
      expect.objectContaining({ code: "InvalidIdentityToken", message: "Incorrect token audience" }),
    );
  });

  it("refuses a text that is not a token", () => {
    expect(() =>
      cloud.call(NOBODY, "sts", "AssumeRoleWithWebIdentity", {
        RoleArn: ROLE,
        RoleSessionName: "s",
        WebIdentityToken: "abc",
      }),
    ).toThrow(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  });
});

describe("AssumeRole", () => {
  function assume(caller: Caller, tags = false) {
    return cloud.call(caller, "sts", "AssumeRole", {
      RoleArn: ROLE,
      RoleSessionName: "s",
      ...(tags && { Tags: [{ Key: "k", Value: "v" }] }),
    });
  }

  it("lets in the service that the role trusts, and no other", () => {
    createRole(cloud, "lbc", trust({ Service: "ec2.amazonaws.com" }));
    expect(assume({ kind: "service", arn: "ec2.amazonaws.com" }).AssumedRoleUser.Arn).toBe(
      "arn:aws:sts::123456789012:assumed-role/lbc/s",
    );
    expect(() => assume({ kind: "service", arn: "eks.amazonaws.com" })).toThrow(
      expect.objectContaining({
        code: "AccessDenied",
        message: `User: eks.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      }),
    );
  });

  it("needs sts:TagSession for session tags", () => {
    createRole(cloud, "lbc", trust({ Service: "ec2.amazonaws.com" }));
    expect(() => assume({ kind: "service", arn: "ec2.amazonaws.com" }, true)).toThrow(
      /is not authorized to perform: sts:TagSession on resource/,
    );
  });

  it("lets in a role that the trust policy names", () => {
    const { Arn } = createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
    createRole(cloud, "lbc", trust({ AWS: Arn }));
    const app: Caller = {
      kind: "session",
      arn: "arn:aws:sts::123456789012:assumed-role/app/i-1",
      roleName: "app",
    };
    expect(assume(app).AssumedRoleUser.Arn).toBe("arn:aws:sts::123456789012:assumed-role/lbc/s");
  });

  it("leaves it to the caller's policies where the trust policy names the account", () => {
    createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
    createRole(cloud, "lbc", trust({ AWS: "123456789012" }));
    const app: Caller = {
      kind: "session",
      arn: "arn:aws:sts::123456789012:assumed-role/app/i-1",
      roleName: "app",
    };
    expect(() => assume(app)).toThrow(`User: ${app.arn} is not authorized to perform: sts:AssumeRole`);
    putPolicy(cloud, "app", "assume", [allow("sts:AssumeRole", ROLE)]);
    expect(assume(app).AssumedRoleUser.Arn).toBe("arn:aws:sts::123456789012:assumed-role/lbc/s");
  });

  it("keeps to the role's longest session", () => {
    createRole(cloud, "lbc", trust({ Service: "ec2.amazonaws.com" }));
    const ec2: Caller = { kind: "service", arn: "ec2.amazonaws.com" };
    const request = { RoleArn: ROLE, RoleSessionName: "s", DurationSeconds: 7200 };
    expect(() => cloud.call(ec2, "sts", "AssumeRole", request)).toThrow(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  });
});

describe("Pod Identity", () => {
  const pod = {
    roleArn: ROLE,
    clusterArn: "arn:aws:eks:ap-northeast-2:123456789012:cluster/myeks",
    clusterName: "myeks",
    namespace: "kube-system",
    serviceAccount: "aws-load-balancer-controller",
    podName: "aws-load-balancer-controller-5d9c-x",
    podUid: "11111111-2222-4333-a444-555555555555",
  };
  const actions = ["sts:AssumeRole", "sts:TagSession"];

  it("gives a session of a role that trusts pods.eks.amazonaws.com", () => {
    createRole(cloud, "lbc", trust({ Service: "pods.eks.amazonaws.com" }, actions));
    expect(assumeRoleForPodIdentity(cloud, pod)).toEqual({
      kind: "session",
      arn: "arn:aws:sts::123456789012:assumed-role/lbc/eks-myeks-aws-load-ba-11111111-2222-4333-a444-555555555555",
      roleName: "lbc",
    });
  });

  it("can be held to one cluster by the session tags", () => {
    const only = (cluster: string) => ({ StringEquals: { "aws:RequestTag/eks-cluster-name": cluster } });
    createRole(cloud, "lbc", trust({ Service: "pods.eks.amazonaws.com" }, actions, only("other")));
    expect(() => assumeRoleForPodIdentity(cloud, pod)).toThrow("Unauthorized Exception!");
  });

  it.each([
    ["does not trust the service", trust({ Service: "ec2.amazonaws.com" }, actions)],
    ["does not let it set session tags", trust({ Service: "pods.eks.amazonaws.com" })],
  ])("is refused for a role that %s", (_name, document) => {
    createRole(cloud, "lbc", document);
    expect(() => assumeRoleForPodIdentity(cloud, pod)).toThrow(
      expect.objectContaining({
        code: "AccessDeniedException",
        message: "Unauthorized Exception! EKS does not have permissions to assume the associated role.",
      }),
    );
  });
});

it("tells callers who they are", () => {
  expect(cloud.call(cloud.administrator, "sts", "GetCallerIdentity", {})).toEqual({
    Account: "123456789012",
    Arn: "arn:aws:iam::123456789012:user/administrator",
    UserId: "AIDAADMINISTRATOR0001",
  });
  const { RoleId } = createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
  const arn = "arn:aws:sts::123456789012:assumed-role/app/i-1";
  expect(cloud.call({ kind: "session", arn, roleName: "app" }, "sts", "GetCallerIdentity", {})).toEqual({
    Account: "123456789012",
    Arn: arn,
    UserId: `${RoleId}:i-1`,
  });
});
