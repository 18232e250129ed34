import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { transformed, type WithPlainMetadata } from "../shared/transform.ts";
import { awaitApplied } from "./await-applied.ts";
import { ALB_ANNOTATION, ingressAnnotations } from "./ingress-annotations.ts";
import type { MadeByController } from "./made-by-controller.ts";
import type { ResolvedCreateArgs } from "./resolve.ts";
import { withRevision, type RevisedIngress } from "./revision.ts";
import { SERVICE_PORT, type ServiceSide } from "./service.ts";
import type { IngressSide } from "./ingress-side.ts";

type IngressArgs = kubernetes.types.input.networking.v1.Ingress;

/**
 * The Ingress, and what the controller makes of it: load balancer, target group and a binding of the same name.
 *
 * Pulumi's own wait for an Ingress wants endpoints, which come only with the workload; the host name is what tells that
 * the controller has made all of these. A changed Ingress has one already: that the change is applied is looked up in AWS.
 */
export function createSharedIngress(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedCreateArgs,
  serviceSide: ServiceSide,
): IngressSide {
  const { ingress, revised } = createIngress(parent, name, args, serviceSide);
  const hostname = ingress.status.loadBalancer.ingress[0]!.hostname;
  const made = appliedIngress(parent, args, revised, hostname);
  return {
    nodes: { ingress },
    targetGroupArn: made.apply(({ targetGroupArn }) => targetGroupArn),
    loadBalancerArn: made.apply(({ loadBalancerArn }) => loadBalancerArn),
    loadBalancerDnsName: made.apply(() => hostname),
    bindingName: made.apply(({ targetGroupName }) => targetGroupName),
    ready: ingress,
  };
}

/** The fingerprint is of what a transform has left: of what is asked of the controller. */
function createIngress(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedCreateArgs,
  serviceSide: ServiceSide,
): { readonly ingress: kubernetes.networking.v1.Ingress; readonly revised: RevisedIngress } {
  const ingressName = `${name}-ingress`;
  const own = {
    args: ingressArgs(args, serviceSide),
    opts: {
      parent,
      // Its name is fixed, and so may be the load balancer's.
      deleteBeforeReplace: args.replaceable,
      dependsOn: [serviceSide.service],
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
  const revised = withRevision(wanted.args);
  const ingress = new kubernetes.networking.v1.Ingress(ingressName, revised.args, wanted.opts);
  return { ingress, revised };
}

function ingressArgs(
  args: ResolvedCreateArgs,
  { namespace, service }: ServiceSide,
): WithPlainMetadata<IngressArgs> {
  return {
    metadata: {
      name: args.ingressName,
      namespace,
      annotations: {
        ...ingressAnnotations(args),
        "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].hostname}",
      },
    },
    spec: {
      ingressClassName: args.ingressClassName,
      rules: [
        {
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: service.metadata.name, port: { number: SERVICE_PORT } } },
              },
            ],
          },
        },
      ],
    },
  };
}

function appliedIngress(
  parent: pulumi.Resource,
  args: ResolvedCreateArgs,
  { annotations, revision }: RevisedIngress,
  hostname: pulumi.Output<string>,
): pulumi.Output<MadeByController> {
  const { namespace, ingressName, serviceName } = args;
  const made = pulumi
    .all([args.clusterName, hostname, annotations, revision])
    .apply(([clusterName, host, known, wanted]) =>
      awaitApplied(
        {
          clusterName,
          namespace,
          ingressName,
          backend: `${serviceName}:${SERVICE_PORT}`,
          hostname: host,
          annotations: known,
          revision: wanted,
        },
        { parent },
      ),
    );
  // Tags of the Ingress may be secret; what the controller made of it is not.
  return pulumi.unsecret(made);
}
