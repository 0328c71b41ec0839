/**
 * Sends one GET to the address that the command line names and prints the status of the answer, or what went wrong:
 * a process of its own, as Node reads some of its environment only when it starts.
 */
import { Transport } from "../../../provider/http/transport";

async function main([baseUrl = ""]: string[]): Promise<void> {
  const call = { method: "GET", path: "/", headers: {}, repeatable: false } as const;
  const { status, text } = await new Transport(baseUrl).send(call);
  console.log(`${status} ${text}`);
}

main(process.argv.slice(2)).catch((error: unknown) => console.log(String(error)));
