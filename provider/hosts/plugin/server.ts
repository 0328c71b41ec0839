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
import type { UnderWay } from "../engine/life";
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

/** A provider as engines can call it. */
export interface Served {
  /** Opens it for a connection of an engine's, which is over one configuration of it. */
  open(): PluginProvider;
  /** What it answers when it is asked for its schema. */
  schema(): string;
  /** Knows what is called. */
  readonly underWay: UnderWay;
}

/** Where engines find a provider. */
export interface Serving {
  readonly port: number;
  /** Hangs up on all that is called. */
  close(): void;
}

/** Serves a provider on this machine alone, at a port that the system chooses. */
export async function serve(served: Served): Promise<Serving> {
  const server = new grpc.Server(LIMITS);
  server.addService(ResourceProviderService, methodsOf(new Calls(served), served.schema));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { port, close: () => server.forceShutdown() };
}

/** The methods of Pulumi's protocol. Those that are not here, for components above all, are refused as not implemented. */
function methodsOf(calls: Calls, schema: () => string): UntypedServiceImplementation {
  return {
    handshake: calls.answering((provider, request: ProviderHandshakeRequest) => {
      provider.engine.attach(request.getEngineAddress());
      return new ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: calls.answering((provider, request: PluginAttach) => {
      provider.engine.attach(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: calls.answering(() => new PluginInfo().setVersion(VERSION)),
    getSchema: calls.answering(() => new GetSchemaResponse().setSchema(schema())),
    checkConfig: calls.answering((provider, request: CheckRequest) => provider.checkConfig(request)),
    diffConfig: calls.answering((provider, request: DiffRequest) => provider.diffConfig(request)),
    configure: calls.answering((provider, request: ConfigureRequest) => {
      provider.configure(request);
      return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: calls.about((provider, request: CheckRequest) => provider.bring(() => provider.check(request))),
    diff: calls.about((provider, request: DiffRequest) => provider.bring(() => provider.diff(request))),
    create: calls.about(
      (provider, request: CreateRequest) => provider.bring(() => provider.create(request)),
      (request) => request.getProperties(),
    ),
    read: calls.about((provider, request: ReadRequest) => provider.read(request)),
    update: calls.about(
      (provider, request: UpdateRequest) => provider.bring(() => provider.update(request)),
      (request) => request.getNews(),
    ),
    delete: calls.about(async (provider, request: DeleteRequest) => {
      await provider.delete(request);
      return new Empty();
    }),
    invoke: calls.answering((provider, request: InvokeRequest) => provider.invoke(request)),
    list: calls.streaming((provider, request: ListRequest) => provider.list(request)),
    cancel: calls.answering((provider) => {
      provider.cancel();
      return new Empty();
    }),
  };
}

/** The calls of one server. Which configuration a call is about, only the connection tells over which it comes. */
class Calls {
  readonly #served: Served;
  readonly #providers = new Map<string, PluginProvider>();

  constructor(served: Served) {
    this.#served = served;
  }

  /**
   * Answers requests.
   *
   * @param declaredIn the inputs of a request that may be done in part.
   */
  answering<Request, Answer>(
    answer: (provider: PluginProvider, request: Request) => Answer | Promise<Answer>,
    declaredIn: (request: Request) => Struct | undefined = () => undefined,
  ): handleUnaryCall<Request, Answer> {
    return (call, callback) => {
      const { request } = call;
      const provider = this.#providerOf(call);
      this.#served.underWay
        .run(() => answer(provider, request))
        .then(
          (answered) => callback(null, answered),
          (error: unknown) => callback(statusOf(error, provider, received(declaredIn(request)).marks)),
        );
    };
  }

  /** Answers requests about a resource: what is said meanwhile is said of it. */
  about<Request extends { getUrn(): string }, Answer>(
    answer: (provider: PluginProvider, request: Request) => Answer | Promise<Answer>,
    declaredIn?: (request: Request) => Struct | undefined,
  ): handleUnaryCall<Request, Answer> {
    return this.answering(
      (provider, request) => provider.engine.about(request.getUrn(), async () => answer(provider, request)),
      declaredIn,
    );
  }

  /** Answers requests for lists. */
  streaming<Request, Answer>(
    answer: (provider: PluginProvider, request: Request) => Promise<readonly Answer[]>,
  ): handleServerStreamingCall<Request, Answer> {
    return (call) => {
      const provider = this.#providerOf(call);
      this.#served.underWay
        .run(() => answer(provider, call.request))
        .then(
          (answers) => {
            for (const each of answers) call.write(each);
            call.end();
          },
          (error: unknown) => call.emit("error", statusOf(error, provider)),
        );
    };
  }

  /**
   * A connection that was lost, after half an hour without a call, comes back under another name and is not configured
   * again: then it is about the only configuration there is, or about none.
   */
  #providerOf(call: { getPath(): string; getPeer(): string }): PluginProvider {
    const peer = call.getPeer();
    const [only, ...others] = new Set(this.#providers.values());
    const isNew = call.getPath().endsWith("/Handshake");
    const known = this.#providers.get(peer) ?? (others.length === 0 ? only : undefined);
    const provider = (isNew ? undefined : known) ?? this.#served.open();
    this.#providers.set(peer, provider);
    return provider;
  }
}
