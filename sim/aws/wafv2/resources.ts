/** Pulumi types of web ACLs, of sets of addresses, and of the log of a web ACL. */
import { z } from "zod";
import type { Cloud, Operations } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import type { Properties, ResourceType } from "../../core/resource-type.ts";
import { kindResource } from "../kind/resource.ts";
import { unlessGone } from "../kind/waiting.ts";
import { checkParameters } from "../parameters/check.ts";
import { awsResource } from "../pulumi/resource.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { ipSets, webAcls, type LockedKind } from "./locked.ts";
import { fromApi, toApi } from "./spelling.ts";
import { wafv2State } from "./state.ts";

/** A call as the provider makes it. What stands in rules is for the API to check. */
function call(cloud: Cloud, action: keyof Operations["wafv2"], parameters: object): void {
  checkParameters("wafv2", action, parameters);
  cloud.call(cloud.administrator, "wafv2", action, parameters as never);
}

/** What tells the Pulumi type of one kind of objects from that of the other. */
interface LockedType<C extends object> {
  readonly token: string;
  readonly noun: "WebACL" | "IPSet";
  /** Inputs beside name, scope and tags. */
  readonly inputs: z.ZodRawShape;
  /** What only the request for a new object has; it follows from inputs of which a change is another object. */
  readonly ofNew?: Properties;
  readonly replaceOnChange?: readonly string[];
  toContents(inputs: Properties): object;
  fromContents(contents: C): Properties;
}

/** By `<id>/<name>/<scope>` they are imported: terraform-provider-aws/internal/service/wafv2/web_acl.go and ip_set.go. */
function lockedResource<C extends object>(kind: LockedKind<C>, type: LockedType<C>): ResourceType {
  const { noun, toContents } = type;
  const find = (cloud: Cloud, id: string) => kind.table(cloud).where(({ Id }) => Id === id)[0];
  const lockOf = (cloud: Cloud, id: string) => {
    const found = find(cloud, id);
    return found && { Id: id, Name: found.Name, Scope: "REGIONAL", LockToken: found.LockToken };
  };
  return kindResource(
    {
      table: (cloud) => kind.table(cloud),
      tagsOf: ({ Tags }) => Tags,
      tagging: (Tags) => (Tags.length === 0 ? {} : { Tags }),
      changeTags(cloud, ResourceARN, { set, removedKeys }) {
        if (removedKeys.length > 0) call(cloud, "UntagResource", { ResourceARN, TagKeys: removedKeys });
        if (set.length > 0) call(cloud, "TagResource", { ResourceARN, Tags: set });
      },
    },
    {
      token: type.token,
      schema: z.object({ name: z.string(), scope: z.literal("REGIONAL"), ...type.inputs, ...tagsInput }),
      replaceOnChange: ["name", "scope", ...(type.replaceOnChange ?? [])],
      computed: ["arn", "lockToken", "tagsAll"],
      find,
      taggedId: (cloud, id) => find(cloud, id)!.ARN,

      findImported({ cloud }, importId) {
        const [id = "", name = "", scope = "", ...more] = importId.split("/");
        if (id === "" || name === "" || scope === "" || more.length > 0) {
          throw new Error(`Unexpected format of ID ("${importId}"), expected ID/NAME/SCOPE`);
        }
        const isIt = scope === "REGIONAL" && find(cloud, id)?.Name === name;
        return isIt ? { id, properties: { name, scope } } : undefined;
      },

      create({ cloud }, inputs, tagging: { readonly Tags?: readonly Tag[] }) {
        const { name: Name, scope: Scope } = inputs;
        call(cloud, `Create${noun}`, { Name, Scope, ...type.ofNew, ...toContents(inputs), ...tagging });
        return kind.table(cloud).where((one) => one.Name === Name)[0]!.Id;
      },

      outputs: (_context, { ARN, Name, LockToken, contents }) => ({
        ...{ arn: ARN, name: Name, scope: "REGIONAL", lockToken: LockToken },
        ...type.fromContents(contents),
      }),

      update({ cloud }, id, _before, after) {
        call(cloud, `Update${noun}`, { ...lockOf(cloud, id), ...toContents(after) });
      },

      delete({ cloud }, id) {
        const lock = lockOf(cloud, id);
        if (lock !== undefined) call(cloud, `Delete${noun}`, lock);
      },
    },
  );
}

/** A block of inputs; what is in it is checked by the API. */
const block = z.record(z.string(), z.unknown());
const customResponseBody = z.strictObject({ key: z.string(), contentType: z.string(), content: z.string() });

/** Schema: terraform-provider-aws/internal/service/wafv2/web_acl.go */
export const webAclResource = lockedResource(webAcls, {
  token: "aws:wafv2/webAcl:WebAcl",
  noun: "WebACL",
  inputs: {
    defaultAction: block,
    rules: z.array(block).optional(),
    visibilityConfig: block,
    customResponseBodies: z.array(customResponseBody).optional(),
  },

  toContents({ defaultAction, rules = [], visibilityConfig, customResponseBodies = [] }) {
    const bodies = z.array(customResponseBody).parse(customResponseBodies);
    const byKey = bodies.map(({ key, ...body }) => [key, toApi(body)] as const);
    return {
      ...(toApi({ defaultAction, rules, visibilityConfig }) as object),
      ...(byKey.length > 0 && { CustomResponseBodies: Object.fromEntries(byKey) }),
    };
  },

  fromContents: ({ CustomResponseBodies = {}, ...settings }) => ({
    ...(fromApi(settings) as Properties),
    customResponseBodies: Object.entries(CustomResponseBodies).map(([key, body]) => ({
      key,
      ...(fromApi(body) as object),
    })),
  }),
});

/** Schema: terraform-provider-aws/internal/service/wafv2/ip_set.go */
export const ipSetResource = lockedResource(ipSets, {
  token: "aws:wafv2/ipSet:IpSet",
  noun: "IPSet",
  inputs: { ipAddressVersion: z.literal("IPV4"), addresses: z.array(z.string()).optional() },
  ofNew: { IPAddressVersion: "IPV4" },
  replaceOnChange: ["ipAddressVersion"],
  toContents: ({ addresses = [] }) => ({ Addresses: addresses }),
  fromContents: ({ Addresses }) => ({ ipAddressVersion: "IPV4", addresses: Addresses }),
});

const loggingInputs = z.object({
  resourceArn: z.string(),
  logDestinationConfigs: z.array(z.string()),
  redactedFields: z.array(block).optional(),
  loggingFilter: block.optional(),
});

function putLogging({ cloud }: { readonly cloud: Cloud }, inputs: z.output<typeof loggingInputs>): string {
  call(cloud, "PutLoggingConfiguration", { LoggingConfiguration: toApi(defined(inputs)) });
  return inputs.resourceArn;
}

/** Schema: terraform-provider-aws/internal/service/wafv2/web_acl_logging_configuration.go */
export const loggingConfigurationResource = awsResource({
  token: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  schema: loggingInputs,
  replaceOnChange: ["resourceArn", "logDestinationConfigs"],
  computed: [],
  create: putLogging,
  read({ cloud }, id) {
    const found = wafv2State(cloud).loggingConfigurations.find(id);
    return found && (fromApi(found) as Properties);
  },
  update(context, _id, _before, after) {
    putLogging(context, after);
  },
  delete({ cloud }, ResourceArn) {
    unlessGone(["WAFNonexistentItemException"], () => {
      call(cloud, "DeleteLoggingConfiguration", { ResourceArn });
    });
  },
});
