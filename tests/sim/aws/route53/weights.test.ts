import { beforeEach, expect, it } from "vitest";
import { resolve } from "../../../../sim/aws/route53/lookup.ts";
import { addHostedZone } from "../../../../sim/aws/route53/operations.ts";
import { elbv2State } from "../../../../sim/aws/elbv2/state.ts";
import type { TargetHealth } from "../../../../sim/aws/elbv2/shapes.ts";
import {
  forwardTo,
  newListener,
  newLoadBalancer,
  newTargetGroup,
  newWorld,
  type World,
} from "../elbv2/world.ts";

const NAME = "play.example.com";

let world: World;
let zone: string;

beforeEach(() => {
  world = newWorld();
  zone = addHostedZone(world.cloud, { name: "example.com", delegated: true });
});

function change(...changes: readonly (readonly [Action: "CREATE" | "UPSERT" | "DELETE", set: object])[]) {
  const { cloud } = world;
  const address = { Name: NAME, Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] };
  return cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", {
    HostedZoneId: zone,
    ChangeBatch: {
      Changes: changes.map(([Action, set]) => ({ Action, ResourceRecordSet: { ...address, ...set } })),
    },
  });
}

function weighted(SetIdentifier: string, Weight: number): object {
  return { SetIdentifier, Weight };
}

function shares(): object {
  const found = resolve(world.cloud, NAME)!.shares;
  return Object.fromEntries(found.map(({ set, share }) => [set.SetIdentifier, share]));
}

it("answers by weights, first with what most clients get", () => {
  change(["CREATE", weighted("one", 10)], ["CREATE", weighted("two", 30)]);
  expect(shares()).toEqual({ one: 0.25, two: 0.75 });
  expect(resolve(world.cloud, NAME)!.set?.SetIdentifier).toBe("two");
  change(["UPSERT", weighted("two", 0)]);
  expect(shares()).toEqual({ one: 1 });
  change(["UPSERT", weighted("one", 0)]);
  expect(shares()).toEqual({ one: 0.5, two: 0.5 });
});

/** Of a load balancer with one target, or with none. */
function alias(name: string, hasTarget: boolean): object {
  const loadBalancerArn = newLoadBalancer(world, name);
  const TargetGroupArn = newTargetGroup(world, name);
  newListener(world, loadBalancerArn, forwardTo(TargetGroupArn));
  if (hasTarget) world.call("RegisterTargets", { TargetGroupArn, Targets: [{ Id: "192.168.0.10" }] });
  const DNSName = elbv2State(world.cloud).loadBalancers.get(loadBalancerArn).dnsName;
  const AliasTarget = { HostedZoneId: "ZWKZPGTI48KDX", DNSName, EvaluateTargetHealth: true };
  return { AliasTarget, TTL: undefined, ResourceRecords: undefined };
}

it("leaves out load balancers without healthy targets as long as there are others", () => {
  let health: TargetHealth["State"] = "healthy";
  elbv2State(world.cloud).probe = { kind: "instant", health: () => ({ State: health }) };
  const [one, two, three] = [alias("one", true), alias("two", false), alias("three", true)];
  change(
    ["CREATE", { ...one, ...weighted("one", 1) }],
    ["CREATE", { ...two, ...weighted("two", 3) }],
    ["CREATE", { ...three, ...weighted("three", 0) }],
  );
  expect(shares()).toEqual({ one: 1 });
  change(["DELETE", { ...one, ...weighted("one", 1) }]);
  expect(shares()).toEqual({ three: 1 });
  health = "unhealthy";
  expect(shares()).toEqual({ two: 1 });
});

it("has of a type one record or weighted ones, each with an identifier of its own", () => {
  change(["CREATE", {}]);
  expect(() => change(["CREATE", weighted("one", 1)])).toThrow(
    "[RRSet with DNS name play.example.com., type A, SetIdentifier one cannot be created as a non-weighted set exists with the same name and type.]",
  );
  change(["DELETE", {}], ["CREATE", weighted("one", 1)]);
  expect(() => change(["CREATE", weighted("one", 2)])).toThrow(
    "[Tried to create resource record set [name='play.example.com.', type='A', set-identifier='one'] but it already exists]",
  );
  expect(() => change(["UPSERT", {}])).toThrow(
    "[RRSet with DNS name play.example.com., type A cannot be created as other RRSets exist with the same name and type.]",
  );
  expect(() => change(["CREATE", { SetIdentifier: "two" }])).toThrow("a set identifier without a weight");
  expect(() => change(["CREATE", weighted("two", 256)])).toThrow("NotSimulated: record (weight 256)");
});
