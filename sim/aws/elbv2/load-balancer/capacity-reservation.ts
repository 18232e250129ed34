import { operation } from "../../../core/operation.ts";
import type { LoadBalancerArnInput } from "../requests.ts";
import { elbv2State } from "../state.ts";

/** No load balancer here has reserved capacity; changes of it are not simulated. */
export const describeCapacityReservation = operation<
  LoadBalancerArnInput,
  { readonly DecreaseRequestsRemaining: number; readonly CapacityReservationState: readonly object[] }
>({
  run(cloud, { LoadBalancerArn }) {
    elbv2State(cloud).loadBalancers.get(LoadBalancerArn);
    return { DecreaseRequestsRemaining: 2, CapacityReservationState: [] };
  },
});
