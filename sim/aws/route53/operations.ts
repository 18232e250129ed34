/** Operations of Route 53 on zones that are there, and their records. */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { applyChanges, type Change } from "./changes.ts";
import { apiName } from "./names.ts";
import { route53State, type HostedZoneRecord, type ResourceRecordSet } from "./state.ts";

interface ChangeInput extends OfZone {
  readonly ChangeBatch: { readonly Changes: readonly Change[] };
}

const on =
  (action: string) =>
  ({ partition }: Cloud, { HostedZoneId }: OfZone) => [
    { action: `route53:${action}`, resources: [`arn:${partition}:route53:::hostedzone/${HostedZoneId}`] },
  ];

/** As the API shows it. */
export interface HostedZone {
  readonly Id: string;
  readonly Name: string;
  readonly Config: { readonly PrivateZone: boolean };
}

interface OfZone {
  readonly HostedZoneId: string;
}

export const route53Operations = {
  ListHostedZones: operation({
    run: (cloud, _input: object) => ({ HostedZones: route53State(cloud).zones.values().map(shown) }),
  }),

  ListResourceRecordSets: operation<OfZone, { readonly ResourceRecordSets: readonly ResourceRecordSet[] }>({
    authorize: on("ListResourceRecordSets"),
    run(cloud, { HostedZoneId }) {
      const { zones, recordSets } = route53State(cloud);
      zones.get(HostedZoneId);
      const inZone = recordSets.where(({ zoneId }) => zoneId === HostedZoneId);
      return { ResourceRecordSets: inZone.map(({ zoneId: _zoneId, ...set }) => set) };
    },
  }),

  ChangeResourceRecordSets: operation<ChangeInput, object>({
    authorize: (cloud, input) =>
      on("ChangeResourceRecordSets")(cloud, input).map((check) => ({ ...check, context: contextOf(input) })),
    run(cloud, { HostedZoneId, ChangeBatch }) {
      applyChanges(cloud, route53State(cloud).zones.get(HostedZoneId), ChangeBatch.Changes);
      return {};
    },
  }),
};

/** A hosted zone that somebody else made. @param zone its name as people write it. @returns its id. */
export function addHostedZone(
  cloud: Cloud,
  {
    id = `Z${cloud.ids.upper(20)}`,
    name,
    ...others
  }: Omit<HostedZoneRecord, "id"> & { readonly id?: string },
): string {
  route53State(cloud).zones.set(id, { id, name: apiName(name), ...others });
  return id;
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html */
function contextOf({ ChangeBatch: { Changes } }: ChangeInput) {
  const key = "route53:ChangeResourceRecordSets";
  const sets = Changes.map(({ ResourceRecordSet }) => ResourceRecordSet);
  return {
    [`${key}Actions`]: Changes.map(({ Action }) => Action),
    [`${key}RecordTypes`]: sets.map(({ Type }) => Type),
    [`${key}NormalizedRecordNames`]: sets.map(({ Name }) => apiName(Name).replace(/\.$/, "")),
  };
}

function shown({ id, name, vpcIds }: HostedZoneRecord): HostedZone {
  return { Id: `/hostedzone/${id}`, Name: name, Config: { PrivateZone: vpcIds !== undefined } };
}
