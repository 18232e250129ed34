import type { Service } from "../service.ts";
import { awsxComponents } from "./awsx/components.ts";
import { eksComponents } from "./eks/components.ts";

/** Components that plugins expand: awsx and eks. */
export const packagesService: Service = {
  name: "packages",
  components: [...awsxComponents, ...eksComponents],
};
