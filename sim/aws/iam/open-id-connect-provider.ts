/** OpenID Connect providers: whose tokens may be exchanged for role sessions. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { sameSet } from "../pulumi/sets.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { iamArn } from "./arns.ts";
import { iamResource, onCreation, onObject, tagOperations } from "./kind.ts";
import type { OpenIdConnectProvider } from "./records.ts";
import { entityAlreadyExists, iamState, limitExceeded } from "./state.ts";
import { withTags } from "./tags.ts";
import { validationError } from "./validation.ts";

const CLIENT_IDS_PER_PROVIDER = 100;

interface ProviderArn {
  readonly OpenIDConnectProviderArn: string;
}

/** Without thumbprints: IAM trusts the issuers of EKS by their certificate authority. */
export interface CreateOpenIdConnectProviderRequest {
  /** `https://...` */
  readonly Url: string;
  readonly ClientIDList?: readonly string[];
  readonly Tags?: readonly Tag[];
}

const PROVIDER = {
  name: "OpenIDConnectProvider",
  key: "OpenIDConnectProviderArn",
  table: (cloud: Cloud) => iamState(cloud).openIdConnectProviders,
} as const;

export const openIdConnectProviderOperations = {
  CreateOpenIDConnectProvider: operation<CreateOpenIdConnectProviderRequest, ProviderArn>({
    authorize: onCreation("OpenIDConnectProvider", (cloud, { Url }) => providerArn(cloud, Url)),
    run: (cloud, request) => ({ OpenIDConnectProviderArn: createProvider(cloud, request) }),
  }),

  GetOpenIDConnectProvider: operation<ProviderArn, OpenIdConnectProvider>({
    authorize: onObject(PROVIDER, "GetOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn }) =>
      iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn),
  }),

  ...tagOperations(PROVIDER),

  DeleteOpenIDConnectProvider: operation<ProviderArn, object>({
    authorize: onObject(PROVIDER, "DeleteOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn }) => {
      iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn);
      iamState(cloud).openIdConnectProviders.delete(OpenIDConnectProviderArn);
      return {};
    },
  }),
};

/** The provider for an issuer, if there is one. */
export function providerOf(cloud: Cloud, issuer: string): OpenIdConnectProvider | undefined {
  return iamState(cloud).openIdConnectProviders.find(providerArn(cloud, issuer));
}

function createProvider(cloud: Cloud, { Url, ClientIDList = [], Tags }: CreateOpenIdConnectProviderRequest) {
  if (!/^https:\/\/[^/?#]+[^?#]*$/.test(Url)) {
    throw new AwsError("ValidationError", "Invalid Open ID Connect Provider URL");
  }
  const arn = providerArn(cloud, Url);
  if (iamState(cloud).openIdConnectProviders.has(arn)) {
    throw entityAlreadyExists(`Provider with url ${Url} already exists.`);
  }
  checkClientIds(ClientIDList);
  iamState(cloud).openIdConnectProviders.set(arn, {
    Arn: arn,
    Url: withoutScheme(Url),
    CreateDate: cloud.clock.timestamp(),
    ClientIDList: [...ClientIDList],
    ThumbprintList: [],
    Tags: withTags([], Tags),
  });
  return arn;
}

function providerArn(cloud: Cloud, issuer: string): string {
  return iamArn(cloud, `oidc-provider/${withoutScheme(issuer)}`);
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}

function checkClientIds(ids: readonly string[]): void {
  const wrong = ids.find((id) => id.length < 1 || id.length > 255);
  if (wrong !== undefined) {
    throw validationError(
      wrong,
      "clientIDList",
      "Member must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 1]",
    );
  }
  if (ids.length > CLIENT_IDS_PER_PROVIDER) {
    throw limitExceeded(
      `Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${CLIENT_IDS_PER_PROVIDER}`,
    );
  }
}

const TOKEN = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/openidconnectprovider/ */
export const openIdConnectProviderResource = iamResource(PROVIDER, {
  token: TOKEN,
  schema: z.object({ clientIdLists: z.array(z.string()), url: z.string(), ...tagsInput }),
  replaceOnChange: ["url"],
  computed: ["arn", "tagsAll", "thumbprintLists"],

  isSame: (property, before, after) =>
    property === "url" ? withoutScheme(String(before)) === withoutScheme(String(after)) : undefined,

  create: ({ cloud }, { clientIdLists, url }, tagging) =>
    cloud.call(cloud.administrator, "iam", "CreateOpenIDConnectProvider", {
      Url: url,
      ClientIDList: clientIdLists,
      ...tagging,
    }).OpenIDConnectProviderArn,

  outputs: (_context, found) => ({
    arn: found.Arn,
    clientIdLists: [...found.ClientIDList],
    thumbprintLists: [...found.ThumbprintList],
    // IAM keeps issuers without their scheme, and the provider shows what IAM keeps.
    url: found.Url,
  }),

  update({ cloud }, id, _before, { clientIdLists }) {
    const { ClientIDList } = iamState(cloud).openIdConnectProviders.get(id);
    if (!sameSet(ClientIDList, clientIdLists)) throw new NotSimulated(TOKEN, "other clientIdLists");
  },

  delete({ cloud }, OpenIDConnectProviderArn) {
    cloud.call(cloud.administrator, "iam", "DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn });
  },
});
