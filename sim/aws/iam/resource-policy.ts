/** Policies of resources, as far as they let AWS's own services in. */
import { conditionHolds } from "./conditions.ts";
import { coversAction, decide } from "./evaluate.ts";
import { parsePolicyDocument, type Statement } from "./policy-document.ts";
import { RequestContext } from "./request-context.ts";

/** What a service of AWS wants to do with a resource. */
export interface ServiceRequest {
  /** `logdelivery.elasticloadbalancing.amazonaws.com` */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether a resource's policy lets a service do something. */
export function serviceMay(policy: string, request: ServiceRequest): boolean {
  const context = new RequestContext(request.context);
  const about = parsePolicyDocument(policy).statements.filter(
    (statement) =>
      isFor(statement, request.principal) &&
      coversAction(statement, request.action) &&
      (statement.resources ?? []).some((pattern) => context.pattern(pattern)?.test(request.resource)) &&
      statement.conditions.every((condition) => conditionHolds(condition, context)),
  );
  return decide(about) === "allowed";
}

function isFor({ principals = {} }: Statement, service: string): boolean {
  return principals === "*" || (principals["Service"] ?? []).includes(service);
}
