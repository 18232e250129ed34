import { operation } from "../operation.ts";
import type { LoadBalancerArnInput } from "./load-balancer.ts";

/** No load balancer here has reserved capacity; changes of it are not simulated. */
export const describeCapacityReservation = operation<
  LoadBalancerArnInput,
  { readonly DecreaseRequestsRemaining: number; readonly CapacityReservationState: readonly object[] }
>({
  run(cloud, { LoadBalancerArn }) {
    cloud.elbv2.loadBalancers.get(LoadBalancerArn);
    return { DecreaseRequestsRemaining: 2, CapacityReservationState: [] };
  },
});
