import { imageSource } from "../../kubernetes/image.ts";
import type { Service } from "../../service.ts";
import { awsLoadBalancerControllerChart } from "./chart.ts";
import { loadBalancerControllerImages } from "./controller/process/image.ts";

/** AWS Load Balancer Controller: its chart, and the program in its image. */
export const loadBalancerControllerService: Service = {
  name: "aws-load-balancer-controller",
  charts: [awsLoadBalancerControllerChart],
  images: imageSource(loadBalancerControllerImages),
};
