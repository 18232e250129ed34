/**
 * Two clusters behind the simulated load balancer, with so many rules before those of the fleet as the first argument says;
 * `https` is the second where it is to be asked by HTTPS. Prints where it answers, and ends with its standard input.
 */
import { DataPlane } from "../sim/data-plane/data-plane.ts";
import { verifyTargets } from "../fleet/local/verify.ts";
import { bringUpFleet } from "./fleet.ts";
import { putRulesFirst } from "./rules.ts";

const [rules = "0", protocol] = process.argv.slice(2);
const listenerPort = protocol === "https" ? 443 : 80;
const certificate =
  "arn:aws:acm:ap-northeast-2:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const tls = { certificateArns: [certificate], redirectHttp: false };

const { host } = await bringUpFleet(2, listenerPort === 443 ? { owner: { ingress: { tls } } } : {});
const { loadBalancers } = verifyTargets(host.cloud);
const loadBalancerArn = loadBalancers[0]!.arn;
if (Number(rules) > 0) putRulesFirst(host.cloud, loadBalancerArn, Number(rules));
const dataPlane = new DataPlane(host.cloud);
const { url } = await dataPlane.listen({ loadBalancerArn, listenerPort });
const ca = (await dataPlane.certificateAuthority()) ?? "";
process.stdout.write(`${url} ${Buffer.from(ca).toString("base64")}\n`);
process.stdin.once("end", () => void dataPlane.close()).resume();
