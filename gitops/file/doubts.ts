import { doubtsAbout } from "../../provider/sigsentry/doubts";
import { type Declarations, placeOf } from "./declarations";
import type { Place } from "./source";

/** Something that is accepted, and can hardly mean what was wanted. */
export interface Doubt extends Place {
  /** Which value: `sigsentry.payments.serviceMappings[0].pathPrefix`. */
  readonly path: string;
  readonly message: string;
}

/** What is doubtful in the files of a project, in their order. */
export function doubtsIn({ stacks }: Declarations): Doubt[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.sigsentry).flatMap(([name, declared]) =>
      doubtsAbout(declared).map(({ path, message }) => ({
        ...placeOf(stack, "sigsentry", name, path),
        path: `sigsentry.${name}.${path}`,
        message,
      })),
    ),
  );
}
