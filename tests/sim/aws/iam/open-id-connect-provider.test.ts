import { beforeEach, expect, it } from "vitest";
import { iamState } from "../../../../sim/aws/iam/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";

const URL = "https://oidc.eks.ap-northeast-2.amazonaws.com/id/ABC";
const ARN = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.ap-northeast-2.amazonaws.com/id/ABC";

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
});

function create(changes: object = {}) {
  const request = { Url: URL, ClientIDList: ["sts.amazonaws.com"], ...changes };
  return cloud.call(cloud.administrator, "iam", "CreateOpenIDConnectProvider", request);
}

it("is named by its issuer, and needs no thumbprint", () => {
  expect(create()).toEqual({ OpenIDConnectProviderArn: ARN });
  expect(iamState(cloud).openIdConnectProviders.get(ARN)).toMatchObject({
    Url: "oidc.eks.ap-northeast-2.amazonaws.com/id/ABC",
    ClientIDList: ["sts.amazonaws.com"],
    ThumbprintList: [],
  });
});

it("is there once for an issuer", () => {
  create();
  expect(create).toThrow(
    expect.objectContaining({
      code: "EntityAlreadyExists",
      statusCode: 409,
      message: `Provider with url ${URL} already exists.`,
    }),
  );
});

it.each([
  ["an issuer without https", { Url: "http://a.example" }, "Invalid Open ID Connect Provider URL"],
  [
    "101 audiences",
    { ClientIDList: Array.from({ length: 101 }, (_, i) => `a${i}`) },
    "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
  ],
  [
    "an empty audience",
    { ClientIDList: [""] },
    "1 validation error detected: Value '' at 'clientIDList' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 1]",
  ],
])("refuses %s", (_name, changes, message) => {
  expect(() => create(changes)).toThrow(message);
});

it("says that a provider does not exist", () => {
  expect(() =>
    cloud.call(cloud.administrator, "iam", "DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: ARN }),
  ).toThrow(
    expect.objectContaining({
      code: "NoSuchEntity",
      message: `OpenIDConnect Provider not found for arn ${ARN}`,
    }),
  );
});
