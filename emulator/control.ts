import { Hono } from "hono";
import { z } from "zod";
import type { Clock } from "./clock";
import { bodyOf, queryOf } from "./controlInput";
import { faultRuleSchema } from "./faultRules";
import type { Faults } from "./faults";
import { onlyFromHere } from "./ownHost";
import type { RequestLog } from "./requestLog";
import type { EmulatorEnv, Service } from "./service";

/** Everything the general part of the control surface acts on. */
export interface Controlled {
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly services: readonly Service[];
}

const since = z.coerce.number().int().min(0).default(0);
const momentSchema = z.strictObject({ now: z.iso.datetime() });
const stepSchema = z.strictObject({ ms: z.int() });

/**
 * The control surface, `/_control/…`: how tests and people look into the emulator and set it up. It is no part of
 * any emulated API, needs no key and is not in the request log. Errors are `{"error": text}`.
 */
export function controlRoutes({ clock, log, faults, services }: Controlled): Hono<EmulatorEnv> {
  const control = new Hono<EmulatorEnv>();
  control.use("*", onlyFromHere());
  control.onError((error, c) => c.json({ error: inWords(error) }, 400));

  control.get("/log", (c) => c.json(log.entries(queryOf(c, { since }).since)));
  control.delete("/log", (c) => {
    log.clear();
    return c.json({ cleared: true });
  });

  control.get("/faults", (c) => c.json(faults.report()));
  control.post("/faults", async (c) => c.json({ id: faults.add(await bodyOf(c, faultRuleSchema)) }, 201));
  control.delete("/faults", (c) => {
    faults.clear();
    return c.json({ cleared: true });
  });

  control.get("/clock", (c) => c.json({ now: clock.iso() }));
  control.put("/clock", async (c) => {
    clock.set(Date.parse((await bodyOf(c, momentSchema)).now));
    return c.json({ now: clock.iso() });
  });
  control.post("/clock/advance", async (c) => {
    clock.advance((await bodyOf(c, stepSchema)).ms);
    return c.json({ now: clock.iso() });
  });

  control.post("/reset", (c) => {
    clock.reset();
    log.clear();
    faults.clear();
    for (const service of services) service.reset();
    return c.json({ reset: true });
  });

  for (const service of services) control.route(`/${service.name}`, service.control);
  control.all("*", (c) => c.json({ error: `no such control: ${c.req.method} ${c.req.path}` }, 404));
  return control;
}

/** What is wrong with what was sent. */
function inWords(error: Error): string {
  return error instanceof SyntaxError ? "the body must be JSON" : error.message;
}
