import type { ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  CreateRequest,
  ErrorResourceInitFailed,
  ReadRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { expect, it, onTestFinished, vi } from "vitest";
import { type Lifecycle, PartialFailure } from "../../contract";
import { providerKind } from "../../kinds";
import { UnderWay } from "../engine/life";
import { secretly } from "../engine/values";
import { grpc, Struct } from "./grpc";
import { PluginProvider } from "./provider";
import { serve } from "./server";

async function served(methods: Partial<Lifecycle>) {
  const refuse = () => {
    throw new Error("not expected");
  };
  const kind: Lifecycle = {
    secrets: ["token"],
    ...{ check: refuse, diff: refuse, preview: refuse, create: refuse, read: refuse, update: refuse },
    ...{ delete: refuse, list: refuse, test: refuse },
    redact: (text) => text.replaceAll("s3cret", "[secret]"),
    ...methods,
  };
  const provider = new PluginProvider(
    { ...providerKind("sigsentry"), open: () => kind },
    { environment: {}, folder: "." },
    {},
  );
  const { port, close } = await serve({ open: () => provider, schema: () => "{}", underWay: new UnderWay() });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  onTestFinished(() => {
    client.close();
    close();
  });
  await new Promise((resolve) => client.configure(new ConfigureRequest(), resolve));
  return client;
}

const PAYMENTS = "urn:pulumi:dev::test::sigsentry:index:RepoConnection::payments";

it("tells what is left of an operation that was done in part, and marks what is secret there", async () => {
  const left = { token: "s3cret", name: "payments", folder: "secret too" };
  const cause = new Error("the token s3cret was refused");
  const client = await served({
    create: () => Promise.reject(new PartialFailure("rc_1", left, "Half of it was done.", cause)),
  });
  const declared = Struct.fromJavaScript({ name: "payments", folder: secretly("secret too") });
  const request = new CreateRequest().setUrn(PAYMENTS).setProperties(declared);
  const error = await new Promise<ServiceError | null>((resolve) =>
    client.create(request, (failure) => resolve(failure)),
  );
  const reason = "Half of it was done. the token [secret] was refused";
  expect(error?.details).toBe(reason);
  const [bytes = ""] = error?.metadata.get("grpc-status-details-bin") ?? [];
  const [detail] = Status.deserializeBinary(Buffer.from(bytes)).getDetailsList();
  const told = detail?.unpack(ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
  expect(told?.getId()).toBe("rc_1");
  expect(told?.getReasonsList()).toEqual([reason]);
  expect(told?.getProperties()?.toJavaScript()).toEqual({
    token: secretly("s3cret"),
    name: "payments",
    folder: secretly("secret too"),
  });
});

it.each([
  ["an import, which has no inputs", new ReadRequest(), undefined],
  ["what a program only reads, which declares nothing", new ReadRequest().setInputs(new Struct()), undefined],
  [
    "a refresh",
    new ReadRequest().setInputs(new Struct()).setProperties(Struct.fromJavaScript({ name: "a" })),
    { name: "a" },
  ],
])("reads by what is recorded: %s", async (_, request, recorded) => {
  const read = vi.fn(async (id: string) => ({ id, state: { name: "a" }, inputs: { name: "a" } }));
  const client = await served({ read });
  const error = await new Promise((resolve) => client.read(request.setId("rc_1").setUrn(PAYMENTS), resolve));
  expect(error).toBeNull();
  expect(read).toHaveBeenCalledWith("rc_1", recorded, {});
});

it.each([
  [
    "acme",
    ['apikey: is not a field here; did you mean "apiKey"?', expect.stringMatching(/^apiKey: is not set/)],
  ],
  ["default_0_4_0", [expect.stringMatching(/^apiKey: is not set/)]],
])("refuses what is misspelt of a provider that a program declares: %s", async (name, reasons) => {
  const client = await served({});
  const request = new CheckRequest()
    .setUrn(`urn:pulumi:dev::test::pulumi:providers:sigsentry::${name}`)
    .setNews(Struct.fromJavaScript({ apikey: "ss_secret_abcdefgh1234" }));
  const response = await new Promise<CheckResponse | undefined>((resolve) =>
    client.checkConfig(request, (_, answer) => resolve(answer)),
  );
  expect(response?.getFailuresList().map((failure) => failure.getReason())).toEqual(reasons);
});
