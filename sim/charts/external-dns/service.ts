import { imageSource } from "../../kubernetes/image.ts";
import type { Service } from "../../service.ts";
import { externalDnsChart } from "./chart.ts";
import { externalDnsImages } from "./controller/image.ts";

/** ExternalDNS: its chart, and the program in its image. */
export const externalDnsService: Service = {
  name: "external-dns",
  charts: [externalDnsChart],
  images: imageSource(externalDnsImages),
};
