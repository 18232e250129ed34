import type { VirtualRequest } from "../../../sim/data-plane/virtual-request.ts";
import type { Drill, Moment } from "./drill.ts";
import { answersTo } from "./requests-in-virtual-time.ts";
import type { Stage } from "./stage.ts";

const RATE_LIMITS = [{ name: "all", limit: 100, windowSeconds: 60 }];

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html */
export const rateLimitBehindOneAddress: Drill = {
  name: "rate-limit-behind-one-address",
  summary: "a limit of requests hits everybody who comes through one proxy, because of one of them",
  cause:
    "A limit counts requests by the address of their connection. Behind a proxy of one's own, such as CloudFront, that is an address of the " +
    "proxy for all clients, so that one who asks too much uses the limit up for all. The same holds for an office or a mobile network " +
    "behind one address.",
  remedy:
    "Set protection.clientAddressHeader to the header in which the proxy tells the client's address, such as X-Forwarded-For, and let nobody " +
    "but the proxy reach the load balancer (ingress.inboundCidrs): who can, writes into the header what he likes. For networks of others " +
    "raise the limit, or let it only count at first (action: count).",
  async play(scene) {
    const base = await scene.runningStage("owner");
    const limit = (more: object) => {
      const protection = { managedRuleGroups: [], rateLimits: RATE_LIMITS, ...more };
      return base.with({ protection: JSON.stringify(protection) }).up(base.primary);
    };
    const before = look(base, "no limit");
    await limit({});
    const limited = look(base, "100 requests a minute");
    await limit({ clientAddressHeader: "X-Forwarded-For" });
    return {
      moments: [before, limited],
      afterRemedy: [look(base, "protection.clientAddressHeader is X-Forwarded-For")],
    };
  },
};

function look(stage: Stage, when: string): Moment {
  const symptoms = answersTo(stage, {
    "a client with 10 requests a second": from("198.51.100.7", { perSecond: 10 }),
    "a client with one a second, through the same proxy": from("198.51.100.8"),
  });
  return { when, symptoms };
}

function from(address: string, request: VirtualRequest = {}): VirtualRequest {
  return { ...request, headers: { "x-forwarded-for": address } };
}
