import aws from "@pulumi/aws/package.json" with { type: "json" };
import awsx from "@pulumi/awsx/package.json" with { type: "json" };
import eks from "@pulumi/eks/package.json" with { type: "json" };
import kubernetes from "@pulumi/kubernetes/package.json" with { type: "json" };

/** Versions that the providers report: those of the SDKs, so that the engine finds nothing to warn about. */
export const PACKAGE_VERSIONS: Readonly<Record<string, string>> = {
  aws: aws.version,
  awsx: awsx.version,
  eks: eks.version,
  kubernetes: kubernetes.version,
};
