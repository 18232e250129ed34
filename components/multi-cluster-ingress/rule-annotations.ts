import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../shared/inputs.ts";
import type { FixedResponse, RouteRedirect } from "../shared/routing/route.ts";
import type { RuleAction, RuleConditions, RuleTransforms } from "../shared/routing/rule.ts";
import type { ResolvedApp } from "./resolve-app.ts";

/*
 * The controller's JSON in annotations of an Ingress:
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#traffic-routing
 */

/** `actions.NAME`: what a rule does. */
export function actionAnnotation(action: RuleAction, app: ResolvedApp | undefined): pulumi.Input<string> {
  switch (action.type) {
    case "forward":
      return forwardAnnotation(app!);
    case "redirect":
      return redirectAnnotation(action.redirect);
    case "fixedResponse":
      return fixedResponseAnnotation(action.fixedResponse);
  }
}

/** To the target group that the controller makes for the app's Service, or to one that is given. */
function forwardAnnotation({ targetGroupArn, serviceName, service }: ResolvedApp): pulumi.Input<string> {
  if (targetGroupArn !== undefined) {
    return mapInput(targetGroupArn, (targetGroupARN) => JSON.stringify({ type: "forward", targetGroupARN }));
  }
  const targetGroups = [{ serviceName, servicePort: service.port }];
  return JSON.stringify({ type: "forward", forwardConfig: { targetGroups } });
}

function redirectAnnotation({ port, statusCode, ...others }: Required<RouteRedirect>): string {
  const redirectConfig = { ...others, port: String(port), statusCode: `HTTP_${statusCode}` };
  return JSON.stringify({ type: "redirect", redirectConfig });
}

function fixedResponseAnnotation({ contentType, statusCode, body }: Required<FixedResponse>): string {
  const fixedResponseConfig = { contentType, statusCode: String(statusCode), messageBody: body };
  return JSON.stringify({ type: "fixed-response", fixedResponseConfig });
}

/** `conditions.NAME`: all of these must hold. */
export function conditionsAnnotation(conditions: RuleConditions): string {
  const { hosts, paths, headers, query, methods, sourceCidrs } = conditions;
  return JSON.stringify([
    ...ifAny(hosts, (values) => ({ field: "host-header", hostHeaderConfig: { values } })),
    ...ifAny(paths, (values) => ({ field: "path-pattern", pathPatternConfig: { values } })),
    ...headers.map(({ name, values }) => ({
      field: "http-header",
      httpHeaderConfig: { httpHeaderName: name, values },
    })),
    ...query.map((pair) => ({ field: "query-string", queryStringConfig: { values: [pair] } })),
    ...ifAny(methods, (values) => ({ field: "http-request-method", httpRequestMethodConfig: { values } })),
    ...ifAny(sourceCidrs, (values) => ({ field: "source-ip", sourceIPConfig: { values } })),
  ]);
}

function ifAny(
  values: readonly string[],
  condition: (values: readonly string[]) => object,
): readonly object[] {
  return values.length === 0 ? [] : [condition(values)];
}

/** `transforms.NAME`: how requests are changed; undefined where they are not. */
export function transformsAnnotation({ url, host }: RuleTransforms): string | undefined {
  const transforms = [
    ...(url ? [{ type: "url-rewrite", urlRewriteConfig: { rewrites: [url] } }] : []),
    ...(host ? [{ type: "host-header-rewrite", hostHeaderRewriteConfig: { rewrites: [host] } }] : []),
  ];
  return transforms.length === 0 ? undefined : JSON.stringify(transforms);
}
