import { stringify } from "yaml";

/** Text between the parts of the document; nothing in a part may look like it. */
export const BOUNDARY = "==multicluster-ingress==";

/**
 * User data of a group's nodes, or undefined if they need none. It is a MIME document that EKS merges with its own: a
 * script that cloud-init runs, and a configuration that nodeadm merges with the one from EKS. See
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data
 */
export function nodeUserData(
  initScript: string | undefined,
  maxPods: number | undefined,
): string | undefined {
  const parts = [
    ...(initScript === undefined ? [] : [mimePart('text/x-shellscript; charset="us-ascii"', initScript)]),
    ...(maxPods === undefined ? [] : [mimePart("application/node.eks.aws", nodeConfig(maxPods))]),
  ];
  if (parts.length === 0) return undefined;
  const header = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${BOUNDARY}"\n\n`;
  return `${header}${parts.join("")}--${BOUNDARY}--\n`;
}

function mimePart(contentType: string, content: string): string {
  return `--${BOUNDARY}\nContent-Type: ${contentType}\n\n${content.trimEnd()}\n\n`;
}

/**
 * The limit is a flag of the kubelet, not `maxPods` of its configuration: that is in EKS's own NodeConfig too, which takes
 * precedence, while flags outrank both. See
 * https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence and
 * https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
 */
function nodeConfig(maxPods: number): string {
  return stringify({
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: { kubelet: { flags: [`--max-pods=${maxPods}`] } },
  });
}
