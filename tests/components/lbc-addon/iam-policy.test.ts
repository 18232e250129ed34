import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LBC_RELEASES, lbcPolicy, MANAGED_POLICY_LIMIT } from "../../../components/lbc-addon/index.ts";
import type { AwsPartition } from "../../../components/shared/iam.ts";
import { upstream } from "../../support/upstream.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

interface Policy {
  readonly Statement: readonly Statement[];
}

/** Statements without what has no effect: their order, that of lists in them, and Sids. */
function effectOf(statements: readonly Statement[]): string[] {
  const list = (value: string | readonly string[]) => [value].flat().toSorted();
  return statements
    .map(({ Effect, Action, Resource, Condition = {} }) =>
      JSON.stringify({
        Effect,
        Action: list(Action),
        Resource: list(Resource),
        Condition: Object.entries(Condition)
          .flatMap(([operator, keys]) =>
            Object.entries(keys).map(([key, values]) => [operator, key, ...list(values)].join(" ")),
          )
          .toSorted(),
      }),
    )
    .toSorted();
}

describe("policy of the load balancer controller", () => {
  it.for(Object.entries(LBC_RELEASES))(
    "of release %s allows what the maintainers' policy allows, statement for statement",
    ([, release], test) => {
      // That of v3.4.3 is the same, byte for byte.
      const file = upstream(test, "lbc-iam-policy-v3.5.0.json");
      const { Statement } = JSON.parse(readFileSync(file, "utf8")) as Policy;
      expect(effectOf(release.policy({ partition: "aws" }).Statement)).toEqual(effectOf(Statement));
    },
  );

  it.each(Object.entries(LBC_RELEASES))("of release %s fits into one managed policy", (_version, release) => {
    const longest = release.policy({
      partition: "aws-us-gov",
      nodeSecurityGroupVpcArn: "arn:aws-us-gov:ec2:us-gov-east-1:123456789012:vpc/vpc-0123456789abcdef0",
    });
    expect(JSON.stringify(longest).replaceAll(/\s/g, "").length).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
  });

  it.each(["aws-cn", "aws-us-gov", "aws-iso", "aws-eusc"] satisfies AwsPartition[])(
    "differs in partition %s in its ARNs alone",
    (partition) => {
      const policy = JSON.stringify(lbcPolicy({ partition }));
      expect(policy).not.toContain("arn:aws:");
      expect(policy.replaceAll(`arn:${partition}:`, "arn:aws:")).toBe(
        JSON.stringify(lbcPolicy({ partition: "aws" })),
      );
    },
  );

  it("limits the opening of nodes to one VPC on demand, and nothing else", () => {
    const vpcArn = "arn:aws:ec2:ap-northeast-2:123456789012:vpc/vpc-0123456789abcdef0";
    const open = lbcPolicy({ partition: "aws" }).Statement;
    const limited = lbcPolicy({ partition: "aws", nodeSecurityGroupVpcArn: vpcArn }).Statement;
    expect(
      limited.filter((statement, index) => JSON.stringify(statement) !== JSON.stringify(open[index])),
    ).toEqual([
      {
        Sid: "OpenNodesToLoadBalancer",
        Effect: "Allow",
        Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
        Resource: "*",
        Condition: { ArnEquals: { "ec2:Vpc": vpcArn } },
      },
    ]);
  });

  it("names every statement once", () => {
    const sids = lbcPolicy({ partition: "aws" }).Statement.map(({ Sid }) => Sid);
    expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    expect(new Set(sids).size).toBe(sids.length);
  });
});
