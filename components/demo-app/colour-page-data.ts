import * as pulumi from "@pulumi/pulumi";
import { contentName } from "../shared/pods/content-name.ts";
import { colourPageFiles, type ColourPageFiles } from "./colour-page.ts";
import type { ColourPage } from "./content.ts";

/** What the ConfigMap of a page holds. */
interface ColourPageData {
  /** Follows from the files. It is plain: names are not secret. */
  readonly name: pulumi.Input<string>;
  readonly data: { readonly [File in keyof ColourPageFiles]: pulumi.Input<string> };
}

/**
 * The files of a page; those that show a secret heading are secret.
 *
 * @param prefix begins the name.
 */
export function colourPageData(prefix: string, page: ColourPage): ColourPageData {
  const { heading, ...others } = page;
  if (typeof heading === "string") {
    const files = colourPageFiles({ ...others, heading });
    return { name: contentName(prefix, { ...files }), data: { ...files } };
  }
  const files = pulumi.output(heading).apply((text) => colourPageFiles({ ...others, heading: text }));
  return {
    name: pulumi.unsecret(files.apply((known) => contentName(prefix, { ...known }))),
    data: {
      "default.conf": pulumi.unsecret(files.apply((known) => known["default.conf"])),
      "index.html": files.apply((known) => known["index.html"]),
    },
  };
}
