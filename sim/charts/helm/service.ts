import type { Service } from "../../service.ts";
import { chartsOf } from "../registry.ts";
import { releaseResource } from "./release-resource.ts";

/** Helm: releases of the charts that other services bring. */
export const helmService: Service = { name: "helm", state: chartsOf, resources: [releaseResource] };
