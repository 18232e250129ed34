import type { Cloud } from "../../../sim/core/cloud.ts";
import { compileNetworkListener } from "../../../sim/data-plane/network-table.ts";
import { compileListener } from "../../../sim/data-plane/routing-table.ts";
import type { TargetGroupView } from "../../../sim/data-plane/target-group-view.ts";
import type { Door } from "./doors.ts";

/** The part of a target group's requests that each target should get, by ARN of the group and `ID:PORT`. */
export type ExpectedShares = ReadonlyMap<string, number>;

export function shareKey(targetGroupArn: string, key: string): string {
  return `${targetGroupArn} ${key}`;
}

export function expectedShares(cloud: Cloud, doors: readonly Door[]): ExpectedShares {
  return new Map(doors.flatMap((door) => groupsBehind(cloud, door)).flatMap(sharesOf));
}

function groupsBehind(cloud: Cloud, { listenerArn, origins }: Door): readonly TargetGroupView[] {
  const table = compileListener(cloud, listenerArn);
  if (table === undefined) {
    const network = compileNetworkListener(cloud, listenerArn, origins.addresses[0]);
    return network === undefined ? [] : [network.group];
  }
  return table.rules.flatMap(({ action }) =>
    action.type === "forward" ? action.groups.map(({ group }) => group) : [],
  );
}

/** Zones get equal parts, and targets in a zone. */
function sharesOf({ arn, pools }: TargetGroupView): (readonly [string, number])[] {
  return pools.flatMap((pool) =>
    pool.map(({ key }) => [shareKey(arn, key), 1 / pools.length / pool.length] as const),
  );
}
