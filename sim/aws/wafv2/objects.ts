/** Operations on web ACLs and sets of addresses, which differ in their contents alone. */
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Table } from "../../core/table.ts";
import { mergeTags, requestTagContext, type Tag } from "../tags.ts";
import {
  changedMeanwhile,
  nameTaken,
  notThere,
  stillUsed,
  wafv2State,
  type IpSetRecord,
  type WebAclRecord,
  type WebAclSettings,
} from "./state.ts";

interface Named {
  readonly Name: string;
  readonly Scope: string;
}

interface Identified extends Named {
  readonly Id: string;
}

interface Locked extends Identified {
  readonly LockToken: string;
}

interface Created extends Named {
  readonly Description?: string;
  readonly Tags?: readonly Tag[];
}

interface Summary {
  readonly ARN: string;
  readonly Id: string;
  readonly Name: string;
  readonly Description: string;
  readonly LockToken: string;
}

/** A set of addresses as requests describe it. */
interface Addresses {
  readonly Addresses: readonly string[];
}

function arnOf(cloud: Cloud, kind: string, { Name, Id }: { Name: string; Id: string }): string {
  return cloud.arn("wafv2", `regional/${kind}/${Name}/${Id}`);
}

function requireRegional(operationName: string, { Scope }: Named): void {
  if (Scope !== "REGIONAL") throw new NotSimulated(`wafv2:${operationName}`, `scope ${Scope}`);
}

function newRecord<R extends WebAclRecord | IpSetRecord>(
  cloud: Cloud,
  kind: string,
  table: Table<R>,
  { Name, Description = "", Tags = [] }: Created,
) {
  if (table.where((one) => one.Name === Name).length > 0) throw nameTaken();
  const Id = cloud.ids.uuid();
  const ARN = arnOf(cloud, kind, { Name, Id });
  return { ARN, Id, Name, Description, LockToken: cloud.ids.uuid(), Tags: [...Tags] };
}

/** The object, if the caller has seen its present state. */
function locked<R extends WebAclRecord | IpSetRecord>(table: Table<R>, arn: string, lockToken: string): R {
  const record = table.get(arn);
  if (record.LockToken !== lockToken) throw changedMeanwhile();
  return record;
}

function summaryOf({ ARN, Id, Name, Description, LockToken }: Summary): Summary {
  return { ARN, Id, Name, Description, LockToken };
}

const onObject = (kind: string, action: string) => (cloud: Cloud, request: Identified) => [
  { action: `wafv2:${action}`, resources: [arnOf(cloud, kind, request)] },
];

const onNew = (kind: string, action: string) => (cloud: Cloud, request: Created) => [
  {
    action: `wafv2:${action}`,
    resources: [cloud.arn("wafv2", `regional/${kind}/${request.Name}/*`)],
    context: requestTagContext(request.Tags),
  },
];

export const webAclOperations = {
  CreateWebACL: operation<Created & WebAclSettings, { readonly Summary: Summary }>({
    authorize: onNew("webacl", "CreateWebACL"),
    run(cloud, request) {
      requireRegional("CreateWebACL", request);
      const record = newRecord(cloud, "webacl", wafv2State(cloud).webAcls, request);
      wafv2State(cloud).webAcls.set(record.ARN, { ...record, settings: settingsOf(request) });
      return { Summary: summaryOf(record) };
    },
  }),

  UpdateWebACL: operation<
    Locked & WebAclSettings & { readonly Description?: string },
    { readonly NextLockToken: string }
  >({
    authorize: onObject("webacl", "UpdateWebACL"),
    run(cloud, request) {
      const record = locked(wafv2State(cloud).webAcls, arnOf(cloud, "webacl", request), request.LockToken);
      record.settings = settingsOf(request);
      record.Description = request.Description ?? "";
      record.LockToken = cloud.ids.uuid();
      return { NextLockToken: record.LockToken };
    },
  }),

  DeleteWebACL: operation<Locked, object>({
    authorize: onObject("webacl", "DeleteWebACL"),
    run(cloud, request) {
      const { webAcls, associations } = wafv2State(cloud);
      const { ARN } = locked(webAcls, arnOf(cloud, "webacl", request), request.LockToken);
      if (associations.where(({ webAclArn }) => webAclArn === ARN).length > 0) throw stillUsed();
      webAcls.delete(ARN);
      return {};
    },
  }),
};

export const ipSetOperations = {
  CreateIPSet: operation<
    Created & Addresses & { readonly IPAddressVersion: string },
    { readonly Summary: Summary }
  >({
    authorize: onNew("ipset", "CreateIPSet"),
    run(cloud, request) {
      requireRegional("CreateIPSet", request);
      if (request.IPAddressVersion !== "IPV4") throw new NotSimulated("wafv2:CreateIPSet", "IPv6");
      const record = newRecord(cloud, "ipset", wafv2State(cloud).ipSets, request);
      wafv2State(cloud).ipSets.set(record.ARN, { ...record, Addresses: request.Addresses });
      return { Summary: summaryOf(record) };
    },
  }),

  UpdateIPSet: operation<
    Locked & Addresses & { readonly Description?: string },
    { readonly NextLockToken: string }
  >({
    authorize: onObject("ipset", "UpdateIPSet"),
    run(cloud, request) {
      const record = locked(wafv2State(cloud).ipSets, arnOf(cloud, "ipset", request), request.LockToken);
      record.Addresses = request.Addresses;
      record.LockToken = cloud.ids.uuid();
      return { NextLockToken: record.LockToken };
    },
  }),

  DeleteIPSet: operation<Locked, object>({
    authorize: onObject("ipset", "DeleteIPSet"),
    run(cloud, request) {
      const { ipSets, webAcls } = wafv2State(cloud);
      const { ARN } = locked(ipSets, arnOf(cloud, "ipset", request), request.LockToken);
      if (webAcls.where(({ settings }) => JSON.stringify(settings).includes(ARN)).length > 0)
        throw stillUsed();
      ipSets.delete(ARN);
      return {};
    },
  }),
};

interface Tagged {
  readonly ResourceARN: string;
}

const onTagged =
  (action: string) =>
  (_cloud: Cloud, { ResourceARN }: Tagged) => [{ action: `wafv2:${action}`, resources: [ResourceARN] }];

export const tagOperations = {
  TagResource: operation<Tagged & { readonly Tags: readonly Tag[] }, object>({
    authorize: onTagged("TagResource"),
    run(cloud, { ResourceARN, Tags }) {
      const record = findTagged(cloud, ResourceARN);
      record.Tags = mergeTags(record.Tags, Tags);
      return {};
    },
  }),

  UntagResource: operation<Tagged & { readonly TagKeys: readonly string[] }, object>({
    authorize: onTagged("UntagResource"),
    run(cloud, { ResourceARN, TagKeys }) {
      const record = findTagged(cloud, ResourceARN);
      record.Tags = record.Tags.filter(({ Key }) => !TagKeys.includes(Key));
      return {};
    },
  }),
};

function findTagged(cloud: Cloud, arn: string): WebAclRecord | IpSetRecord {
  const record = wafv2State(cloud).webAcls.find(arn) ?? wafv2State(cloud).ipSets.find(arn);
  if (record === undefined) throw notThere();
  return record;
}

function settingsOf(request: WebAclSettings): WebAclSettings {
  const { DefaultAction, VisibilityConfig, Rules = [], CustomResponseBodies = {} } = request;
  return { DefaultAction, VisibilityConfig, Rules, CustomResponseBodies };
}
