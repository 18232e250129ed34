import { cloudState } from "../../core/cloud.ts";
import { Table } from "../../core/table.ts";
import { resourceNotFound } from "./errors.ts";
import type {
  AccessEntry,
  Addon,
  Cluster,
  Nodegroup,
  PodAddress,
  PodIdentityAssociation,
} from "./records.ts";

/** EKS objects of the account. What belongs to a cluster has the key `CLUSTER/NAME`, see {@link inCluster}. */
export class EksState {
  /** By name. */
  readonly clusters = new Table<Cluster>((name) => resourceNotFound(`No cluster found for name: ${name}.`));
  readonly nodegroups = new Table<Nodegroup>((key) =>
    resourceNotFound(`No node group found for name: ${withoutCluster(key)}.`),
  );
  readonly addons = new Table<Addon>((key) => {
    const [cluster] = key.split("/");
    return resourceNotFound(`No addon: ${withoutCluster(key)} found in cluster: ${cluster}`);
  });
  /** By `CLUSTER/ARN of the principal`. */
  readonly accessEntries = new Table<AccessEntry>((key) =>
    resourceNotFound(
      `The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'. Principal: ${withoutCluster(key)}`,
    ),
  );
  /** By `CLUSTER/association id`. */
  readonly podIdentityAssociations = new Table<PodIdentityAssociation>((key) =>
    resourceNotFound(`No association found with associationId: ${withoutCluster(key)}`),
  );
  /** Addresses that the VPC CNI gave to pods, by `CLUSTER/uid of the pod`. */
  readonly podAddresses = new Table<PodAddress>((key) =>
    resourceNotFound(`No address for pod: ${withoutCluster(key)}`),
  );
}

export const eksState = cloudState(() => new EksState());

/** Key of an object that belongs to a cluster. */
export function inCluster(clusterName: string, name: string): string {
  return `${clusterName}/${name}`;
}

function withoutCluster(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}
