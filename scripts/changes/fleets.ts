/** What the fleets of several applications are configured with. */

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

/** The members of the edge, with as many requests for each. */
export const WEIGHTS = { default: { "myeks-cluster2": 100, "myeks-cluster3": 100 } };
