import { beforeAll, expect, it } from "vitest";
import { LocalSession } from "../../../../fleet/local/session.ts";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { eksState } from "../../../../sim/aws/eks/state.ts";
import { elbv2State } from "../../../../sim/aws/elbv2/state.ts";
import { iamState } from "../../../../sim/aws/iam/state.ts";
import inputShapes from "../../../../sim/aws/parameters/input-shapes.json" with { type: "json" };
import type { InputShapes, ServiceShapes } from "../../../../sim/aws/parameters/shapes.ts";
import { operations, type SimulatedCloud } from "../../../../sim/cloud.ts";
import { AwsError, KubernetesError, NotSimulated } from "../../../../sim/core/errors.ts";
import { restoreWorld, saveWorld, type SavedWorld } from "../../../../sim/world.ts";
import { DEFECT, mutationsOf } from "../../../support/mutations.ts";
import { PROJECT_DIRECTORY } from "../../../support/stack-files.ts";

const shapes = inputShapes as InputShapes;
const names = Object.entries(operations).flatMap(([service, ofService]) =>
  Object.keys(ofService).map((action) => [service, action] as const),
);

/** A fleet that runs, and what was asked of AWS while it was brought up and taken down. */
let world: SavedWorld;
let requests: Map<string, unknown[]>;

beforeAll(async () => {
  const session = await LocalSession.open({ projectDirectory: PROJECT_DIRECTORY });
  for (const stack of session.stacks) await session.up(stack);
  world = structuredClone(saveWorld(session.cloud));
  for (const stack of session.stacks.toReversed()) session.destroy(stack);
  requests = new Map();
  for (const { service, action, parameters, error } of session.cloud.journal.entries()) {
    const key = `${service}:${action}`;
    const known = requests.get(key) ?? [];
    const alike = known.some((other) => shapeOf(other) === shapeOf(parameters));
    if (error === undefined && !alike && known.length < 4) requests.set(key, [...known, parameters]);
  }
}, 60_000);

function shapeOf(parameters: unknown): string {
  return JSON.stringify(parameters, (_key, value: unknown) =>
    typeof value === "object" ? value : typeof value,
  );
}

it.each(names)("%s:%s answers whatever it is given in AWS's words", (service, action) => {
  let cloud = restoreWorld(world);
  const known = shapes[service];
  if (known === undefined)
    expect.fail(`input-shapes.json lacks ${service}; sim/aws/parameters/extract.ts writes it`);
  const bases = [{}, made(cloud, known, action), ...(requests.get(`${service}:${action}`) ?? [])];
  const defects: string[] = [];
  for (const { what, value } of bases.flatMap((base) => [{ what: "", value: base }, ...mutationsOf(base)])) {
    const answer = ask(cloud, service, action, value);
    if (answer !== undefined && answer !== "changed")
      defects.push(`${what} of ${JSON.stringify(value)}: ${answer}`);
    if (answer === "changed") cloud = restoreWorld(world);
  }
  expect(defects).toEqual([]);
});

/** What is wrong with the answer to a call. */
function ask(
  cloud: SimulatedCloud,
  service: string,
  action: string,
  parameters: unknown,
): string | undefined {
  try {
    cloud.callUnchecked({
      caller: cloud.administrator,
      service,
      action,
      parameters: structuredClone(parameters),
    });
    return /^(Describe|Get|List)/.test(action) ? undefined : "changed";
  } catch (error) {
    const known = [AwsError, KubernetesError, NotSimulated].some((type) => error instanceof type);
    return known && !DEFECT.test(String(error)) ? undefined : String((error as Error).stack).slice(0, 600);
  }
}

/** A request with every member that is read, of objects that are there. */
function made(
  cloud: SimulatedCloud,
  { operations: inputs, structures }: ServiceShapes,
  action: string,
): unknown {
  const text = textsOf(cloud);
  const value = (type: string, name: string, depth: number): unknown => {
    const shape = type.replace(/>=\d+$/, "");
    if (shape.startsWith("[")) return [value(shape.slice(1, -1), name.replace(/s$/, ""), depth)];
    if (shape.startsWith("{")) return { key: value(shape.slice(1, -1), name, depth) };
    if (shape in structures) {
      return Object.fromEntries(
        Object.entries(structures[shape]!.members).flatMap(([member, inner]) =>
          inner === null || depth > 3 ? [] : [[member, value(inner, member, depth + 1)]],
        ),
      );
    }
    if (shape === "boolean") return true;
    return shape === "string" || shape === "blob" ? (text[name.toLowerCase()] ?? "some-text-of-length") : 80;
  };
  return value(inputs[action]!, action, 0);
}

/** Ids of objects that are there, by the name that members have that hold them. */
function textsOf(cloud: SimulatedCloud): Record<string, string | undefined> {
  const ec2 = ec2State(cloud);
  const eks = eksState(cloud);
  const elbv2 = elbv2State(cloud);
  const iam = iamState(cloud);
  return {
    vpcid: ec2.vpcs.values()[0]?.VpcId,
    subnetid: ec2.subnets.values()[0]?.SubnetId,
    subnet: ec2.subnets.values()[0]?.SubnetId,
    groupid: ec2.securityGroups.values()[0]?.GroupId,
    resource: ec2.vpcs.values()[0]?.VpcId,
    loadbalancerarn: elbv2.loadBalancers.values()[0]?.arn,
    targetgrouparn: elbv2.targetGroups.values()[0]?.arn,
    listenerarn: elbv2.listeners.values()[0]?.arn,
    resourcearn: elbv2.loadBalancers.values()[0]?.arn,
    clustername: eks.clusters.values()[0]?.name,
    name: eks.clusters.values()[0]?.name,
    rolename: iam.roles.values()[0]?.RoleName,
    cidrblock: "192.168.200.0/24",
    cidrip: "10.0.0.0/8",
  };
}
