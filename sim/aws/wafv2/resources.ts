import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import type { ImportedResource, ResourceContext } from "../../core/resource-type.ts";
import type { Kind } from "../kind/kind.ts";
import { kindResource } from "../kind/resource.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { TagChanges } from "../pulumi/tag-changes.ts";
import type { Tag } from "../tags.ts";
import { fromApi, toApi } from "./spelling.ts";
import {
  wafv2State,
  type IpSetRecord,
  type Rule,
  type RuleAction,
  type WebAclRecord,
  type WebAclSettings,
} from "./state.ts";

type AnyRecord = WebAclRecord | IpSetRecord;

const tagged = {
  tagsOf: ({ Tags }: AnyRecord) => Tags,
  tagging: (Tags: readonly Tag[]) => ({ Tags }),
  changeTags(cloud: Cloud, ResourceARN: string, { set, removedKeys }: TagChanges) {
    const caller = cloud.administrator;
    if (removedKeys.length > 0) {
      cloud.call(caller, "wafv2", "UntagResource", { ResourceARN, TagKeys: removedKeys });
    }
    if (set.length > 0) cloud.call(caller, "wafv2", "TagResource", { ResourceARN, Tags: set });
  },
};

const webAcls: Kind<WebAclRecord, { readonly Tags: readonly Tag[] }> = {
  table: (cloud) => wafv2State(cloud).webAcls,
  ...tagged,
};
const ipSets: Kind<IpSetRecord, { readonly Tags: readonly Tag[] }> = {
  table: (cloud) => wafv2State(cloud).ipSets,
  ...tagged,
};

/** What has the id that Pulumi knows. */
const findIn =
  <R extends AnyRecord>(kind: Kind<R, { readonly Tags: readonly Tag[] }>) =>
  (cloud: Cloud, id: string): R | undefined =>
    kind.table(cloud).where(({ Id }) => Id === id)[0];

/** By `<id>/<name>/<scope>`: the import of terraform-provider-aws/internal/service/wafv2/web_acl.go and ip_set.go. */
const importedIn =
  <R extends AnyRecord>(kind: Kind<R, { readonly Tags: readonly Tag[] }>) =>
  ({ cloud }: ResourceContext, importId: string): ImportedResource | undefined => {
    const [id = "", name = "", scope = "", ...more] = importId.split("/");
    if (id === "" || name === "" || scope === "" || more.length > 0) {
      throw new Error(`Unexpected format of ID ("${importId}"), expected ID/NAME/SCOPE`);
    }
    const isIt = scope === "REGIONAL" && findIn(kind)(cloud, id)?.Name === name;
    return isIt ? { id, properties: { name, scope } } : undefined;
  };

const findWebAcl = findIn(webAcls);
const findIpSet = findIn(ipSets);

/** Who changes an object names it so. */
function lockOf({ Id, Name, LockToken }: AnyRecord) {
  return { Id, Name, LockToken, Scope: "REGIONAL" };
}

const aspect = z.strictObject({}).optional();
const address = {
  fallbackBehavior: z.string(),
  headerName: z.string(),
};
const transformations = z.array(z.strictObject({ priority: z.number(), type: z.string() })).optional();

const statement: z.ZodType = z.lazy(() =>
  z.strictObject({
    andStatement: z.strictObject({ statements: z.array(statement) }).optional(),
    orStatement: z.strictObject({ statements: z.array(statement) }).optional(),
    notStatement: z.strictObject({ statement }).optional(),
    byteMatchStatement: z
      .strictObject({
        fieldToMatch: z.strictObject({ uriPath: aspect }),
        positionalConstraint: z.literal("STARTS_WITH"),
        searchString: z.string(),
        textTransformations: transformations,
      })
      .optional(),
    geoMatchStatement: z
      .strictObject({
        countryCodes: z.array(z.string()),
        forwardedIpConfig: z.strictObject(address).optional(),
      })
      .optional(),
    ipSetReferenceStatement: z
      .strictObject({
        arn: z.string(),
        ipSetForwardedIpConfig: z.strictObject({ ...address, position: z.literal("FIRST") }).optional(),
      })
      .optional(),
    managedRuleGroupStatement: z
      .strictObject({
        name: z.string(),
        vendorName: z.literal("AWS"),
        ruleActionOverrides: z
          .array(z.strictObject({ name: z.string(), actionToUse: z.strictObject({ count: aspect }) }))
          .optional(),
        scopeDownStatement: statement.optional(),
      })
      .optional(),
    rateBasedStatement: z
      .strictObject({
        aggregateKeyType: z.enum(["IP", "FORWARDED_IP"]),
        evaluationWindowSec: z.number(),
        forwardedIpConfig: z.strictObject(address).optional(),
        limit: z.number(),
        scopeDownStatement: statement.optional(),
      })
      .optional(),
    sizeConstraintStatement: z
      .strictObject({
        comparisonOperator: z.literal("GT"),
        fieldToMatch: z.strictObject({ body: z.strictObject({ oversizeHandling: z.literal("MATCH") }) }),
        size: z.number(),
        textTransformations: transformations,
      })
      .optional(),
  }),
);

const customResponse = z.strictObject({
  responseCode: z.number(),
  customResponseBodyKey: z.string().optional(),
});

