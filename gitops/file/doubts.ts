import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import { connectionsOf, type Declarations, placeOf } from "./declarations";
import type { Place } from "./yaml/source";

/** Something that is accepted, and can hardly mean what was wanted. */
export interface Doubt extends Place {
  readonly kind: Kind;
  /** Which value: `sigsentry.payments.serviceMappings[0].pathPrefix`. */
  readonly path: string;
  readonly message: string;
}

/** What is doubtful in the files of a project, in their order. */
export function doubtsIn({ stacks }: Declarations): Doubt[] {
  return stacks.flatMap((stack) =>
    connectionsOf(stack).flatMap(({ kind, name, declared }) =>
      providerKind(kind)
        .doubtsAbout(declared)
        .map(({ path, message }) => ({
          ...placeOf(stack, kind, name, path),
          kind,
          path: `${kind}.${name}.${path}`,
          message,
        })),
    ),
  );
}
