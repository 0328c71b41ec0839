import type { handleServerStreamingCall, handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { type PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  type CheckRequest,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  GetSchemaResponse,
  type InvokeRequest,
  type ListRequest,
  type ProviderHandshakeRequest,
  ProviderHandshakeResponse,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { VERSION } from "../../version";
import { forEngine } from "../engine/life";
import { statusOf } from "./errors";
import { Empty, grpc } from "./grpc";
import type { PluginProvider } from "./provider";
import { received } from "./values";

/** The longest message that Pulumi itself sends and takes, in bytes. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

const LIMITS = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
};

/** A provider that the engine can call. */
export interface Serving {
  readonly port: number;
  /** Ends it, and whatever is called. */
  close(): void;
}

/**
 * Serves a provider on this machine alone, at a port that the system chooses.
 *
 * @param schema what it answers when it is asked for its schema.
 */
export async function serve(provider: PluginProvider, schema: () => string): Promise<Serving> {
  const server = new grpc.Server(LIMITS);
  server.addService(ResourceProviderService, methodsOf(provider, schema));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { port, close: () => server.forceShutdown() };
}

/** The methods of Pulumi's protocol. Those that are not here, for components above all, are refused as not implemented. */
function methodsOf(provider: PluginProvider, schema: () => string): UntypedServiceImplementation {
  const { engine } = provider;
  return {
    handshake: answering(provider, (request: ProviderHandshakeRequest) => {
      engine.attach(request.getEngineAddress());
      return new ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: answering(provider, (request: PluginAttach) => {
      engine.attach(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: answering(provider, () => new PluginInfo().setVersion(VERSION)),
    getSchema: answering(provider, () => new GetSchemaResponse().setSchema(schema())),
    checkConfig: answering(provider, (request: CheckRequest) => provider.checkConfig(request)),
    diffConfig: answering(provider, (request: DiffRequest) => provider.diffConfig(request)),
    configure: answering(provider, (request: ConfigureRequest) => {
      provider.configure(request);
      return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: about(provider, (request: CheckRequest) => provider.bring(() => provider.check(request))),
    diff: about(provider, (request: DiffRequest) => provider.bring(() => provider.diff(request))),
    create: about(
      provider,
      (request: CreateRequest) => provider.bring(() => provider.create(request)),
      (request) => request.getProperties(),
    ),
    read: about(provider, (request: ReadRequest) => provider.read(request)),
    update: about(
      provider,
      (request: UpdateRequest) => provider.bring(() => provider.update(request)),
      (request) => request.getNews(),
    ),
    delete: about(provider, async (request: DeleteRequest) => {
      await provider.delete(request);
      return new Empty();
    }),
    invoke: answering(provider, (request: InvokeRequest) => provider.invoke(request)),
    list: streaming(provider, (request: ListRequest) => provider.list(request)),
    cancel: answering(provider, () => {
      provider.cancel();
      return new Empty();
    }),
  };
}

/**
 * Answers requests.
 *
 * @param declaredIn the inputs of a request that may be done in part.
 */
function answering<Request, Answer>(
  provider: PluginProvider,
  answer: (request: Request) => Answer | Promise<Answer>,
  declaredIn: (request: Request) => Struct | undefined = () => undefined,
): handleUnaryCall<Request, Answer> {
  return ({ request }, callback) => {
    forEngine(() => answer(request)).then(
      (answered) => callback(null, answered),
      (error: unknown) => callback(statusOf(error, provider, received(declaredIn(request)).marks)),
    );
  };
}

/** Answers requests about a resource: what is said meanwhile is said of it. */
function about<Request extends { getUrn(): string }, Answer>(
  provider: PluginProvider,
  answer: (request: Request) => Answer | Promise<Answer>,
  declaredIn?: (request: Request) => Struct | undefined,
): handleUnaryCall<Request, Answer> {
  return answering(
    provider,
    (request) => provider.engine.about(request.getUrn(), async () => answer(request)),
    declaredIn,
  );
}

function streaming<Request, Answer>(
  provider: PluginProvider,
  answer: (request: Request) => Promise<readonly Answer[]>,
): handleServerStreamingCall<Request, Answer> {
  return (call) => {
    forEngine(() => answer(call.request)).then(
      (answers) => {
        for (const each of answers) call.write(each);
        call.end();
      },
      (error: unknown) => call.emit("error", statusOf(error, provider)),
    );
  };
}