const visibilityConfig = z.strictObject({
  cloudwatchMetricsEnabled: z.boolean(),
  metricName: z.string(),
  sampledRequestsEnabled: z.boolean(),
});

const rule = z.strictObject({
  name: z.string(),
  priority: z.number(),
  action: z
    .strictObject({
      allow: aspect,
      count: aspect,
      block: z.strictObject({ customResponse: customResponse.optional() }).optional(),
    })
    .optional(),
  overrideAction: z.strictObject({ count: aspect, none: aspect }).optional(),
  statement,
  visibilityConfig,
});

const webAclSchema = z.object({
  name: z.string(),
  scope: z.literal("REGIONAL"),
  description: z.string().optional(),
  defaultAction: z.strictObject({ allow: aspect, block: aspect }),
  rules: z.array(rule).optional(),
  customResponseBodies: z
    .array(z.strictObject({ key: z.string(), contentType: z.string(), content: z.string() }))
    .optional(),
  visibilityConfig,
  ...tagsInput,
});

function settingsOf(inputs: z.output<typeof webAclSchema>): WebAclSettings {
  const bodies = (inputs.customResponseBodies ?? []).map(({ key, contentType, content }) => [
    key,
    { ContentType: contentType, Content: content },
  ]);
  return {
    DefaultAction: toApi(inputs.defaultAction) as RuleAction,
    VisibilityConfig: toApi(inputs.visibilityConfig) as object,
    Rules: toApi(inputs.rules ?? []) as Rule[],
    ...(bodies.length > 0 && { CustomResponseBodies: Object.fromEntries(bodies) as never }),
  };
}

/** Schema: terraform-provider-aws/internal/service/wafv2/web_acl.go */
export const webAclResource = kindResource(webAcls, {
  token: "aws:wafv2/webAcl:WebAcl",
  schema: webAclSchema,
  replaceOnChange: ["name", "scope"],
  computed: ["arn", "lockToken", "tagsAll"],
  find: findWebAcl,
  findImported: importedIn(webAcls),
  taggedId: (cloud, id) => findWebAcl(cloud, id)!.ARN,

  create({ cloud }, inputs, tagging) {
    const { name, scope, description } = inputs;
    return cloud.call(cloud.administrator, "wafv2", "CreateWebACL", {
      Name: name,
      Scope: scope,
      ...(description !== undefined && { Description: description }),
      ...settingsOf(inputs),
      ...tagging,
    }).Summary.Id;
  },

  outputs: (_context, { ARN, Name, Description, LockToken, settings }) => ({
    arn: ARN,
    name: Name,
    scope: "REGIONAL",
    description: Description === "" ? undefined : Description,
    lockToken: LockToken,
    defaultAction: fromApi(settings.DefaultAction),
    rules: fromApi(settings.Rules),
    visibilityConfig: fromApi(settings.VisibilityConfig),
    customResponseBodies: Object.entries(settings.CustomResponseBodies ?? {}).map(
      ([key, { ContentType, Content }]) => ({ key, contentType: ContentType, content: Content }),
    ),
  }),

  update({ cloud }, id, _before, after) {
    cloud.call(cloud.administrator, "wafv2", "UpdateWebACL", {
      ...lockOf(findWebAcl(cloud, id)!),
      ...(after.description !== undefined && { Description: after.description }),
      ...settingsOf(after),
    });
  },

  delete({ cloud }, id) {
    const found = findWebAcl(cloud, id);
    if (found) cloud.call(cloud.administrator, "wafv2", "DeleteWebACL", lockOf(found));
  },
});

/** Schema: terraform-provider-aws/internal/service/wafv2/ip_set.go */
export const ipSetResource = kindResource(ipSets, {
  token: "aws:wafv2/ipSet:IpSet",
  schema: z.object({
    name: z.string(),
    scope: z.literal("REGIONAL"),
    ipAddressVersion: z.literal("IPV4"),
    addresses: z.array(z.string()).optional(),
    ...tagsInput,
  }),
  replaceOnChange: ["name", "scope", "ipAddressVersion"],
  computed: ["arn", "lockToken", "tagsAll"],
  find: findIpSet,
  findImported: importedIn(ipSets),
  taggedId: (cloud, id) => findIpSet(cloud, id)!.ARN,

  create({ cloud }, { name, scope, ipAddressVersion, addresses = [] }, tagging) {
    return cloud.call(cloud.administrator, "wafv2", "CreateIPSet", {
      Name: name,
      Scope: scope,
      IPAddressVersion: ipAddressVersion,
      Addresses: addresses,
      ...tagging,
    }).Summary.Id;
  },

  outputs: (_context, { ARN, Name, LockToken, Addresses }) => ({
    arn: ARN,
    name: Name,
    scope: "REGIONAL",
    ipAddressVersion: "IPV4",
    lockToken: LockToken,
    addresses: Addresses,
  }),

  update({ cloud }, id, _before, { addresses = [] }) {
    cloud.call(cloud.administrator, "wafv2", "UpdateIPSet", {
      ...lockOf(findIpSet(cloud, id)!),
      Addresses: addresses,
    });
  },

  delete({ cloud }, id) {
    const found = findIpSet(cloud, id);
    if (found) cloud.call(cloud.administrator, "wafv2", "DeleteIPSet", lockOf(found));
  },
});
