import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { AuthorizationCheck } from "../../core/operation.ts";
import type { Caller } from "../../core/caller.ts";
import { tagMap } from "../tags.ts";
import { evaluate, type AccessRequest } from "./evaluate.ts";
import { parsePolicyDocument, type PolicyDocument } from "./policy-document.ts";
import { defaultDocument, getPolicy } from "./policy.ts";
import type { Role } from "./records.ts";
import { RequestContext } from "./request-context.ts";
import { findRole } from "./role.ts";

/**
 * Asks IAM whether `caller` may do what `check` says: the administrator and AWS services may do everything, a role
 * session what the policies of the role allow at this moment.
 *
 * @throws AwsError with the code and words of `service` when no policy allows it, or one denies it.
 */
export function authorize(cloud: Cloud, caller: Caller, service: string, check: AuthorizationCheck): void {
  switch (caller.kind) {
    case "administrator":
    case "service":
      return;
    case "anonymous":
      throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
    case "session": {
      const role = findRole(cloud, caller.roleName);
      if (role === undefined) {
        throw new AwsError(
          "InvalidClientTokenId",
          "The security token included in the request is invalid",
          403,
        );
      }
      const context = new RequestContext({
        ...sessionContext(cloud, caller.arn, role),
        ...withServiceTags(service, check.context ?? {}),
      });
      for (const resource of check.resources) {
        const refusal = refusalOf(cloud, role, { action: check.action, resource, context });
        if (refusal !== undefined) throw accessDenied(service, caller.arn, check.action, resource, refusal);
      }
    }
  }
}

/** Why a role may not do something; undefined when it may. */
function refusalOf(cloud: Cloud, role: Role, request: AccessRequest): string | undefined {
  switch (evaluate(policiesOf(cloud, role), request)) {
    case "allowed":
      return undefined;
    case "explicitDeny":
      return "with an explicit deny in an identity-based policy";
    case "implicitDeny":
      return `because no identity-based policy allows the ${request.action} action`;
  }
}

function policiesOf(cloud: Cloud, { AttachedPolicies, InlinePolicies }: Role): PolicyDocument[] {
  const attached = AttachedPolicies.map((arn) => defaultDocument(getPolicy(cloud, arn)));
  return [...attached, ...Object.values(InlinePolicies)].map(parsePolicyDocument);
}

/** Condition keys that every request of a role session has. */
function sessionContext(cloud: Cloud, sessionArn: string, role: Role): Record<string, string> {
  const principalTags = Object.entries(tagMap(role.Tags)).map(([key, value]) => [
    `aws:PrincipalTag/${key}`,
    value,
  ]);
  return {
    "aws:PrincipalArn": role.Arn,
    "aws:PrincipalAccount": cloud.accountId,
    "aws:PrincipalType": "AssumedRole",
    "aws:userid": `${role.RoleId}:${sessionArn.slice(sessionArn.lastIndexOf("/") + 1)}`,
    "aws:RequestedRegion": cloud.region,
    "aws:CurrentTime": cloud.clock.timestamp(),
    "aws:EpochTime": String(Math.floor(cloud.clock.now() / 1000)),
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    ...(Object.fromEntries(principalTags) as Record<string, string>),
  };
}

/** Tags of a resource have a second key in some services: `ec2:ResourceTag/KEY` beside `aws:ResourceTag/KEY`. */
function withServiceTags(
  service: string,
  context: NonNullable<AuthorizationCheck["context"]>,
): NonNullable<AuthorizationCheck["context"]> {
  const tags = Object.entries(context)
    .filter(([key]) => key.startsWith("aws:ResourceTag/"))
    .map(([key, value]) => [key.replace("aws:", `${service}:`), value] as const);
  return { ...context, ...Object.fromEntries(tags) };
}

/**
 * A refusal in the words of AWS. Actions that know no resources are refused without naming one, as e.g. in
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/3960. EC2's encoded message, which only
 * AWS itself can read, is left out.
 */
function accessDenied(
  service: string,
  caller: string,
  action: string,
  resource: string,
  refusal: string,
): AwsError {
  const where = resource === "*" ? "" : ` on resource: ${resource}`;
  const message = `User: ${caller} is not authorized to perform: ${action}${where} ${refusal}`;
  if (service === "ec2") {
    return new AwsError(
      "UnauthorizedOperation",
      `You are not authorized to perform this operation. ${message}`,
      403,
    );
  }
  const protocol = PROTOCOLS[service];
  if (protocol === "xml") return new AwsError("AccessDenied", message, 403);
  return new AwsError("AccessDeniedException", message, protocol === "rest" ? 403 : 400);
}

/** Which protocol a service speaks; those not named speak JSON, whose errors all have status 400. */
const PROTOCOLS: Readonly<Record<string, "xml" | "rest">> = {
  elasticloadbalancing: "xml",
  iam: "xml",
  route53: "xml",
  sts: "xml",
  eks: "rest",
};
