/** Operations on web ACLs and sets of addresses, which differ in their contents alone. */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import type { Table } from "../../core/table.ts";
import { requestTagContext, type Tag } from "../tags.ts";
import { requireSimulated, type WebAclSettings } from "./rules.ts";
import { refusal, wafv2State, type Addresses, type LockedRecord } from "./state.ts";

interface Named {
  readonly Name: string;
  readonly Scope: string;
}

interface Created extends Named {
  readonly Tags?: readonly Tag[];
}

interface Summary {
  readonly ARN: string;
  readonly Id: string;
  readonly Name: string;
  readonly LockToken: string;
}

interface Locked extends Named {
  readonly Id: string;
  readonly LockToken: string;
}

/** What tells one kind from the other. */
export interface LockedKind<Contents extends object> {
  /** As ARNs and operations have it. */
  readonly noun: "webacl" | "ipset";
  table(cloud: Cloud): Table<LockedRecord<Contents>>;
  /** What of a request makes up the object. */
  contents(request: Contents): Contents;
  /** Whether something needs it. */
  isUsed(cloud: Cloud, arn: string): boolean;
}

export const webAcls: LockedKind<WebAclSettings> = {
  noun: "webacl",
  table: (cloud) => wafv2State(cloud).webAcls,
  contents: ({ DefaultAction, VisibilityConfig, Rules = [], CustomResponseBodies = {} }) => ({
    ...{ DefaultAction, VisibilityConfig, Rules, CustomResponseBodies },
  }),
  isUsed: (cloud, arn) => wafv2State(cloud).associations.where((one) => one.webAclArn === arn).length > 0,
};

export const ipSets: LockedKind<Addresses> = {
  noun: "ipset",
  table: (cloud) => wafv2State(cloud).ipSets,
  contents: ({ Addresses }) => ({ Addresses }),
  isUsed: (cloud, arn) =>
    wafv2State(cloud).webAcls.where(({ contents }) => JSON.stringify(contents).includes(arn)).length > 0,
};

/** @typeParam More what a new object's request says beside its contents. */
export function create<C extends object, More = object>(action: string, kind: LockedKind<C>) {
  return operation<Created & C & More, { readonly Summary: Summary }>({
    authorize: (cloud, { Name, Tags }) => [
      {
        action: `wafv2:${action}`,
        resources: [arnOf(cloud, kind, { Name, Id: "*" })],
        context: requestTagContext(Tags),
      },
    ],
    run(cloud, request) {
      requireSimulated(action, request);
      const { Name, Tags = [] } = request;
      const table = kind.table(cloud);
      if (table.where((one) => one.Name === Name).length > 0) throw refusal("Duplicate");
      const [Id, LockToken] = [cloud.ids.uuid(), cloud.ids.uuid()];
      const summary = { ARN: arnOf(cloud, kind, { Name, Id }), Id, Name, LockToken };
      table.set(summary.ARN, { ...summary, Tags, contents: kind.contents(request) });
      return { Summary: summary };
    },
  });
}

export function update<C extends object>(action: string, kind: LockedKind<C>) {
  return operation<Locked & C, { readonly NextLockToken: string }>({
    authorize: (cloud, request) => [{ action: `wafv2:${action}`, resources: [arnOf(cloud, kind, request)] }],
    run(cloud, request) {
      requireSimulated(action, request);
      const record = locked(cloud, kind, request);
      record.contents = kind.contents(request);
      record.LockToken = cloud.ids.uuid();
      return { NextLockToken: record.LockToken };
    },
  });
}

export function remove<C extends object>(action: string, kind: LockedKind<C>) {
  return operation<Locked, object>({
    authorize: (cloud, request) => [{ action: `wafv2:${action}`, resources: [arnOf(cloud, kind, request)] }],
    run(cloud, request) {
      const { ARN } = locked(cloud, kind, request);
      if (kind.isUsed(cloud, ARN)) throw refusal("Associated");
      kind.table(cloud).delete(ARN);
      wafv2State(cloud).loggingConfigurations.delete(ARN);
      return {};
    },
  });
}

function arnOf<C extends object>(
  cloud: Cloud,
  { noun }: LockedKind<C>,
  { Name, Id }: Pick<Locked, "Name" | "Id">,
) {
  return cloud.arn("wafv2", `regional/${noun}/${Name}/${Id}`);
}

/** The object, if the caller has seen its present state. */
function locked<C extends object>(cloud: Cloud, kind: LockedKind<C>, request: Locked): LockedRecord<C> {
  const record = kind.table(cloud).get(arnOf(cloud, kind, request));
  if (record.LockToken !== request.LockToken) throw refusal("OptimisticLock");
  return record;
}
