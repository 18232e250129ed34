import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Properties, ResourceContext } from "../../core/resource-type.ts";
import { tagList, tagsWithDefaults } from "../tags.ts";
import { importable, NO_DEFAULTS } from "./importable.ts";
import { tagsInput } from "./resource-inputs.ts";
import { tagChanges } from "../pulumi/tag-changes.ts";
import { tagOutputs } from "../pulumi/tags.ts";
import type { OpenIdConnectProvider } from "./records.ts";
import { iamState } from "./state.ts";

const providerInputs = z.object({
  clientIdLists: z.array(z.string()),
  tags: tagsInput,
  thumbprintLists: z.exactOptional(z.array(z.string())),
  url: z.string(),
});
const knownProviderInputs = providerInputs.partial();

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/openidconnectprovider/ */
export const openIdConnectProviderResource = importable(providerInputs, NO_DEFAULTS, {
  token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  replaceOnChange: ["url"],
  computed: ["arn", "tagsAll", "thumbprintLists"],

  isSame(property, before, after) {
    if (property === "url") return withoutScheme(before) === withoutScheme(after);
    // The provider takes the issuer's own thumbprints where the program gives none.
    if (property === "thumbprintLists" && after === undefined) return true;
    return isDeepStrictEqual(before, after);
  },

  create(context, properties) {
    const { cloud, provider } = context;
    const inputs = providerInputs.parse(properties);
    const { OpenIDConnectProviderArn: arn } = cloud.call(
      cloud.administrator,
      "iam",
      "CreateOpenIDConnectProvider",
      {
        Url: inputs.url,
        ClientIDList: inputs.clientIdLists,
        ...(inputs.thumbprintLists && { ThumbprintList: inputs.thumbprintLists }),
        Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
      },
    );
    return { id: arn, outputs: outputsOf(context, iamState(cloud).openIdConnectProviders.get(arn), inputs) };
  },

  read(context, id, inputs) {
    const record = iamState(context.cloud).openIdConnectProviders.find(id);
    return record && outputsOf(context, record, knownProviderInputs.parse(inputs));
  },

  update(context, id, oldProperties, newProperties) {
    const { cloud, provider } = context;
    const before = knownProviderInputs.parse(oldProperties);
    const after = providerInputs.parse(newProperties);
    const record = iamState(cloud).openIdConnectProviders.get(id);
    const target = { OpenIDConnectProviderArn: id };
    const call = cloud.administrator;
    for (const ClientID of record.ClientIDList.filter(
      (audience) => !after.clientIdLists.includes(audience),
    )) {
      cloud.call(call, "iam", "RemoveClientIDFromOpenIDConnectProvider", { ...target, ClientID });
    }
    for (const ClientID of after.clientIdLists) {
      cloud.call(call, "iam", "AddClientIDToOpenIDConnectProvider", { ...target, ClientID });
    }
    if (after.thumbprintLists !== undefined) {
      const ThumbprintList = after.thumbprintLists;
      cloud.call(call, "iam", "UpdateOpenIDConnectProviderThumbprint", { ...target, ThumbprintList });
    }
    const { set, removedKeys } = tagChanges(provider, before.tags, after.tags);
    if (set.length > 0) cloud.call(call, "iam", "TagOpenIDConnectProvider", { ...target, Tags: set });
    if (removedKeys.length > 0) {
      cloud.call(call, "iam", "UntagOpenIDConnectProvider", { ...target, TagKeys: removedKeys });
    }
    return outputsOf(context, record, after);
  },

  delete({ cloud }, id) {
    if (!iamState(cloud).openIdConnectProviders.has(id)) return;
    cloud.call(cloud.administrator, "iam", "DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: id });
  },
});

function outputsOf(
  context: ResourceContext,
  record: OpenIdConnectProvider,
  inputs: z.output<typeof knownProviderInputs>,
): Properties {
  return {
    arn: record.Arn,
    clientIdLists: [...record.ClientIDList],
    ...tagOutputs(context, record.Tags, inputs),
    thumbprintLists: [...record.ThumbprintList],
    // IAM keeps issuers without their scheme, and the provider shows what IAM keeps.
    url: record.Url,
  };
}

function withoutScheme(url: unknown): string {
  return String(url).replace(/^https:\/\//, "");
}
