/** `/api/v2/specialists`: the registry. Reading is for all, writing for admins. */
import { z } from "zod";
import { limits } from "#contract/limits.ts";
import {
  changedSpecialist,
  dryRun,
  ifVersion,
  importMode,
  newSpecialist,
  replacedSpecialist,
  restoreVersion,
} from "#contract/registry.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { changeSpecialist } from "#server/specialists/change-specialist.ts";
import { createSpecialist } from "#server/specialists/create-specialist.ts";
import { exportRegistry } from "#server/specialists/export-registry.ts";
import { fieldsOf } from "#server/specialists/fields-of.ts";
import { importRegistry } from "#server/specialists/import-registry.ts";
import { listDeleted } from "#server/specialists/list-deleted.ts";
import { listVersions } from "#server/specialists/list-versions.ts";
import { removeSpecialist } from "#server/specialists/remove-specialist.ts";
import { restoreSpecialist } from "#server/specialists/restore-specialist.ts";
import { testSpecialist } from "#server/specialists/test-specialist.ts";
import { listSpecialists, readSpecialist } from "#server/specialists/view-specialist.ts";
import { prefersJson, streamRun, waitForRun, wholeAnswer } from "#server/transport/http/answer-run.ts";
import { parse } from "#server/transport/http/parse.ts";
import { numberInQuery } from "#server/transport/http/query.ts";
import { readJson } from "#server/transport/http/read-json.ts";
import { type Call, type Reply, route } from "#server/transport/http/route.ts";
import { sendDownload } from "#server/transport/http/send-download.ts";

const path = "/api/v2/specialists";
const onePath = `${path}/:id`;

const idOf = ({ params }: Pick<Call, "params">): string => params.id ?? "";

/** The version a write is made against: in the body, or in the address where there is no body. */
const versionQuery = z.object({ version: numberInQuery(z.number().int().positive()).optional() });

async function dryRunReply(call: Call<undefined, z.output<typeof dryRun>>): Promise<Reply> {
  const { hub, actor, requestId, body } = call;
  const { run_id } = await testSpecialist(hub.registry, actor, { id: idOf(call), ...body, requestId });
  if (prefersJson(call)) return { json: wholeAnswer(await waitForRun(call, run_id)) };
  return streamRun(call, run_id);
}

const switchTo = (verb: string, enabled: boolean) =>
  route({
    method: "POST",
    path: `${onePath}/${verb}`,
    access: "admin",
    query: versionQuery,
    handle: async (call) => {
      const sent = hasBody(call.req) ? parse(ifVersion, await readJson(call.req)) : {};
      const version = call.query.version ?? sent.version;
      const change = { id: idOf(call), version, fields: { enabled } };
      return { json: await changeSpecialist(call.hub.registry, call.actor, change) };
    },
  });

/** Switching needs none, but a version may come in one. */
const hasBody = ({ headers }: Call["req"]): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

export const specialistRoutes = [
  route({
    method: "GET",
    path,
    access: "user",
    handle: ({ hub, actor }) => {
      const specialists = listSpecialists(hub.registry, actor);
      return { json: { specialists, total: specialists.length, next_cursor: null } };
    },
  }),
  route({
    method: "POST",
    path,
    access: "admin",
    body: newSpecialist,
    handle: async ({ hub, actor, body }) => ({
      status: 201,
      json: await createSpecialist(hub.registry, actor, body),
    }),
  }),
  route({
    method: "GET",
    path: `${path}/export`,
    access: "user",
    handle: async (call) => {
      const document = exportRegistry(call.hub.registry);
      await sendDownload(call, {
        fileName: `tekton-registry-${document.exported_at?.slice(0, 10)}.json`,
        contentType: "application/json; charset=utf-8",
        text: once(`${JSON.stringify(document, null, 2)}\n`),
      });
      return undefined;
    },
  }),
  route({
    method: "POST",
    path: `${path}/import`,
    access: "admin",
    query: z.object({ mode: importMode.default("merge") }),
    body: z.unknown(),
    bodyBytes: limits.importBytes,
    handle: async ({ hub, actor, query, body }) => ({
      json: await importRegistry(hub.registry, actor, { mode: query.mode, document: body }),
    }),
  }),
  route({
    method: "GET",
    path: `${path}/deleted`,
    access: "user",
    handle: async ({ hub }) => ({
      json: { specialists: await listDeleted(hub.registry.specialists), next_cursor: null },
    }),
  }),
  route({
    method: "GET",
    path: onePath,
    access: "user",
    handle: (call) => ({ json: readSpecialist(call.hub.registry, call.actor, idOf(call)) }),
  }),
  route({
    method: "PUT",
    path: onePath,
    access: "admin",
    body: replacedSpecialist,
    handle: async (call) => {
      const id = idOf(call);
      const { version, ...entry } = call.body;
      if (entry.id !== undefined && entry.id !== id) {
        throw new AppError("BAD_REQUEST", `An entry keeps its id: the address says ${id}, the body ${entry.id}.`);
      }
      const fields = fieldsOf(entry);
      return { json: await changeSpecialist(call.hub.registry, call.actor, { id, version, fields }) };
    },
  }),
  route({
    method: "PATCH",
    path: onePath,
    access: "admin",
    body: changedSpecialist,
    handle: async (call) => {
      const { version, ...fields } = call.body;
      return { json: await changeSpecialist(call.hub.registry, call.actor, { id: idOf(call), version, fields }) };
    },
  }),
  route({
    method: "DELETE",
    path: onePath,
    access: "admin",
    query: versionQuery,
    handle: async (call) => {
      const id = idOf(call);
      await removeSpecialist(call.hub.registry, call.actor, { id, version: call.query.version });
      return { json: { status: "deleted", id } };
    },
  }),
  route({ method: "POST", path: `${onePath}/test`, access: "admin", body: dryRun, handle: dryRunReply }),
  switchTo("enable", true),
  switchTo("disable", false),
  route({
    method: "GET",
    path: `${onePath}/versions`,
    access: "user",
    handle: async (call) => ({ json: { versions: await listVersions(call.hub.registry.specialists, idOf(call)) } }),
  }),
  route({
    method: "POST",
    path: `${onePath}/restore`,
    access: "admin",
    body: restoreVersion,
    handle: async (call) => {
      const { version, if_version: ifVersion } = call.body;
      return {
        json: await restoreSpecialist(call.hub.registry, call.actor, { id: idOf(call), version, ifVersion }),
      };
    },
  }),
];

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
