import type { IncomingMessage } from "node:http";
import type { Clock } from "../core/clock.ts";
import type { ForwardAction } from "./routing-table.ts";
import type { TargetGroupView, TargetView } from "./target-group-view.ts";
import {
  APPLICATION_COOKIE,
  cookieToken,
  parseCookies,
  stickyCookies,
  TARGET_COOKIE,
  TARGET_GROUP_COOKIE,
} from "./stickiness.ts";
import { smoothlyWeighted, TargetGroupBalancer } from "./target-group-balancer.ts";

/** Where a request goes. */
export interface Choice<T> {
  readonly group: TargetGroupView;
  readonly target: T;
  /** Cookies that make the client come back. */
  readonly cookies: {
    readonly cookies: readonly string[];
    readonly withApplicationCookie?: { readonly name: string; readonly cookie: string };
  };
  /** Counts the request. @returns what to call when it is done. */
  started(): () => void;
}

const NO_COOKIES: ReadonlyMap<string, string> = new Map();

/** Chooses target group and target for requests, and remembers whose turn it is. */
export class TargetChooser {
  readonly #clock: Clock;
  readonly #balancers = new Map<string, TargetGroupBalancer>();
  readonly #groupCredit = new Map<string, Map<string, number>>();
  #zoneTurn = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined when the chosen group has no targets. */
  choose(ruleArn: string, action: ForwardAction, request: IncomingMessage): Choice<TargetView> | undefined {
    const sticky = action.stickySeconds !== undefined || action.groups.some(({ group }) => group.stickiness);
    const cookies = sticky ? parseCookies(request.headers.cookie) : NO_COOKIES;
    const group = this.#chooseGroup(ruleArn, action, cookies);
    if (group === undefined) return undefined;
    const balancer = this.#balancer(group.arn);
    const target =
      rememberedTarget(group, cookies) ??
      balancer.choose(this.#poolOf(group), group.policy, this.#clock.now());
    if (target === undefined) return undefined;
    return {
      group,
      target,
      cookies: sticky ? this.#cookiesFor(action, group, target) : { cookies: [] },
      started: () => balancer.started(target.key),
    };
  }

  /** Requests come in by all zones of the load balancer in turns. */
  #poolOf({ pools }: TargetGroupView): readonly TargetView[] {
    return pools.length === 1 ? pools[0]! : pools[this.#zoneTurn++ % pools.length]!;
  }

  /** A client's cookie counts more than weights: https://repost.aws/questions/QUugYm4uzWSI2af5mnmMjlZQ/alb-to-automatically-redirect-traffic */
  #chooseGroup(
    ruleArn: string,
    { groups, stickySeconds }: ForwardAction,
    cookies: ReadonlyMap<string, string>,
  ): TargetGroupView | undefined {
    if (stickySeconds !== undefined) {
      const token = cookies.get(TARGET_GROUP_COOKIE) ?? cookies.get(`${TARGET_GROUP_COOKIE}CORS`);
      const remembered = groups.find(({ group }) => cookieToken(group.arn) === token);
      if (remembered !== undefined) return remembered.group;
    }
    const [only, second] = groups;
    if (second === undefined) return only !== undefined && only.weight > 0 ? only.group : undefined;
    let credit = this.#groupCredit.get(ruleArn);
    if (credit === undefined) this.#groupCredit.set(ruleArn, (credit = new Map()));
    return smoothlyWeighted(credit, groups, ({ group, weight }) => ({ key: group.arn, weight }))?.group;
  }

  #cookiesFor(
    { stickySeconds }: ForwardAction,
    group: TargetGroupView,
    target: TargetView,
  ): Choice<TargetView>["cookies"] {
    const now = new Date(this.#clock.now());
    const cookies: string[] = [];
    if (stickySeconds !== undefined) {
      cookies.push(...stickyCookies(TARGET_GROUP_COOKIE, cookieToken(group.arn), stickySeconds, now));
    }
    const { stickiness } = group;
    if (stickiness === undefined) return { cookies };
    const token = cookieToken(group.arn, target.key);
    if (stickiness.type === "lb_cookie") {
      cookies.push(...stickyCookies(TARGET_COOKIE, token, stickiness.seconds, now));
      return { cookies };
    }
    const [cookie = ""] = stickyCookies(APPLICATION_COOKIE, token, stickiness.seconds, now);
    return { cookies, withApplicationCookie: { name: stickiness.cookieName, cookie } };
  }

  #balancer(groupArn: string): TargetGroupBalancer {
    let balancer = this.#balancers.get(groupArn);
    if (balancer === undefined) this.#balancers.set(groupArn, (balancer = new TargetGroupBalancer()));
    return balancer;
  }
}

/** The target that the client's cookie stands for, as long as it may get requests. */
function rememberedTarget(
  group: TargetGroupView,
  cookies: ReadonlyMap<string, string>,
): TargetView | undefined {
  const { stickiness } = group;
  if (stickiness === undefined) return undefined;
  const byApplication = stickiness.type === "app_cookie";
  const token = byApplication
    ? cookies.has(stickiness.cookieName) && cookies.get(APPLICATION_COOKIE)
    : (cookies.get(TARGET_COOKIE) ?? cookies.get(`${TARGET_COOKIE}CORS`));
  if (token === undefined || token === false) return undefined;
  return group.candidates.find(({ key }) => cookieToken(group.arn, key) === token);
}
