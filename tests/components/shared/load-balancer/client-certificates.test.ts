import { expect, it } from "vitest";
import { ArgsCheck } from "../../../../components/shared/args-check.ts";
import {
  checkMutualTls,
  type MutualTls,
} from "../../../../components/shared/load-balancer/client-certificates.ts";

const trustStoreArn =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:truststore/edge/0123456789abcdef";

function problems(mutual: unknown, redirectHttp = true): readonly string[] {
  const check = new ArgsCheck({ mutual: mutual as MutualTls, redirectHttp });
  checkMutualTls(check);
  return check.problems.map(({ path, reason }) => `${path} ${reason}`);
}

it.each([undefined, "passthrough", { trustStoreArn }])("accepts %j", (mutual) => {
  expect(problems(mutual)).toEqual([]);
});

it("asks for nothing where port 80 serves too", () => {
  expect(problems(undefined, false)).toEqual([]);
});

it.each<[unknown, boolean, string]>([
  ["verify", true, 'mutual is "verify"; use one of passthrough'],
  [
    { trustStoreArn: "edge" },
    true,
    'mutual.trustStoreArn is "edge"; use the ARN of a trust store of Elastic Load Balancing',
  ],
  [
    "passthrough",
    false,
    "mutual lets clients in by port 80 without a certificate while redirectHttp is false; leave redirectHttp out",
  ],
])("refuses %j with redirectHttp %j", (mutual, redirectHttp, problem) => {
  expect(problems(mutual, redirectHttp)).toEqual([problem]);
});
