import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ingressClassParams } from "../shared/load-balancer/ingress-class.ts";
import type { Annotations } from "../shared/controller-annotations.ts";
import { defined } from "../shared/defined.ts";
import { orUnknown } from "../shared/load-balancer/of-controller.ts";
import { createWebAclAssociation } from "../shared/load-balancer/web-acl.ts";
import { transformed, type WithPlainMetadata } from "../shared/transform.ts";
import type { MultiClusterIngressNodes } from "./args.ts";
import { targetGroupOutputs, type CreatedBalancer, type IngressNeeds } from "./balancer.ts";
import { awaitApplied, type Applied } from "./await-applied.ts";
import { ALB_ANNOTATION, externalDnsAnnotations, ingressAnnotations } from "./ingress-annotations.ts";
import { ingressRules } from "./ingress-rules.ts";
import { hasTargets } from "../shared/routing/plan.ts";
import type { ResolvedApp } from "./resolve-app.ts";
import type { ResolvedCreateArgs } from "./resolve.ts";
import { withRevision, type RevisedIngress } from "./revision.ts";
import { serviceAnnotations } from "./service-annotations.ts";

type IngressArgs = kubernetes.types.input.networking.v1.Ingress;

/** The Ingress and what its controller made of it. */
export interface CreatedIngress extends CreatedBalancer {
  readonly nodes: Pick<MultiClusterIngressNodes, "ingress" | "webAclAssociation">;
}

/** Apps for which the controller makes a target group. */
function controllerApps({ apps, defaultAction }: ResolvedCreateArgs): readonly ResolvedApp[] {
  return apps.filter((app) => app.targetGroupArn === undefined && hasTargets(app, defaultAction));
}

/** What the controller is to read on the Services of apps. */
export function annotationsOfServices(args: ResolvedCreateArgs): (app: ResolvedApp) => Annotations {
  const apps = controllerApps(args);
  return (app) => (apps.includes(app) ? serviceAnnotations(app) : {});
}

/**
 * The Ingress, and what the controller makes of it: load balancer, target groups and bindings of the same names.
 *
 * Pulumi's own wait for an Ingress wants endpoints, which come only with the workload; the host name is what tells that
 * the controller has made all of these. A changed Ingress has one already: that the change is applied is looked up in AWS.
 */
export function createSharedIngress(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedCreateArgs,
  needs: IngressNeeds,
): CreatedIngress {
  const { ingress, revised } = createIngress(parent, name, args, needs);
  const hostname = ingress.status.loadBalancer.ingress[0]!.hostname;
  const applied = appliedIngress(parent, args, revised, hostname);
  const apps = controllerApps(args);
  const loadBalancerArn = applied.apply(({ loadBalancerArn: arn }) => orUnknown(arn));
  const webAclAssociation = createWebAclAssociation(parent, name, args, loadBalancerArn);
  return {
    kind: "ingress",
    last: ingress,
    nodes: { ingress, ...defined({ webAclAssociation }) },
    loadBalancerArn,
    loadBalancerDnsName: applied.apply(() => hostname),
    targetGroupOf: (app) => (apps.includes(app) ? targetGroupOutputs(applied, app) : undefined),
  };
}

/** The fingerprint is of what a transform has left: of what is asked of the controller. */
function createIngress(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedCreateArgs,
  needs: IngressNeeds,
): { readonly ingress: kubernetes.networking.v1.Ingress; readonly revised: RevisedIngress } {
  const ingressName = `${name}-ingress`;
  const own = {
    args: ingressArgs(args, needs),
    opts: {
      parent,
      // Its name is fixed, and so may be the load balancer's.
      deleteBeforeReplace: args.replaceable,
      dependsOn: needs.services.flatMap(({ dependsOn }) => dependsOn),
      // Both need another load balancer. The controller makes one for a changed scheme, but its host name would come too
      // late for this update; a changed name it ignores.
      replaceOnChanges: ["scheme", "load-balancer-name"].map(
        (annotation) => `metadata.annotations["${ALB_ANNOTATION}${annotation}"]`,
      ),
    },
  };
  const wanted = transformed<IngressArgs, WithPlainMetadata<IngressArgs>>(
    ingressName,
    own,
    args.transform.ingress,
  );
  const settings = [
    ...needs.services.map(({ app }) => annotationsOfServices(args)(app)),
    ingressClassParams(args.ingressClass) ?? {},
  ];
  const revised = withRevision(wanted.args, settings);
  const ingress = new kubernetes.networking.v1.Ingress(ingressName, revised.args, wanted.opts);
  return { ingress, revised };
}

function ingressArgs(
  args: ResolvedCreateArgs,
  { namespace, services }: IngressNeeds,
): WithPlainMetadata<IngressArgs> {
  const { spec, annotations } = ingressRules(args, services);
  return {
    metadata: {
      name: args.ingressName,
      namespace,
      annotations: {
        ...ingressAnnotations(args),
        ...annotations,
        ...externalDnsAnnotations(args),
        "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].hostname}",
      },
    },
    spec: { ingressClassName: args.ingressClassName, ...spec },
  };
}

function appliedIngress(
  parent: pulumi.Resource,
  args: ResolvedCreateArgs,
  { annotations, ruleCount, revision }: RevisedIngress,
  hostname: pulumi.Output<string>,
): pulumi.Output<Applied> {
  const { namespace, ingressName } = args;
  const backends = Object.fromEntries(
    controllerApps(args).map(({ name, serviceName, service }) => [name, `${serviceName}:${service.port}`]),
  );
  const applied = pulumi
    .all([args.clusterName, hostname, annotations, ruleCount, revision])
    .apply(([clusterName, host, known, count, wanted]) =>
      awaitApplied(
        {
          clusterName,
          namespace,
          ingressName,
          backends,
          hostname: host,
          annotations: known,
          ruleCount: count,
          revision: wanted,
        },
        { parent },
      ),
    );
  // Tags of the Ingress may be secret; what the controller made of it is not.
  return pulumi.unsecret(applied);
}
