import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import type { PodSpec } from "../../sim/kubernetes/objects.ts";

/** An image that the simulated cloud does not know: a stand-in answers in its place, so that nothing is said of it. */
export interface StandInReport {
  /** As the pods name it. */
  readonly image: string;
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** How many of its pods run it. */
  readonly pods: number;
}

/** By cluster, then by image. */
export function readStandIns(cloud: Cloud): StandInReport[] {
  return [...clustersOf(cloud).values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((cluster) => {
      const images = cluster.api
        .list("v1/Pod")
        .flatMap((pod) => [...new Set((pod["spec"] as PodSpec).containers.map(({ image }) => image))])
        .filter((image) => cluster.image(image).standIn === true)
        .sort();
      return [...Map.groupBy(images, (image) => image)].map(([image, { length: pods }]) => ({
        image,
        cluster: cluster.name,
        pods,
      }));
    });
}

/** `registry.example.com/shop:1 in myeks` */
export function describeStandIn({ image, cluster }: Pick<StandInReport, "image" | "cluster">): string {
  return `${image} in ${cluster}`;
}
