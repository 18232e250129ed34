/** OpenID Connect providers: whose tokens may be exchanged for role sessions. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import type { OpenIdConnectProvider } from "./records.ts";
import { iamState, entityAlreadyExists, limitExceeded } from "./state.ts";
import { withTags } from "./tags.ts";
import { validationError } from "./validation.ts";

const CLIENT_IDS_PER_PROVIDER = 100;

interface ProviderArn {
  readonly OpenIDConnectProviderArn: string;
}

export interface CreateOpenIdConnectProviderRequest {
  /** `https://...` */
  readonly Url: string;
  readonly ClientIDList?: readonly string[];
  /** Optional since 2024: IAM then takes the issuer's certificate authority from its own library of trusted ones. */
  readonly ThumbprintList?: readonly string[];
  readonly Tags?: readonly Tag[];
}

/** ARN of the provider for an issuer, whether it is there or not. */
export function providerArn(cloud: Cloud, issuer: string): string {
  return cloud.arn("iam", `oidc-provider/${issuer.replace(/^https:\/\//, "")}`, { regional: false });
}

export const openIdConnectProviderOperations = {
  CreateOpenIDConnectProvider: operation<CreateOpenIdConnectProviderRequest, ProviderArn>({
    authorize: (cloud, { Url, Tags }) => [
      {
        action: "iam:CreateOpenIDConnectProvider",
        resources: [providerArn(cloud, Url)],
        context: requestTagContext(Tags),
      },
    ],
    run: (cloud, request) => {
      if (!/^https:\/\/[^/?#]+[^?#]*$/.test(request.Url)) {
        throw new AwsError("ValidationError", "Invalid Open ID Connect Provider URL");
      }
      const arn = providerArn(cloud, request.Url);
      if (iamState(cloud).openIdConnectProviders.has(arn)) {
        throw entityAlreadyExists(`Provider with url ${request.Url} already exists.`);
      }
      checkClientIds(request.ClientIDList ?? []);
      checkThumbprints(request.ThumbprintList ?? []);
      iamState(cloud).openIdConnectProviders.set(arn, {
        Arn: arn,
        Url: request.Url.replace(/^https:\/\//, ""),
        CreateDate: cloud.clock.timestamp(),
        ClientIDList: [...(request.ClientIDList ?? [])],
        ThumbprintList: [...(request.ThumbprintList ?? [])],
        Tags: withTags([], request.Tags),
      });
      return { OpenIDConnectProviderArn: arn };
    },
  }),

  GetOpenIDConnectProvider: operation<ProviderArn, OpenIdConnectProvider>({
    authorize: onProvider("GetOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn }) =>
      iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn),
  }),

  AddClientIDToOpenIDConnectProvider: operation<ProviderArn & { ClientID: string }, object>({
    authorize: onProvider("AddClientIDToOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn, ClientID }) => {
      const provider = iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn);
      if (provider.ClientIDList.includes(ClientID)) return {};
      checkClientIds([...provider.ClientIDList, ClientID]);
      provider.ClientIDList.push(ClientID);
      return {};
    },
  }),

  RemoveClientIDFromOpenIDConnectProvider: operation<ProviderArn & { ClientID: string }, object>({
    authorize: onProvider("RemoveClientIDFromOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn, ClientID }) => {
      const provider = iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn);
      provider.ClientIDList = provider.ClientIDList.filter((id) => id !== ClientID);
      return {};
    },
  }),

  UpdateOpenIDConnectProviderThumbprint: operation<
    ProviderArn & { ThumbprintList: readonly string[] },
    object
  >({
    authorize: onProvider("UpdateOpenIDConnectProviderThumbprint"),
    run: (cloud, { OpenIDConnectProviderArn, ThumbprintList }) => {
      const provider = iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn);
      checkThumbprints(ThumbprintList);
      provider.ThumbprintList = [...ThumbprintList];
      return {};
    },
  }),

  TagOpenIDConnectProvider: operation<ProviderArn & { Tags: readonly Tag[] }, object>({
    authorize: onProvider("TagOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn, Tags }) => {
      const provider = iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn);
      provider.Tags = withTags(provider.Tags, Tags);
      return {};
    },
  }),

  UntagOpenIDConnectProvider: operation<ProviderArn & { TagKeys: readonly string[] }, object>({
    authorize: onProvider("UntagOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn, TagKeys }) => {
      const provider = iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn);
      provider.Tags = provider.Tags.filter(({ Key }) => !TagKeys.includes(Key));
      return {};
    },
  }),

  DeleteOpenIDConnectProvider: operation<ProviderArn, object>({
    authorize: onProvider("DeleteOpenIDConnectProvider"),
    run: (cloud, { OpenIDConnectProviderArn }) => {
      iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn);
      iamState(cloud).openIdConnectProviders.delete(OpenIDConnectProviderArn);
      return {};
    },
  }),
};

function checkClientIds(ids: readonly string[]): void {
  const long = ids.find((id) => id.length < 1 || id.length > 255);
  if (long !== undefined) {
    throw validationError(
      long,
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

function checkThumbprints(thumbprints: readonly string[]): void {
  if (thumbprints.length > 5) {
    throw new AwsError("InvalidInput", "Thumbprint list must contain fewer than 5 entries.");
  }
  const wrong = thumbprints.find((thumbprint) => thumbprint.length !== 40);
  if (wrong !== undefined) {
    throw validationError(
      wrong,
      "thumbprintList",
      "Member must satisfy constraint: [Member must have length less than or equal to 40, Member must have length greater than or equal to 40]",
    );
  }
}

function onProvider(action: string) {
  return (cloud: Cloud, { OpenIDConnectProviderArn }: ProviderArn): AuthorizationCheck[] => [
    {
      action: `iam:${action}`,
      resources: [OpenIDConnectProviderArn],
      context: resourceTagContext(
        iamState(cloud).openIdConnectProviders.find(OpenIDConnectProviderArn)?.Tags,
      ),
    },
  ];
}
