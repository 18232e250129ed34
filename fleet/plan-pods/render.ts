import pc from "picocolors";
import type { NodeGroupPlan } from "../../components/index.ts";
import { renderTable } from "../local/render/table.ts";
import { count } from "../local/words.ts";
import type { PodPlan } from "./plan.ts";
import type { TakenAddresses } from "./subnets.ts";

/** A cluster's plan as tables, and what does not fit. */
export function renderPlan(plan: PodPlan): string {
  const { stack, clusterName, mode, groups, unknownGroups, problems } = plan;
  return [
    `${pc.bold(stack)}  cluster ${clusterName}, ${mode}`,
    renderTable(
      [
        "node group",
        "nodes",
        "instance type",
        "a node has",
        "max-pods",
        "room for pods",
        "addresses of a node",
      ],
      groups.map(groupRow),
    ),
    renderDemand(plan),
    ...unknownGroups.map((name) => `not planned: ${name}, whose instance types are not known`),
    ...problems.map((problem) => pc.red(`refused: ${problem}`)),
  ].join("\n");
}

function groupRow(group: NodeGroupPlan): string[] {
  const { interfaces, slots, slotKind, maxPods, idle, full } = group;
  const ofPods = full.podSubnet > 0 ? `, ${idle.podSubnet} to ${full.podSubnet} of the pods' subnet` : "";
  return [
    group.name,
    `${group.count} (to ${group.maxSize})`,
    group.instanceType,
    `${count(interfaces, "interface")} of ${slots} ${slotKind}`,
    String(maxPods),
    `${group.count * maxPods} (to ${group.maxSize * maxPods})`,
    `${range(idle.nodeSubnet, full.nodeSubnet)}${ofPods}`,
  ];
}

/** What all clusters together take. */
export function renderSubnets(subnets: readonly TakenAddresses[]): string {
  return renderTable(
    ["subnets of", "tier", "smallest", "addresses", "taken without pods", "taken at most"],
    subnets.map(subnetRow),
  );
}

function subnetRow({
  ownerStack,
  tier,
  count: subnets,
  cidrBlock,
  addresses,
  elsewhere = 0,
  idle,
  full,
}: TakenAddresses): string[] {
  const isTooSmall = addresses !== undefined && full > addresses + elsewhere;
  const ofPods = elsewhere > 0 ? `, and ${elsewhere} of the pods' subnet` : "";
  return [
    ownerStack,
    `${subnets} ${tier}`,
    cidrBlock ?? "there already",
    addresses === undefined ? "not known" : `${addresses}${ofPods}`,
    String(idle),
    isTooSmall ? pc.red(String(full)) : String(full),
  ];
}

function renderDemand({ demand: { apps, appsAtMost, system }, room }: PodPlan): string {
  const most = appsAtMost > apps ? ` (to ${appsAtMost})` : "";
  const needed = apps + system;
  return `${needed} pods to begin with: ${apps} of apps${most}, ${system} of the system; the nodes run ${room.atCount}, at maxSize ${room.atMaxSize}`;
}

function range(least: number, most: number): string {
  return least === most ? String(least) : `${least} to ${most}`;
}
