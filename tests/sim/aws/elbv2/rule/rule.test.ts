import { describe, expect, it } from "vitest";
import type { RuleTransform } from "../../../../../sim/aws/elbv2/shapes.ts";
import { raiseQuota } from "../../../../../sim/aws/elbv2/quotas.ts";
import { elbv2State } from "../../../../../sim/aws/elbv2/state.ts";
import {
  errorOf,
  forwardTo,
  newListener,
  newLoadBalancer,
  newTargetGroup,
  newWorld,
  NOT_FOUND,
  type World,
} from "../world.ts";

interface Listening extends World {
  readonly listenerArn: string;
  /** Makes a rule for a path and gives back its ARN. */
  addRule(priority: number, path?: string): string;
  /** Priorities and paths in the order of the API. */
  rules(): unknown;
}

function listening(): Listening {
  const world = newWorld();
  const listenerArn = newListener(world, newLoadBalancer(world));
  return {
    ...world,
    listenerArn,
    addRule: (Priority, path = `/${Priority}`) =>
      world.call("CreateRule", {
        ListenerArn: listenerArn,
        Priority,
        Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: [path] } }],
        Actions: [NOT_FOUND],
      }).Rules[0]!.RuleArn,
    rules: () =>
      world
        .call("DescribeRules", { ListenerArn: listenerArn })
        .Rules.map(({ Priority, Conditions }) => [Priority, Conditions[0]?.Values?.[0]]),
  };
}

it("lists rules by priority, the default rule last", () => {
  const { addRule, rules } = listening();
  addRule(30);
  addRule(4);
  expect(rules()).toEqual([
    ["4", "/4"],
    ["30", "/30"],
    ["default", undefined],
  ]);
});

it("shows a rule as it was completed", () => {
  const world = listening();
  const targetGroup = newTargetGroup(world);
  const { Rules } = world.call("CreateRule", {
    ListenerArn: world.listenerArn,
    Priority: 1,
    Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: ["a.test", "b.test"] } }],
    Actions: [
      { Type: "forward", Order: 1, ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroup }] } },
    ],
  });
  const arn = world.listenerArn.replace(":listener/", ":listener-rule/");
  expect(Rules).toEqual([
    {
      RuleArn: expect.stringMatching(new RegExp(`^${arn}/[0-9a-f]{16}$`)),
      Priority: "1",
      IsDefault: false,
      Conditions: [
        {
          Field: "host-header",
          Values: ["a.test", "b.test"],
          HostHeaderConfig: { Values: ["a.test", "b.test"] },
        },
      ],
      Actions: [
        {
          Type: "forward",
          Order: 1,
          TargetGroupArn: targetGroup,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: targetGroup, Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    },
  ]);
});

it("lets no two rules of a listener have the same priority", () => {
  const { addRule, call, rules } = listening();
  const [one, two] = [addRule(1), addRule(2)];
  expect(errorOf(() => addRule(1))).toBe("PriorityInUse: Priority '1' is currently in use");
  const set =
    (...priorities: [string, number][]) =>
    () =>
      call("SetRulePriorities", {
        RulePriorities: priorities.map(([RuleArn, Priority]) => ({ RuleArn, Priority })),
      });
  expect(errorOf(set([one, 2]))).toBe("PriorityInUse: Priority '2' is currently in use");
  expect(errorOf(set([one, 5], [two, 5]))).toBe("ValidationError: Priority '5' was provided multiple times");
  expect(errorOf(set([one, 50_001]))).toBe(
    "ValidationError: 1 validation error detected: Value '50001' at 'priority' failed to satisfy constraint: Member must have value less than or equal to 50000",
  );
  set([one, 2], [two, 1])();
  expect(rules()).toEqual([
    ["1", "/2"],
    ["2", "/1"],
    ["default", undefined],
  ]);
});

it("takes 100 rules per load balancer", () => {
  const { addRule, listenerArn, cloud } = listening();
  for (let priority = 1; priority <= 100; priority++) addRule(priority);
  const { loadBalancerArn } = elbv2State(cloud).listeners.get(listenerArn);
  expect(errorOf(() => addRule(101))).toBe(
    `TooManyRules: The maximum number of rules on load balancer '${loadBalancerArn}' has been reached`,
  );
  raiseQuota(cloud, "rules-per-application-load-balancer", 101);
  addRule(101);
  expect(errorOf(() => addRule(102))).toMatch(/^TooManyRules/);
});

it("modifies and deletes rules, but not the default one", () => {
  const { addRule, call, listenerArn, rules } = listening();
  const arn = addRule(1);
  expect(errorOf(() => call("ModifyRule", { RuleArn: arn }))).toBe(
    "ValidationError: Either conditions or actions must be specified",
  );
  call("ModifyRule", { RuleArn: arn, Conditions: [{ Field: "path-pattern", Values: ["/new"] }] });
  expect(rules()).toEqual([
    ["1", "/new"],
    ["default", undefined],
  ]);
  call("DeleteRule", { RuleArn: arn });
  expect(rules()).toEqual([["default", undefined]]);
  const { RuleArn } = call("DescribeRules", { ListenerArn: listenerArn }).Rules[0]!;
  expect(errorOf(() => call("DeleteRule", { RuleArn }))).toBe(
    `OperationNotPermitted: Default rule '${RuleArn}' cannot be deleted`,
  );
  expect(errorOf(() => call("ModifyRule", { RuleArn, Actions: [NOT_FOUND] }))).toBe(
    `OperationNotPermitted: Default rule '${RuleArn}' cannot be modified`,
  );
});

