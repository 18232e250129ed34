import { FORMS } from "../../components/shared/forms.ts";
import { shown } from "../../components/shared/shown.ts";
import { pathOf } from "../apps/app.ts";
import type { ConfigProblem } from "./issues.ts";
import { namedKeys } from "./named-keys.ts";
import type { OwnerConfig, StackConfig } from "./stack-config.ts";

/** What the configuration names in another region than the stack's: load balancers, alarms and clusters take none of it. */
export function regionProblems(config: StackConfig): ConfigProblem[] {
  return [
    ...(config.role === "member" ? [] : namedByOwner(config)),
    ...namedByApps(config),
    ...namedKeys(config),
  ].flatMap(({ path, arn }) => {
    const region = typeof arn === "string" ? (arn.split(":")[3] ?? "") : "";
    if (!FORMS.region[0].test(region) || region === config.region) return [];
    const reason = `is ${shown(arn)}, which is of ${region}; use one of the stack's region, ${config.region}`;
    return [{ path, reason }];
  });
}

/** Certificates of Network Load Balancers. */
function namedByApps({ apps }: StackConfig) {
  return apps.flatMap((app) =>
    (app.entry.nlb?.tls?.certificateArns ?? []).map((arn, index) => ({
      path: pathOf(app, `nlb.tls.certificateArns[${index}]`),
      arn,
    })),
  );
}

/** What an owner's stack names by its ARN, if at all. */
function namedByOwner({ ingress, protection, alarms }: OwnerConfig) {
  const { certificateArns = [], mutual } = ingress.tls ?? {};
  return [
    ...certificateArns.map((arn, index) => ({ path: `ingress.tls.certificateArns[${index}]`, arn })),
    {
      path: "ingress.tls.mutual.trustStoreArn",
      arn: typeof mutual === "object" ? mutual.trustStoreArn : undefined,
    },
    { path: "ingress.webAclArn", arn: ingress.webAclArn },
    { path: "ingress.listenerArn", arn: ingress.listenerArn },
    { path: "protection.logging.destinationArn", arn: protection.logging?.destinationArn },
    { path: "alarms.topicArn", arn: alarms.topicArn },
  ];
}
