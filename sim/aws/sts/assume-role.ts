/** Role sessions: who may have one, and for how long. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { iamArn } from "../iam/arns.ts";
import { authorize } from "../iam/authorize.ts";
import { providerOf } from "../iam/open-id-connect-provider.ts";
import { parsePolicyDocument } from "../iam/policy-document.ts";
import { RequestContext } from "../iam/request-context.ts";
import { evaluateTrust, type TrustedEntity } from "../iam/trust.ts";
import { operation } from "../../core/operation.ts";
import type { Caller } from "../../core/caller.ts";
import type { Role } from "../iam/records.ts";
import { findRole, roleByArn } from "../iam/role.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import { sessionArn, type AssumedRole } from "./session.ts";
import { decodeWebIdentityToken } from "./web-identity-token.ts";

export interface AssumeRoleRequest {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  /** Default: 3600. */
  readonly DurationSeconds?: number;
  /** Session tags; to set any, the trust policy must allow sts:TagSession as well. */
  readonly Tags?: readonly Tag[];
}

export interface AssumeRoleWithWebIdentityRequest {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly WebIdentityToken: string;
  readonly DurationSeconds?: number;
}

export const assumeRoleOperations = {
  /** Callers of kind `service` are asked for as the service principal that their `arn` names. */
  AssumeRole: operation<AssumeRoleRequest, AssumedRole>({
    authorize: () => [],
    run: (cloud, request, caller) => {
      const role = roleByArn(cloud, request.RoleArn);
      const actions = request.Tags?.length ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
      const refused =
        role === undefined
          ? "sts:AssumeRole"
          : actions.find((action) => !mayAssume(cloud, caller, { role, action, tags: request.Tags }));
      if (role === undefined || refused !== undefined) {
        throw new AwsError(
          "AccessDenied",
          `User: ${caller.arn} is not authorized to perform: ${refused} on resource: ${request.RoleArn}`,
          403,
        );
      }
      return startSession(cloud, role, request);
    },
  }),

  /** Exchanges the token of a service account. Needs no credentials; the trust policy decides alone. */
  AssumeRoleWithWebIdentity: operation<AssumeRoleWithWebIdentityRequest, AssumedRole>({
    authorize: () => [],
    run: (cloud, request) => {
      const claims = decodeWebIdentityToken(request.WebIdentityToken);
      const provider = providerOf(cloud, claims.iss);
      if (provider === undefined) {
        throw new AwsError(
          "InvalidIdentityToken",
          `No OpenIDConnect provider found in your account for ${claims.iss}`,
        );
      }
      if (!claims.aud.some((audience) => provider.ClientIDList.includes(audience))) {
        throw new AwsError("InvalidIdentityToken", "Incorrect token audience");
      }
      const role = roleByArn(cloud, request.RoleArn);
      const context = new RequestContext({
        [`${provider.Url}:aud`]: claims.aud,
        [`${provider.Url}:sub`]: claims.sub,
        "sts:RoleSessionName": request.RoleSessionName,
      });
      const entity: TrustedEntity = { type: "Federated", names: [provider.Arn] };
      if (role === undefined || !isTrusted(role, entity, "sts:AssumeRoleWithWebIdentity", context)) {
        throw new AwsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
      }
      return startSession(cloud, role, request);
    },
  }),
};

function mayAssume(
  cloud: Cloud,
  caller: Caller,
  {
    role,
    action,
    tags,
  }: { readonly role: Role; readonly action: string; readonly tags: readonly Tag[] | undefined },
): boolean {
  const context = new RequestContext({
    ...requestTagContext(tags),
    ...resourceTagContext(role.Tags),
    "aws:SourceAccount": cloud.accountId,
  });
  if (caller.kind === "service") {
    return isTrusted(role, { type: "Service", names: [caller.arn] }, action, context);
  }
  // Trust in a role or user is enough in its own account; trust in the account leaves it to the caller's policies.
  if (isTrusted(role, { type: "AWS", names: identitiesOf(cloud, caller) }, action, context)) return true;
  const account = {
    type: "AWS" as const,
    names: [iamArn(cloud, "root"), cloud.accountId],
  };
  return isTrusted(role, account, action, context) && isAllowed(cloud, caller, action, role.Arn);
}

function isTrusted(role: Role, entity: TrustedEntity, action: string, context: RequestContext): boolean {
  const document = parsePolicyDocument(role.AssumeRolePolicyDocument);
  return evaluateTrust(document, entity, action, context) === "allowed";
}

function identitiesOf(cloud: Cloud, caller: Caller): string[] {
  if (caller.kind !== "session") return [caller.arn];
  return [caller.arn, findRole(cloud, caller.roleName)?.Arn ?? caller.arn];
}

function isAllowed(cloud: Cloud, caller: Caller, action: string, resource: string): boolean {
  try {
    authorize(cloud, caller, "sts", { action, resources: [resource] });
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

function startSession(
  cloud: Cloud,
  role: Role,
  request: { readonly RoleSessionName: string; readonly DurationSeconds?: number },
): AssumedRole {
  const { RoleSessionName, DurationSeconds = 3600 } = request;
  if (DurationSeconds > role.MaxSessionDuration) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  return {
    AssumedRoleUser: {
      AssumedRoleId: `${role.RoleId}:${RoleSessionName}`,
      Arn: sessionArn(cloud, role.RoleName, RoleSessionName),
    },
    Expiration: new Date(cloud.clock.now() + DurationSeconds * 1000).toISOString(),
  };
}
