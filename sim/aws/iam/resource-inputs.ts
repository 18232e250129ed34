/** Inputs that many resources of this service share. */
import { z } from "zod";

/** A name, the beginning of one, or neither; see `chosenName`. */
export const nameInputs = {
  name: z.exactOptional(z.string()),
  namePrefix: z.exactOptional(z.string()),
};

export const tagsInput = z.exactOptional(z.record(z.string(), z.string()));
