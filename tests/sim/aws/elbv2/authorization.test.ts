import { expect, it } from "vitest";
import { elbv2Operations } from "../../../../sim/aws/elbv2/operations.ts";
import { newListener, newLoadBalancer, newTargetGroup, newWorld, NOT_FOUND } from "./world.ts";

const Tags = [{ Key: "team", Value: "edge" }];
const REQUEST = { "aws:RequestTag/team": "edge", "aws:TagKeys": ["team"] };

it("asks for the creation of an object, and for tagging it on creation", () => {
  const { cloud, vpcId } = newWorld();
  const groups = elbv2Operations.CreateTargetGroup.authorize!(cloud, { Name: "app", VpcId: vpcId, Tags });
  const arn = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/app/*";
  expect(groups).toEqual([
    { action: "elasticloadbalancing:CreateTargetGroup", resources: [arn], context: REQUEST },
    {
      action: "elasticloadbalancing:AddTags",
      resources: [arn],
      context: { ...REQUEST, "elasticloadbalancing:CreateAction": "CreateTargetGroup" },
    },
  ]);
  expect(elbv2Operations.CreateLoadBalancer.authorize!(cloud, { Name: "edge" })).toEqual([
    {
      action: "elasticloadbalancing:CreateLoadBalancer",
      resources: ["arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/edge/*"],
      context: {},
    },
  ]);
});

it("asks for listeners on their load balancer and for rules on their listener", () => {
  const world = newWorld();
  const { cloud, call } = world;
  const loadBalancer = newLoadBalancer(world);
  call("AddTags", { ResourceArns: [loadBalancer], Tags: [{ Key: "owner", Value: "a" }] });
  const listener = newListener(world, loadBalancer);
  const [create, tag] = elbv2Operations.CreateListener.authorize!(cloud, {
    LoadBalancerArn: loadBalancer,
    DefaultActions: [NOT_FOUND],
    Tags,
  });
  expect([create, tag?.resources]).toEqual([
    {
      action: "elasticloadbalancing:CreateListener",
      resources: [loadBalancer],
      context: {
        "aws:ResourceTag/owner": "a",
        "elasticloadbalancing:ResourceTag/owner": "a",
        ...REQUEST,
      },
    },
    [`${loadBalancer.replace(":loadbalancer/", ":listener/")}/*`],
  ]);
  const rule = elbv2Operations.CreateRule.authorize!(cloud, {
    ListenerArn: listener,
    Priority: 1,
    Conditions: [],
    Actions: [NOT_FOUND],
    Tags,
  });
  expect(rule.map(({ action, resources }) => [action, resources])).toEqual([
    ["elasticloadbalancing:CreateRule", [listener]],
    ["elasticloadbalancing:AddTags", [`${listener.replace(":listener/", ":listener-rule/")}/*`]],
  ]);
});

it("shows policies the tags of existing objects and those of the request", () => {
  const world = newWorld();
  const arn = newTargetGroup(world);
  world.call("AddTags", { ResourceArns: [arn], Tags: [{ Key: "owner", Value: "a" }] });
  const tags = { "aws:ResourceTag/owner": "a", "elasticloadbalancing:ResourceTag/owner": "a" };
  expect(elbv2Operations.DeleteTargetGroup.authorize!(world.cloud, { TargetGroupArn: arn })).toEqual([
    { action: "elasticloadbalancing:DeleteTargetGroup", resources: [arn], context: tags },
  ]);
  expect(
    elbv2Operations.RemoveTags.authorize!(world.cloud, { ResourceArns: [arn], TagKeys: ["owner"] }),
  ).toEqual([
    {
      action: "elasticloadbalancing:RemoveTags",
      resources: [arn],
      context: { ...tags, "aws:TagKeys": ["owner"] },
    },
  ]);
});

it("leaves reading to the action alone", () => {
  const reading = Object.entries(elbv2Operations).filter(([name]) => name.startsWith("Describe"));
  expect(reading.filter(([, { authorize }]) => authorize !== undefined)).toEqual([]);
  const changing = Object.entries(elbv2Operations).filter(([name]) => !name.startsWith("Describe"));
  expect(changing.filter(([, { authorize }]) => authorize === undefined)).toEqual([]);
});
