/** What the kinds of EKS objects have in common: where one is, and how IAM is asked for an action on it. */
import type { Cloud } from "../../core/cloud.ts";
import type { Operation } from "../../core/operation.ts";
import type { Table } from "../../core/table.ts";
import { onCluster } from "./arns.ts";
import { eksState } from "./state.ts";

interface Tagged {
  tags: Record<string, string>;
}

/**
 * One kind of EKS objects.
 *
 * @typeParam K what requests name an object by.
 */
export interface EksKind<K, R extends Tagged> {
  /** As the Pulumi provider's messages have it: `EKS Node Group`. */
  readonly title: string;
  readonly table: (cloud: Cloud) => Table<R>;
  /** The cluster that it belongs to, and its key in the table. */
  readonly place: (request: K) => { readonly cluster: string; readonly key: string };
  readonly arn: (record: R) => string;
  /** What IAM is asked about, whether it is there or not. */
  readonly requestedArn: (cloud: Cloud, request: K) => string;
}

/** What a request names. @throws AwsError when it is not there, or its cluster is not. */
export function named<K, R extends Tagged>(kind: EksKind<K, R>, cloud: Cloud, request: K): R {
  const { cluster, key } = kind.place(request);
  eksState(cloud).clusters.get(cluster);
  return kind.table(cloud).get(key);
}

/** What has an id of Pulumi: `CLUSTER:NAME`, of a cluster its name. */
export function withId<R extends Tagged>(kind: EksKind<never, R>, cloud: Cloud, id: string): R | undefined {
  return kind.table(cloud).find(id.replace(":", "/"));
}

/** An operation on one object that is there. */
export function operationOn<K, R extends Tagged, I extends K, O>(
  kind: EksKind<K, R>,
  action: string,
  run: (cloud: Cloud, record: R, request: I) => O,
): Operation<I, O> {
  return {
    authorize: (cloud, request) => [
      {
        ...onCluster(cloud, action, kind.place(request).cluster),
        resources: [kind.requestedArn(cloud, request)],
      },
    ],
    run: (cloud, request) => run(cloud, named(kind, cloud, request), request),
  };
}

/** Forgets what a request names. */
export function forget<K, R extends Tagged>(kind: EksKind<K, R>, cloud: Cloud, request: K): void {
  kind.table(cloud).delete(kind.place(request).key);
}
