/**
 * Two clusters behind the simulated load balancer, with so many rules before those of the fleet as the argument says; prints
 * where it answers, and ends with its standard input.
 */
import { DataPlane } from "../sim/data-plane/data-plane.ts";
import { verifyTargets } from "../fleet/local/verify.ts";
import { bringUpFleet } from "./fleet.ts";
import { putRulesFirst } from "./rules.ts";

const { host } = await bringUpFleet(2);
const { loadBalancers } = verifyTargets(host.cloud);
const loadBalancerArn = loadBalancers[0]!.arn;
const rules = Number(process.argv[2] ?? 0);
if (rules > 0) putRulesFirst(host.cloud, loadBalancerArn, rules);
const dataPlane = new DataPlane(host.cloud);
const { url } = await dataPlane.listen({ loadBalancerArn });
process.stdout.write(`${url}\n`);
process.stdin.once("end", () => void dataPlane.close()).resume();
