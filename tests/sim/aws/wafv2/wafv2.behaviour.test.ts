/** Who may do what with web ACLs, and how one takes the place of another. */
import { beforeAll, describe, expect, it } from "vitest";
import { wafv2Operations } from "../../../../sim/aws/wafv2/operations.ts";
import type { InputOf, Operations } from "../../../../sim/core/cloud.ts";
import { newLoadBalancer, newWorld } from "../elbv2/world.ts";
import { Provider } from "../../../support/provider.ts";
import { allow, createRole, putPolicy, trust } from "../iam/support.ts";

type Action = keyof Operations["wafv2"];

const world = newWorld();
const { cloud } = world;
const session = {
  kind: "session",
  arn: "arn:aws:sts::123456789012:assumed-role/edge/me",
  roleName: "edge",
} as const;

/** Calls as a role that may do so much. */
function callWith<A extends Action>(
  allowed: readonly object[],
  action: A,
  input: InputOf<Operations["wafv2"][A]>,
) {
  putPolicy(cloud, "edge", "edge", [allow("iam:GetUser", "*"), ...allowed]);
  return cloud.call(session, "wafv2", action, input);
}

const WEB_ACL = { DefaultAction: { Allow: {} }, VisibilityConfig: {} };
const LOCK = { Scope: "REGIONAL", Name: "edge" } as const;
const SETS_WEB_ACLS = "elasticloadbalancing:SetWebAcl";

let loadBalancer: string;
let webAcl: { readonly ARN: string; readonly Id: string };

beforeAll(() => {
  createRole(cloud, "edge", trust({ Service: "ec2.amazonaws.com" }));
  loadBalancer = newLoadBalancer(world);
  webAcl = cloud.call(cloud.administrator, "wafv2", "CreateWebACL", { ...LOCK, ...WEB_ACL }).Summary;
});

describe("a role", () => {
  it.each<[Action, string]>([
    ["CreateWebACL", "webacl/other/*"],
    ["CreateIPSet", "ipset/other/*"],
  ])("does %s under names that it may use", (action, resource) => {
    const Tags = [{ Key: "team", Value: "web" }];
    const asked = wafv2Operations[action].authorize!(cloud, { ...LOCK, Name: "other", Tags } as never);
    expect(asked).toEqual([
      {
        action: `wafv2:${action}`,
        resources: [`arn:aws:wafv2:ap-northeast-2:123456789012:regional/${resource}`],
        context: { "aws:RequestTag/team": "web", "aws:TagKeys": ["team"] },
      },
    ]);
  });

  it.each<[Action, string]>([
    ["UpdateWebACL", "webacl"],
    ["DeleteWebACL", "webacl"],
    ["UpdateIPSet", "ipset"],
    ["DeleteIPSet", "ipset"],
  ])("does %s with the object itself", (action, kind) => {
    expect(wafv2Operations[action].authorize!(cloud, { ...LOCK, Id: "1" } as never)).toEqual([
      {
        action: `wafv2:${action}`,
        resources: [`arn:aws:wafv2:ap-northeast-2:123456789012:regional/${kind}/edge/1`],
      },
    ]);
  });

  it.each<Action>(["TagResource", "UntagResource"])("does %s with the object itself", (action) => {
    expect(wafv2Operations[action].authorize!(cloud, { ResourceARN: webAcl.ARN } as never)).toEqual([
      { action: `wafv2:${action}`, resources: [webAcl.ARN] },
    ]);
  });

  it("attaches the web ACL that it may attach, to the load balancer that may get one", () => {
    const input = { WebACLArn: webAcl.ARN, ResourceArn: loadBalancer };
    const may =
      (...statements: object[]) =>
      () =>
        callWith(statements, "AssociateWebACL", input);
    const attaches = allow("wafv2:AssociateWebACL", [webAcl.ARN, loadBalancer]);
    expect(may(attaches)).toThrow(/is not authorized to perform: elasticloadbalancing:SetWebAcl on/);
    expect(may(allow("wafv2:AssociateWebACL", loadBalancer), allow(SETS_WEB_ACLS, "*"))).toThrow(
      /is not authorized to perform: wafv2:AssociateWebACL on/,
    );
    expect(may(attaches, allow(SETS_WEB_ACLS, loadBalancer))).not.toThrow();
  });

  it("takes it away from a load balancer that may lose it", () => {
    const may =
      (...statements: object[]) =>
      () =>
        callWith(statements, "DisassociateWebACL", { ResourceArn: loadBalancer });
    expect(may(allow("wafv2:DisassociateWebACL", "*"))).toThrow(/elasticloadbalancing:SetWebAcl/);
    expect(may(allow(SETS_WEB_ACLS, "*"))).toThrow(/wafv2:DisassociateWebACL/);
    expect(may(allow("wafv2:DisassociateWebACL", "*"), allow(SETS_WEB_ACLS, loadBalancer))).not.toThrow();
  });
});

