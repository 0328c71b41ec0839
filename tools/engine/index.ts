export { type EnsureOptions, ensureEngine, ensureYamlHost } from "./ensure";
export { type EngineUse, engineEnvironment } from "./environment";
export { type ProgressDisplay, progressDisplay } from "./progress";
export {
  type Engine,
  EngineError,
  type EngineEvent,
  EngineInterrupted,
  type EngineSource,
  type OnProgress,
} from "./types";
