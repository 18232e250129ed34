/** The fields of built-in objects that the simulated cluster itself reads. Names and meaning as in the Kubernetes API. */
export type * from "./objects/autoscaling.ts";
export type * from "./objects/cluster.ts";
export type * from "./objects/common.ts";
export type * from "./objects/config.ts";
export type * from "./objects/container.ts";
export type * from "./objects/ingress.ts";
export type * from "./objects/network.ts";
export type * from "./objects/network-policy.ts";
export type * from "./objects/node.ts";
export type * from "./objects/pod.ts";
export type * from "./objects/scheduling.ts";
export type * from "./objects/volume.ts";
export type * from "./objects/workload.ts";
