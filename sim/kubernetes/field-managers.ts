/** Names under which the programs of a cluster write: what their clients call themselves. */
export const fieldManagers = {
  /** EKS names itself in add-ons: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-field-management.html */
  eks: "eks",
  apiServer: "kube-apiserver",
  /** Helm inside of Pulumi's provider: the name of the plugin's program. */
  helm: "pulumi-resource-kubernetes",
  controllerManager: "kube-controller-manager",
  kubelet: "kubelet",
  loadBalancerController: "controller",
  scheduler: "kube-scheduler",
} as const;
