import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { problemsOf, type Problem } from "../shared/args-error.ts";
import { componentType, transformed, transformedObject } from "../shared/transform.ts";
import { resolveLbcAddonArgs, type LbcAddonArgs, type ResolvedLbcAddonArgs } from "./args.ts";
import { crdsToMake } from "./crds.ts";
import { createIdentity } from "./identity.ts";
import { INGRESS_CLASS, releaseArgs } from "./release.ts";
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

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: LbcAddonArgs): readonly Problem[] {
    return problemsOf(() => resolveLbcAddonArgs(name, args));
  }

  constructor(name: string, args: LbcAddonArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveLbcAddonArgs(name, args);
    super(componentType("LbcAddon"), name, {}, opts);

    const crds = this.#createCrds(name, resolved);
    const identity = createIdentity(name, resolved, this);
    const serviceAccount = this.#createServiceAccount(`${name}-service-account`, resolved, identity.role.arn);
    const release = this.#createRelease(`${name}-release`, resolved, identity.role.arn, [
      ...crds,
      ...identity.granted,
      serviceAccount,
      ...resolved.podsDependOn,
    ]);
    const ingressClass = this.#createIngressClass(`${name}-ingress-class`, resolved, release);

    this.policyArn = identity.policyArn;
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

  /** With a CRD all its objects are deleted, so none is deleted by Pulumi, whatever becomes of the component. */
  #createCrds(name: string, args: ResolvedLbcAddonArgs): pulumi.Resource[] {
    if (!args.createCrds) return [];
    return crdsToMake(args).map(
      ({ metadata, spec }) =>
        new kubernetes.apiextensions.v1.CustomResourceDefinition(
          `${name}-crd-${spec.names.plural}`,
          { metadata, spec },
          { parent: this, retainOnDelete: true },
        ),
    );
  }

  #createServiceAccount(
    name: string,
    args: ResolvedLbcAddonArgs,
    roleArn: pulumi.Output<string>,
  ): kubernetes.core.v1.ServiceAccount {
    // With Pod Identity, too: it serves pods that come before the association has taken effect.
    const trusted = args.identity.oidcProviderArn !== undefined;
    return new kubernetes.core.v1.ServiceAccount(
      name,
      transformedObject<kubernetes.types.input.core.v1.ServiceAccount>(
        args.transform.serviceAccount,
        {
          metadata: {
            name: LBC_SERVICE_ACCOUNT,
            namespace: LBC_NAMESPACE,
            labels: { "app.kubernetes.io/name": LBC_SERVICE_ACCOUNT },
            ...(trusted ? { annotations: { "eks.amazonaws.com/role-arn": roleArn } } : {}),
          },
        },
        name,
      ),
      { parent: this },
    );
  }

  #createRelease(
    name: string,
    args: ResolvedLbcAddonArgs,
    roleArn: pulumi.Output<string>,
    dependsOn: pulumi.Resource[],
  ): kubernetes.helm.v3.Release {
    return new kubernetes.helm.v3.Release(
      name,
      transformed(args.transform.release, releaseArgs(args, roleArn), name),
      { parent: this, dependsOn },
    );
  }

  #createIngressClass(
    name: string,
    args: ResolvedLbcAddonArgs,
    release: pulumi.Resource,
  ): kubernetes.networking.v1.IngressClass {
    return new kubernetes.networking.v1.IngressClass(
      name,
      transformedObject<kubernetes.types.input.networking.v1.IngressClass>(
        args.transform.ingressClass,
        { metadata: { name: INGRESS_CLASS }, spec: { controller: "ingress.k8s.aws/alb" } },
        name,
      ),
      { parent: this, dependsOn: [release] },
    );
  }
}
