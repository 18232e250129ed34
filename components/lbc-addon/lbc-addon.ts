import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createObject } from "../shared/child.ts";
import { createServiceAccount } from "../shared/identity/service-account.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { LbcAddonArgs, LbcAddonNodes } from "./args.ts";
import { lbcAddonProblems } from "./check.ts";
import { crdsToMake } from "./crds.ts";
import { createIdentity } from "./identity.ts";
import { createIngressClass } from "./ingress-class.ts";
import { createRelease } from "./release.ts";
import { resolveLbcAddonArgs, type ResolvedLbcAddonArgs } from "./resolve.ts";
import { LBC_NAMESPACE, LBC_SERVICE_ACCOUNT } from "./trust-policy.ts";

/**
 * AWS Load Balancer Controller on one cluster: its CRDs, its identity in AWS, its Helm release and its IngressClass,
 * made in this order and taken away in the reverse one.
 *
 * Give it the cluster's Kubernetes provider (`providers: [cluster.provider]`) and let its pods depend on the nodes: the
 * release is ready when they are. Its identity is made while nodes start, since AWS needs a while until it is effective
 * everywhere.
 *
 * `identity.type` may be changed while the controller runs, either way. Its pods are replaced one after the other, and the
 * role trusts both ways all the time, so that old and new ones work side by side.
 *
 * @example
 * const controller = new LbcAddon("myeks-lbc", {
 *   clusterName: cluster.clusterName,
 *   region: "ap-northeast-2",
 *   vpcId: vpc.vpcId,
 *   backendSecurityGroupId: backend.securityGroupId,
 *   identity: { type: "irsa", oidcIssuer: cluster.oidcIssuer, oidcProviderArn: cluster.oidcProviderArn },
 *   podsDependOn: cluster.ready,
 * }, { providers: [cluster.provider] });
 */
export class LbcAddon extends pulumi.ComponentResource {
  /** The controller's IAM policy: members of the same account take it as `existingPolicyArn`. */
  readonly policyArn: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  /** Service account of the controller, in namespace kube-system. */
  readonly serviceAccountName: pulumi.Output<string>;
  /** What Ingresses name as their `ingressClassName`. */
  readonly ingressClassName: pulumi.Output<string>;
  /** Version of the installed Helm chart. */
  readonly chartVersion: pulumi.Output<string>;
  /** What Ingresses, TargetGroupBindings and Services must depend on: the last thing made, the first to go. */
  readonly ready: pulumi.Resource;
  readonly nodes: LbcAddonNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: LbcAddonArgs): readonly ProblemOf<LbcAddonArgs>[] {
    return lbcAddonProblems(name, resolveLbcAddonArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: LbcAddonArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveLbcAddonArgs(args);
    refuseProblems("LbcAddon", name, lbcAddonProblems(name, resolved));
    super(componentType("LbcAddon"), name, {}, opts);

    const crds = createCrds(this, name, resolved);
    const { granted, policyArn, ...identity } = createIdentity(this, name, resolved);
    const serviceAccount = createServiceAccount(this, name, {
      identity: resolved.identity,
      roleArn: identity.role.arn,
      namespace: LBC_NAMESPACE,
      serviceAccount: LBC_SERVICE_ACCOUNT,
      transform: resolved.transform.serviceAccount,
    });
    const release = createRelease(this, name, resolved, {
      roleArn: identity.role.arn,
      dependsOn: [
        ...[...crds, ...granted, serviceAccount, ...resolved.podsDependOn],
        ...(resolved.gatewayApi?.ready ?? []),
      ],
    });
    const { ingressClassParams, ingressClass } = createIngressClass(this, name, resolved, release);

    this.nodes = { crds, ...identity, serviceAccount, release, ingressClassParams, ingressClass };
    this.policyArn = policyArn;
    this.roleArn = identity.role.arn;
    this.serviceAccountName = serviceAccount.metadata.name;
    this.ingressClassName = ingressClass.metadata.name;
    this.chartVersion = release.version;
    this.ready = ingressClass;
    this.registerOutputs({
      policyArn: this.policyArn,
      roleArn: this.roleArn,
      serviceAccountName: this.serviceAccountName,
      ingressClassName: this.ingressClassName,
      chartVersion: this.chartVersion,
    });
  }
}

/** With a CRD all its objects are deleted, so none is deleted by Pulumi, whatever becomes of the component. */
function createCrds(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedLbcAddonArgs,
): kubernetes.apiextensions.v1.CustomResourceDefinition[] {
  if (!args.createCrds) return [];
  return crdsToMake(args).map(({ metadata, spec }) =>
    createObject(kubernetes.apiextensions.v1.CustomResourceDefinition, `${name}-crd-${spec.names.plural}`, {
      args: { metadata, spec },
      opts: { parent, retainOnDelete: true },
      transform: args.transform.crd,
    }),
  );
}
