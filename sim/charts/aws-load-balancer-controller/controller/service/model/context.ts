import type { Annotations } from "../../annotations.ts";
import type { Service } from "../../kubernetes/objects.ts";
import type { ModelSources } from "../../model-sources.ts";

/** One build. */
export interface BuildContext extends ModelSources {
  readonly service: Service;
  readonly annotations: Annotations;
}
