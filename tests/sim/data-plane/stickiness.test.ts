import { expect, it } from "vitest";
import { type Answer, forwardByWeight, openEdge } from "./edge.ts";
import { newTargetGroup } from "../aws/elbv2/world.ts";

const A = "192.168.0.10";
const B = "192.168.1.10";

/** The cookies that an answer sets, as a request gives them back. */
function cookiesOf({ headers }: Answer): string {
  return [headers["set-cookie"] ?? []]
    .flat()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

it("brings a client with the load balancer's cookie back to its target", async () => {
  const { addPods, call, cloud, targetGroupArn, get } = await openEdge();
  addPods([A, B]);
  call("ModifyTargetGroupAttributes", {
    TargetGroupArn: targetGroupArn,
    Attributes: [
      { Key: "stickiness.enabled", Value: "true" },
      { Key: "stickiness.lb_cookie.duration_seconds", Value: "60" },
    ],
  });
  const first = await get();
  const expires = new Date(cloud.clock.now() + 60_000).toUTCString();
  expect(first.headers["set-cookie"]).toEqual([
    expect.stringMatching(new RegExp(`^AWSALB=[\\w+/=]{88}; Expires=${expires}; Path=/$`)),
    expect.stringMatching(new RegExp(`^AWSALBCORS=[\\w+/=]{88}; Expires=${expires}; Path=/; SameSite=None$`)),
  ]);
  const cookie = cookiesOf(first);
  const bodies = new Set<string>();
  for (let count = 0; count < 4; count++) bodies.add((await get("/", { headers: { cookie } })).body);
  expect([...bodies]).toEqual([first.body]);

  call("DeregisterTargets", { TargetGroupArn: targetGroupArn, Targets: [{ Id: first.body }] });
  const moved = await get("/", { headers: { cookie } });
  expect(moved.body).toBe(first.body === A ? B : A);
});

it("follows the application's cookie", async () => {
  const { addPods, call, cluster, targetGroupArn, get } = await openEdge();
  addPods([A, B]);
  for (const address of [A, B]) {
    cluster.setProgram(address, () => ({ status: 200, headers: { "set-cookie": "SID=1" }, body: address }));
  }
  call("ModifyTargetGroupAttributes", {
    TargetGroupArn: targetGroupArn,
    Attributes: [
      { Key: "stickiness.enabled", Value: "true" },
      { Key: "stickiness.type", Value: "app_cookie" },
      { Key: "stickiness.app_cookie.cookie_name", Value: "SID" },
    ],
  });
  const first = await get();
  const cookie = cookiesOf(first);
  expect(cookie).toMatch(/^SID=1; AWSALBAPP-0=[\w+/=]{88}$/);
  const again = [await get("/", { headers: { cookie } }), await get("/", { headers: { cookie } })];
  expect(again.map(({ body }) => body)).toEqual([first.body, first.body]);
});

it("divides requests among target groups by weight, and keeps a client's group", async () => {
  const world = await openEdge();
  const { addPods, call, listenerArn, targetGroupArn, get } = world;
  const second = newTargetGroup(world, "second");
  const forward = (weights: readonly [number, number], sticky = false) =>
    call("ModifyListener", {
      ListenerArn: listenerArn,
      DefaultActions: [forwardByWeight({ [targetGroupArn]: weights[0], [second]: weights[1] }, sticky)],
    });
  forward([3, 1]);
  addPods([A]);
  addPods([B], second);
  const bodies: string[] = [];
  for (let count = 0; count < 8; count++) bodies.push((await get()).body);
  expect(bodies.filter((body) => body === A)).toHaveLength(6);

  forward([3, 1], true);
  const first = await get();
  const cookie = cookiesOf(first);
  expect(cookie).toMatch(/^AWSALBTG=[\w+/=]{88}; AWSALBTGCORS=/);
  const bodiesWithCookie = async () => {
    const again: string[] = [];
    for (let count = 0; count < 8; count++) again.push((await get("/", { headers: { cookie } })).body);
    return [...new Set(again)];
  };
  expect(await bodiesWithCookie()).toEqual([first.body]);
  forward(first.body === A ? [0, 1] : [1, 0], true);
  expect(await bodiesWithCookie()).toEqual([first.body]);
  expect((await get()).body).toBe(first.body === A ? B : A);
});

it("does not know what happens when no target group has a weight", async () => {
  const { addPods, call, listenerArn, targetGroupArn, get } = await openEdge();
  addPods([A]);
  const DefaultActions = [forwardByWeight({ [targetGroupArn]: 0 })];
  call("ModifyListener", { ListenerArn: listenerArn, DefaultActions });
  expect(await get()).toMatchObject({
    status: 501,
    body: "NotSimulated: request (to an action in which all weights are 0)\n",
  });
});