describe("a log", () => {
  const logging = (destination: string) => ({
    LoggingConfiguration: { ResourceArn: webAcl.ARN, LogDestinationConfigs: [destination] },
  });
  const group = (name: string) => cloud.arn("logs", `log-group:${name}`);

  it("is written for whoever may let AWS WAF write to log groups", () => {
    cloud.call(cloud.administrator, "logs", "CreateLogGroup", { logGroupName: "aws-waf-logs-edge" });
    const may =
      (...statements: object[]) =>
      () =>
        callWith(statements, "PutLoggingConfiguration", logging(group("aws-waf-logs-edge")));
    const puts = allow("wafv2:PutLoggingConfiguration", webAcl.ARN);
    expect(may(puts)).toThrow(/is not authorized to perform: logs:CreateLogDelivery because/);
    const deliveries = [
      "CreateLogDelivery",
      "PutResourcePolicy",
      "DescribeResourcePolicies",
      "DescribeLogGroups",
    ];
    expect(
      may(
        puts,
        allow(
          deliveries.map((action) => `logs:${action}`),
          "*",
        ),
      ),
    ).not.toThrow();
  });

  it("goes to log groups alone that are named as AWS WAF wants it", () => {
    const put = (destination: string) => () =>
      cloud.call(cloud.administrator, "wafv2", "PutLoggingConfiguration", logging(destination));
    expect(put(group("edge"))).toThrow(
      `Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: ${group("edge")}`,
    );
    expect(put(group("aws-waf-logs-other"))).toThrow("NotSimulated: wafv2:PutLoggingConfiguration");
  });

  it("ends for a web ACL that has one", () => {
    const end = () =>
      cloud.call(cloud.administrator, "wafv2", "DeleteLoggingConfiguration", { ResourceArn: webAcl.ARN });
    end();
    expect(end).toThrow(expect.objectContaining({ code: "WAFNonexistentItemException" }));
  });
});

it("a rule that is not simulated is refused, by its statement or a value in it", () => {
  const acl = (statement: object) =>
    new Provider(cloud).create("aws:wafv2/webAcl:WebAcl", "x", {
      ...{ name: "x", scope: "REGIONAL", defaultAction: { allow: {} } },
      visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "x", sampledRequestsEnabled: true },
      rules: [
        {
          ...{ name: "x", priority: 0, action: { block: {} }, statement },
          visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "x", sampledRequestsEnabled: true },
        },
      ],
    });
  const bytes = {
    searchString: "/",
    fieldToMatch: { uriPath: {} },
    textTransformations: [{ priority: 0, type: "NONE" }],
  };
  expect(() => acl({ labelMatchStatement: { key: "a", scope: "LABEL" } })).toThrow(
    "NotSimulated: wafv2:CreateWebACL (parameter Rules[0].Statement.LabelMatchStatement)",
  );
  expect(() => acl({ byteMatchStatement: { ...bytes, positionalConstraint: "CONTAINS" } })).toThrow(
    "NotSimulated: wafv2:CreateWebACL (PositionalConstraint CONTAINS)",
  );
  expect(() =>
    acl({ byteMatchStatement: { ...bytes, fieldToMatch: { method: {} }, positionalConstraint: "EXACTLY" } }),
  ).toThrow(
    "NotSimulated: wafv2:CreateWebACL (parameter Rules[0].Statement.ByteMatchStatement.FieldToMatch.Method)",
  );
  expect(() => acl({ byteMatchStatement: bytes })).toThrow(
    'Missing required parameter in Rules[0].Statement.ByteMatchStatement: "PositionalConstraint"',
  );
});

describe("an association", () => {
  const attached = () =>
    cloud.call(cloud.administrator, "wafv2", "GetWebACLForResource", { ResourceArn: loadBalancer }).WebACL
      ?.Name;
  const associate = (webAclArn: string) =>
    new Provider(cloud).create("aws:wafv2/webAclAssociation:WebAclAssociation", webAclArn, {
      resourceArn: loadBalancer,
      webAclArn,
    });

  it("takes the place of another in one call, and takes away whichever is there when it goes", () => {
    const request = { ...LOCK, ...WEB_ACL, Name: "other" };
    const other = cloud.call(cloud.administrator, "wafv2", "CreateWebACL", request).Summary;
    const first = associate(webAcl.ARN);
    associate(other.ARN);
    expect(attached()).toBe("other");
    first.delete();
    expect(attached()).toBeUndefined();
  });
});
