/** What living fleets are configured with before a change, and after it. */

/** A page for all that no other application takes. */
export const PAGE = { content: { type: "colour-page" } };

/** A container that is asked for by its host. */
export const SHOP = {
  order: -1,
  image: "registry.example.com/shop:1",
  healthCheck: { path: "/healthz" },
  routes: [{ hosts: ["shop.example.com"] }],
};

export const APPS = { page: PAGE, shop: SHOP };

/** The fleet of a VPC that is in the account already. */
export const IN_GIVEN_VPC = {
  vpc: {
    existing: {
      vpcId: "<vpc>",
      publicSubnetIds: ["<public subnet 0>", "<public subnet 1>", "<public subnet 2>"],
      privateSubnetIds: ["<private subnet 0>", "<private subnet 1>", "<private subnet 2>"],
    },
  },
};

/** The members of the edge, with as many requests for each. */
export const WEIGHTS = { default: { "myeks-cluster2": 100, "myeks-cluster3": 100 } };
