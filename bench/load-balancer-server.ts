/** Two clusters behind the simulated load balancer; prints where it answers, and ends with its standard input. */
import { DataPlane } from "../sim/data-plane/data-plane.ts";
import { verifyTargets } from "../fleet/local/verify.ts";
import { bringUpFleet } from "./fleet.ts";

const { host } = await bringUpFleet(2);
const { loadBalancers } = verifyTargets(host.cloud);
const dataPlane = new DataPlane(host.cloud);
const { url } = await dataPlane.listen({ loadBalancerArn: loadBalancers[0]!.arn });
process.stdout.write(`${url}\n`);
process.stdin.once("end", () => void dataPlane.close()).resume();
