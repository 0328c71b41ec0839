import type { Lifecycle } from "../contract";
import { withinTime } from "../http/timeLimit";
import type { ProviderKind } from "./kind";

/** A kind whose operations keep to the time that the host gives them. */
export function keepingTime(kind: ProviderKind): ProviderKind {
  return {
    ...kind,
    open: (config, context) => limited(kind.open(config, context)),
    reach(config, environment) {
      const reached = kind.reach(config, environment);
      return { ...reached, open: (options) => limited(reached.open(options)) };
    },
  };
}

function limited(kind: Lifecycle): Lifecycle {
  return {
    secrets: kind.secrets,
    check: (...given) => kind.check(...given),
    diff: (...given) => kind.diff(...given),
    preview: (...given) => kind.preview(...given),
    create: (inputs, identity, options) =>
      withinTime("create", options?.timeoutMs, () => kind.create(inputs, identity, options)),
    read: (id, state, options) => withinTime("read", options?.timeoutMs, () => kind.read(id, state)),
    update: (id, state, inputs, options) =>
      withinTime("update", options?.timeoutMs, () => kind.update(id, state, inputs)),
    delete: (id, state, options) => withinTime("delete", options?.timeoutMs, () => kind.delete(id, state)),
    list: (...given) => kind.list(...given),
    test: (...given) => kind.test(...given),
    redact: (text) => kind.redact(text),
  };
}
