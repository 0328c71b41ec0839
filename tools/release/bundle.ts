import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { build, type Plugin } from "esbuild";
import type { Kind } from "../../provider/kinds/names";

/** The root folder of the repository. */
export const ROOT = join(__dirname, "..", "..");

const PLUGIN = join(ROOT, "provider", "hosts", "plugin");

/** In an executable there is no `node_modules`: what the plugin finds there at run time is imported instead. */
const GRPC = `
import * as service from "./proto/engine_grpc_pb";
import * as messages from "./proto/engine_pb";
export * as grpc from "@grpc/grpc-js";
export { Struct } from "google-protobuf/google/protobuf/struct_pb";
export { Any } from "google-protobuf/google/protobuf/any_pb";
export { Empty } from "google-protobuf/google/protobuf/empty_pb";
export const engineService = () => ({ ...service, ...messages });
`;

/**
 * Makes one file of a plugin and of all that it needs.
 *
 * @returns the folders of the npm packages of which there is something in it.
 */
export async function bundle(kind: Kind, file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(PLUGIN, `${kind}.ts`)],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node22",
    metafile: true,
    logLevel: "error",
    plugins: [replacing(replacements(kind))],
  });
  const inputs = Object.keys(metafile.inputs);
  for (const { replaced } of replacements(kind))
    if (!inputs.some((input) => input.endsWith(relative(ROOT, replaced).split(sep).join("/"))))
      throw new Error(`${replaced} is no part of the plugin any more, and was to be replaced.`);
  return [...new Set(inputs.flatMap(packageOf))].sort();
}

/** A file of the sources, and what stands for it in a bundle. */
interface Replacement {
  readonly replaced: string;
  readonly contents: string;
  /** The folder in which what it imports is looked for. */
  readonly importsFrom: string;
}

function replacements(kind: Kind): readonly Replacement[] {
  const schema = readFileSync(join(PLUGIN, "schema", `${kind}.json`), "utf8");
  return [
    {
      replaced: join(PLUGIN, "grpc.ts"),
      contents: GRPC,
      importsFrom: dirname(require.resolve("@pulumi/pulumi/package.json")),
    },
    {
      replaced: join(PLUGIN, "schema", "index.ts"),
      contents: `export const schemaOf = () => ${JSON.stringify(schema)};`,
      importsFrom: ROOT,
    },
  ];
}

function replacing(files: readonly Replacement[]): Plugin {
  return {
    name: "replacing",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const found = files.find(({ replaced }) => replaced === path);
        if (found === undefined) return undefined;
        const { contents, importsFrom } = found;
        return { contents, resolveDir: importsFrom, loader: "ts" };
      });
    },
  };
}

/** The folder of the package that a file is of; none for one of this repository's. */
function packageOf(input: string): string[] {
  const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
  return folder === undefined ? [] : [join(ROOT, folder)];
}
