import { expect, it } from "vitest";
import { DRILLS, findDrill } from "../../../../fleet/local/drills/index.ts";

it("finds each drill by its name", () => {
  expect(DRILLS.map(({ name }) => findDrill(name))).toEqual(DRILLS);
});

it("names all drills when there is none of a name", () => {
  expect(() => findDrill("flood")).toThrow(
    'there is no drill "flood"; use one of both-flags-on, member-flag-off, both-flags-off, missing-iam-action, log-bucket-without-policy, ' +
      "wrong-trust-policy, other-credentials, imds-hop-limit, binding-without-networking, node-port-closed, traffic-policy-local, service-without-class, two-tagged-security-groups, " +
      "subnets-without-role-tags, one-zone, few-addresses, too-many-pods, addresses-exhausted, fragmented-subnet, autoscaling-without-metrics-server, " +
      "certificate-pending, name-of-another-stack, one-owner-id-twice, two-owners-of-a-name, annotation-prefix-trap, " +
      "name-outside-of-filter, zone-delegated-elsewhere, gateway-certificate-refs, gateway-lost-health-check, gateway-api-after-controller, uploads-blocked-by-body-rule, rate-limit-behind-one-address, controller-removed-first, " +
      "lost-cluster, alarm-of-lost-cluster, weights-without-traffic, vanished-app, shadowed-route, second-load-balancer, leaked-interface, flag-flipped",
  );
});

it("tells cause and remedy of each in sentences", () => {
  const loose = DRILLS.filter(
    ({ cause, remedy }) => !/^[A-Z].*\.$/.test(cause) || !/^[A-Z].*\.$/.test(remedy),
  );
  expect(loose).toEqual([]);
});
