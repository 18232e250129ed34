/** Operations of Route 53 on zones that are there, and their records. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { applyChanges, type Change } from "./changes.ts";
import { apiName } from "./names.ts";
import { route53State, type HostedZoneRecord, type ResourceRecordSet } from "./state.ts";

/** Within which Route 53 brings a change to its name servers: https://aws.amazon.com/route53/faqs/ */
const PROPAGATION_MS = 60_000;

interface HostedZone {
  readonly Id: string;
  readonly Name: string;
  readonly Config: { readonly PrivateZone: boolean };
}

interface ChangeInfo {
  readonly Id: string;
  readonly Status: "PENDING" | "INSYNC";
}

const onZone =
  (action: string) =>
  ({ partition }: Cloud, id: string) => [
    { action: `route53:${action}`, resources: [`arn:${partition}:route53:::hostedzone/${id}`] },
  ];

export const route53Operations = {
  GetHostedZone: operation<{ readonly Id: string }, { readonly HostedZone: HostedZone }>({
    authorize: (cloud, { Id }) => onZone("GetHostedZone")(cloud, Id),
    run: (cloud, { Id }) => ({ HostedZone: shown(route53State(cloud).zones.get(Id)) }),
  }),

  ListHostedZones: operation<object, { readonly HostedZones: readonly HostedZone[] }>({
    run: (cloud) => ({ HostedZones: route53State(cloud).zones.values().map(shown) }),
  }),

  ListResourceRecordSets: operation<
    { readonly HostedZoneId: string; readonly StartRecordName?: string; readonly StartRecordType?: string },
    { readonly ResourceRecordSets: readonly ResourceRecordSet[] }
  >({
    authorize: (cloud, { HostedZoneId }) => onZone("ListResourceRecordSets")(cloud, HostedZoneId),
    run(cloud, { HostedZoneId, StartRecordName, StartRecordType }) {
      route53State(cloud).zones.get(HostedZoneId);
      const from = sortKey({ Name: apiName(StartRecordName ?? ""), Type: StartRecordType ?? "" });
      return {
        ResourceRecordSets: route53State(cloud)
          .recordSets.where((set) => set.zoneId === HostedZoneId)
          .filter((set) => StartRecordName === undefined || sortKey(set) >= from)
          .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
          .map(({ zoneId: _zoneId, ...set }) => set),
      };
    },
  }),

  ChangeResourceRecordSets: operation<
    { readonly HostedZoneId: string; readonly ChangeBatch: { readonly Changes: readonly Change[] } },
    { readonly ChangeInfo: ChangeInfo }
  >({
    authorize: (cloud, { HostedZoneId }) => onZone("ChangeResourceRecordSets")(cloud, HostedZoneId),
    run(cloud, { HostedZoneId, ChangeBatch }) {
      const zone = route53State(cloud).zones.get(HostedZoneId);
      applyChanges(cloud, zone, ChangeBatch.Changes);
      const id = `C${cloud.ids.upper(20)}`;
      route53State(cloud).changes.set(id, cloud.clock.now());
      // Whoever waits for the change looks again then.
      cloud.clock.schedule(PROPAGATION_MS, () => undefined);
      return { ChangeInfo: changeInfo(cloud, id) };
    },
  }),

  GetChange: operation<{ readonly Id: string }, { readonly ChangeInfo: ChangeInfo }>({
    authorize: ({ partition }, { Id }) => [
      { action: "route53:GetChange", resources: [`arn:${partition}:route53:::change/${Id}`] },
    ],
    run: (cloud, { Id }) => ({ ChangeInfo: changeInfo(cloud, Id) }),
  }),
};

/** A hosted zone that somebody else made. @param zone its name as people write it. @returns its id. */
export function addHostedZone(
  cloud: Cloud,
  zone: Omit<HostedZoneRecord, "id"> & { readonly id?: string },
): string {
  const { id = `Z${cloud.ids.upper(20)}`, name, vpcIds, delegated } = zone;
  route53State(cloud).zones.set(id, { id, name: apiName(name), ...(vpcIds && { vpcIds }), delegated });
  return id;
}

function shown({ id, name, vpcIds }: HostedZoneRecord): HostedZone {
  return { Id: `/hostedzone/${id}`, Name: name, Config: { PrivateZone: vpcIds !== undefined } };
}

function changeInfo(cloud: Cloud, id: string): ChangeInfo {
  const submittedAt = route53State(cloud).changes.get(id);
  if (submittedAt === undefined) {
    throw new AwsError("NoSuchChange", `A change with the id ${id} does not exist.`, 404);
  }
  return {
    Id: `/change/${id}`,
    Status: cloud.clock.now() - submittedAt < PROPAGATION_MS ? "PENDING" : "INSYNC",
  };
}

/** Zones list their records by the labels of their names, from the last one. */
function sortKey({ Name, Type }: Pick<ResourceRecordSet, "Name" | "Type">): string {
  return `${Name.split(".").toReversed().join(".")} ${Type}`;
}