it("finds rules by ARN or listener", () => {
  const { addRule, call } = listening();
  const arn = addRule(1);
  expect(call("DescribeRules", { RuleArns: [arn] }).Rules[0]?.Priority).toBe("1");
  expect(errorOf(() => call("DescribeRules", { RuleArns: [arn, "arn:none"] }))).toBe(
    "RuleNotFound: One or more rules not found",
  );
  expect(errorOf(() => call("DescribeRules", {}))).toBe(
    "ValidationError: You must specify either listener rule ARNs or a listener ARN",
  );
  expect(errorOf(() => call("DescribeRules", { RuleArns: [arn], ListenerArn: "arn:none" }))).toBe(
    "ValidationError: Listener rule ARNs and a listener ARN cannot be specified at the same time",
  );
});

it("frees a target group when the rule that uses it is changed", () => {
  const world = listening();
  const targetGroup = newTargetGroup(world);
  const arn = world.addRule(1);
  world.call("ModifyRule", { RuleArn: arn, Actions: [forwardTo(targetGroup)] });
  const used = () =>
    world.call("DescribeTargetGroups", { Names: ["app"] }).TargetGroups[0]?.LoadBalancerArns.length;
  expect(used()).toBe(1);
  world.call("ModifyRule", { RuleArn: arn, Actions: [NOT_FOUND] });
  expect(used()).toBe(0);
});

describe("transforms", () => {
  const HOST = {
    Type: "host-header-rewrite",
    HostHeaderRewriteConfig: { Rewrites: [{ Regex: "^(.+)\\.test$", Replace: "$1.internal" }] },
  };
  const rewriteUrl = (Regex: string, Replace = "/") => ({
    Type: "url-rewrite",
    UrlRewriteConfig: { Rewrites: [{ Regex, Replace }] },
  });
  const URL = rewriteUrl("^/api/?(.*)$", "/$1");

  it("are shown, changed, left and taken away", () => {
    const { addRule, call } = listening();
    const RuleArn = addRule(1);
    const modify = (parameters: object) =>
      call("ModifyRule", { RuleArn, ...parameters }).Rules[0]?.Transforms;
    expect(modify({ Transforms: [HOST, URL] })).toEqual([HOST, URL]);
    expect(modify({ Transforms: [], Actions: [NOT_FOUND] })).toEqual([HOST, URL]);
    expect(modify({ Transforms: [URL] })).toEqual([URL]);
    expect(call("DescribeRules", { RuleArns: [RuleArn] }).Rules[0]?.Transforms).toEqual([URL]);
    expect(errorOf(() => modify({ Transforms: [URL], ResetTransforms: true }))).toBe(
      "ValidationError: Transforms and ResetTransforms cannot be specified at the same time",
    );
    expect(modify({ ResetTransforms: true })).toBeUndefined();
  });

  it.each<[string, RuleTransform[], string]>([
    [
      "of an unknown type",
      [{ Type: "header-rewrite" }],
      "ValidationError: 1 validation error detected: Value 'header-rewrite' at 'transforms.1.member.type' failed to satisfy constraint: Member must satisfy enum value set: [host-header-rewrite, url-rewrite]",
    ],
    ["twice", [URL, URL], "ValidationError: A rule can only have one 'url-rewrite' transform"],
    [
      "without rewrites",
      [{ Type: "url-rewrite" }],
      "ValidationError: A 'UrlRewriteConfig' with rewrites must be specified with 'url-rewrite'",
    ],
    [
      "with the other type's configuration",
      [{ ...URL, ...HOST, Type: "url-rewrite" }],
      "ValidationError: A 'HostHeaderRewriteConfig' cannot be specified with 'url-rewrite'",
    ],
    ["without a regex", [rewriteUrl("")], "ValidationError: A 'Regex' must be specified with 'url-rewrite'"],
    [
      "that are too long",
      [rewriteUrl("a", "b".repeat(1025))],
      "ValidationError: The 'url-rewrite' value is too long; the limit is '1024'",
    ],
    [
      "with what AWS's expressions do not have",
      [rewriteUrl("^/(a)\\1$")],
      "ValidationError: The 'url-rewrite' regular expression '^/(a)\\1$' is not valid",
    ],
    [
      "of several rewrites",
      [{ Type: "url-rewrite", UrlRewriteConfig: { Rewrites: [{ Regex: "a" }, { Regex: "b" }] } }],
      "Error: NotSimulated: elasticloadbalancing:CreateRule (several rewrites in a 'url-rewrite' transform)",
    ],
  ])("are refused: %s", (_name, Transforms, error) => {
    const { call, listenerArn: ListenerArn } = listening();
    const Conditions = [{ Field: "path-pattern", Values: ["/a"] }];
    const create = () =>
      call("CreateRule", { ListenerArn, Priority: 1, Conditions, Actions: [NOT_FOUND], Transforms });
    expect(errorOf(create)).toBe(error);
  });
});
