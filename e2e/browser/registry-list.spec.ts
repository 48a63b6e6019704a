import type { APIRequestContext, Locator, Page } from "@playwright/test";
import type { ImportReport, RegistryDocument } from "#contract/registry.ts";
import type { SpecialistFields } from "#contract/specialist.ts";
import { failQuery } from "./fail-query.ts";
import { expect, test } from "./hub-test.ts";

// A hub of its own: neither what others add to the registry nor what is added here is in anybody's way.
test.use({ hubEnv: {} });

/** An entry as an export has it. */
const made = (name: string, fields: Partial<SpecialistFields> = {}): SpecialistFields => ({
  id: `${name}-ai`,
  name,
  role: "made by a test",
  description: "",
  provider: null,
  model: null,
  system_prompt: "Answer in a word.",
  capabilities: { primary: [], scores: {}, learned: [] },
  temperature: null,
  max_tokens: null,
  context_window: null,
  cost: { per_1k_tokens: null, currency: "USD" },
  enabled: true,
  ...fields,
});

const documentOf = (specialists: readonly unknown[]) => ({
  format: "tekton-registry",
  format_version: 1,
  specialists,
});

async function exported(request: APIRequestContext): Promise<RegistryDocument> {
  return (await request.get("/api/v2/specialists/export")).json();
}

async function imported(request: APIRequestContext, specialists: readonly SpecialistFields[], mode = "merge") {
  const response = await request.post(`/api/v2/specialists/import?mode=${mode}`, { data: documentOf(specialists) });
  expect(response.status()).toBe(200);
  return (await response.json()) as ImportReport;
}

/** From the top, those that are drawn. */
const shownNames = (page: Page): Promise<string[]> => page.locator("tbody th a").allTextContents();
const row = (page: Page, name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const heading = (page: Page, title: string): Locator => page.getByRole("columnheader", { name: title });
const search = (page: Page): Locator => page.getByRole("searchbox", { name: "Search the registry" });
const notices = (page: Page): Locator => page.getByRole("status", { name: "Notices" });

async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions on ${name}` }).click();
  await page.getByRole("button", { name: action, exact: true }).click();
}

async function choose(page: Page, name: string, words: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Import", exact: true }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(words) });
}

/** What the hub began with, so that every test does. */
let seed: RegistryDocument | null = null;
test.beforeEach(async ({ request }) => {
  seed ??= await exported(request);
  await imported(request, seed.specialists, "replace");
});

test("sorting and narrowing are kept in the address, and done by keyboard", async ({ page }) => {
  await page.goto("/registry");
  const first = (count: number) => shownNames(page).then((names) => names.slice(0, count));
  await expect(heading(page, "Specialist")).toHaveAttribute("aria-sort", "ascending");
  expect(await first(3)).toEqual(["apollo", "athena", "engram"]);
  await heading(page, "Specialist").getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(heading(page, "Specialist")).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/registry\?order=desc$/);
  await expect.poll(() => first(3)).toEqual(["terma", "telos", "tekton"]);
  await page.getByRole("combobox", { name: "Capability" }).selectOption("planning");
  await heading(page, "Capabilities").getByRole("button").click();
  await heading(page, "Capabilities").getByRole("button").click();
  await expect(page).toHaveURL(/registry\?capability=planning&sort=capability&order=desc$/);
  // Its one primary owner, whatever the scores of the others.
  await expect.poll(() => first(1)).toEqual(["prometheus"]);
  await expect(heading(page, "Specialist")).toHaveAttribute("aria-sort", "none");
  await search(page).fill("foresight prom");
  await expect(page.getByText("1 of 18 specialists")).toBeVisible();
  await expect(page).toHaveURL(/\?q=foresight\+prom&capability=planning&sort=capability&order=desc$/);
  await page.reload();
  await expect(search(page)).toHaveValue("foresight prom");
  await expect.poll(() => shownNames(page)).toEqual(["prometheus"]);
  await page.getByRole("combobox", { name: "State" }).selectOption("Disabled");
  await expect(page.getByText("No specialist is like that.")).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(search(page)).toHaveValue("");
  await expect(page).toHaveURL(/registry\?sort=capability&order=desc$/);
  await expect(page.getByText("18 specialists", { exact: true })).toBeVisible();
});

test("each row says whether it can answer, on what, and how quick it was", async ({ page, request, context }) => {
  await imported(request, [
    made("big", { model: "qwen9:70b" }),
    made("wide", { model: "mistral:7b", context_window: 8192 }),
    made("narrow", { model: "mistral:7b", context_window: 2048 }),
    made("resting", { enabled: false }),
    made("quick", {
      capabilities: { primary: ["haste"], scores: { haste: 0.9, calm: 0.2, thrift: 0.5 }, learned: [] },
    }),
  ]);
  expect((await request.post("/api/v2/ai/quick/stream", { data: { content: "hello" } })).status()).toBe(200);
  await page.goto("/registry?q=made");
  await expect(row(page, "quick")).toContainText("available");
  await expect(row(page, "quick")).toContainText(/haste 0\.90.*thrift 0\.50.*calm 0\.20/);
  await expect(row(page, "quick")).toContainText(/First token\d+ ms.*100 %.*1 run/);
  await expect(row(page, "resting")).toContainText("disabled");
  await expect(row(page, "resting")).toContainText("no runs yet");
  await expect(row(page, "big")).toContainText("unavailable");
  await expect(row(page, "big")).toContainText("ollama pull qwen9:70b");
  await expect(row(page, "big").getByRole("link", { name: "Talk to big" })).toBeHidden();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await row(page, "big").getByRole("button", { name: "Copy the command ollama pull qwen9:70b" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("ollama pull qwen9:70b");
  await page.getByRole("combobox", { name: "State" }).selectOption("With warnings");
  await expect.poll(() => shownNames(page)).toEqual(["narrow", "wide"]);
  await row(page, "wide").getByText("1 warning").click();
  await expect(row(page, "wide").locator("details")).toContainText("narrow");
  await page.getByRole("combobox", { name: "State" }).selectOption("Any state");
  // What has no figure is last, either way round.
  for (const sort of ["descending", "ascending"]) {
    await heading(page, "Success").getByRole("button").click();
    await expect(heading(page, "Success")).toHaveAttribute("aria-sort", sort);
    await expect.poll(async () => (await shownNames(page))[0]).toBe("quick");
  }
  await row(page, "quick").getByRole("link", { name: "Talk to quick" }).click();
  await expect(page).toHaveURL(/\/chat\?with=quick-ai/);
});

test("a thousand entries are a few dozen rows of the document, wherever it is scrolled", async ({ page, request }) => {
  const many = Array.from({ length: 982 }, (_, i) => made(`worker-${String(i).padStart(3, "0")}`));
  await imported(request, many);
  await page.goto("/registry");
  await expect(page.getByText("1,000 specialists")).toBeVisible();
  await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", "1001");
  const rows = page.locator("tbody tr");
  expect(await rows.count()).toBeLessThan(40);
  await page.keyboard.press("End");
  await expect(row(page, "worker-981")).toBeVisible();
  await expect(row(page, "worker-981")).toHaveAttribute("aria-rowindex", "1001");
  expect(await rows.count()).toBeLessThan(40);
  await heading(page, "Specialist").getByRole("button").click();
  await page.keyboard.press("Home");
  await expect(row(page, "worker-981")).toBeVisible();
  await search(page).fill("worker-50");
  await expect(page.getByText("10 of 1,000 specialists")).toBeVisible();
  await expect.poll(() => shownNames(page)).toHaveLength(10);
});

test("a change is seen in the other tab and in another browser, also one made while the hub was away", async ({
  page,
  context,
  browser,
  hub,
  tolerate,
}) => {
  tolerate.push(/ERR_|Failed to load resource/);
  const other = await (await browser.newContext()).newPage();
  const tab = await context.newPage();
  for (const one of [page, tab, other]) {
    await one.goto(`${hub.url}/registry`);
    await expect(row(one, "apollo")).toContainText("available");
  }
  await act(page, "apollo", "Disable");
  for (const one of [page, tab, other]) await expect(row(one, "apollo")).toContainText("disabled");
  await act(other, "apollo", "Enable");
  for (const one of [page, tab, other]) await expect(row(one, "apollo")).toContainText("available");
  // The tab that heard for both is gone.
  await page.close();
  await act(other, "apollo", "Disable");
  await expect(row(tab, "apollo")).toContainText("disabled");
  await hub.restart();
  expect((await tab.request.post(`${hub.url}/api/v2/specialists/apollo-ai/enable`)).status()).toBe(200);
  for (const one of [tab, other]) await expect(row(one, "apollo")).toContainText("available", { timeout: 20_000 });
  await other.context().close();
});

test("a model that comes makes its specialist available, without a reload", async ({ page, request, hub }) => {
  await imported(request, [made("late", { model: "phi4:14b" })]);
  await page.goto("/registry?q=late");
  await expect(row(page, "late")).toContainText("unavailable");
  const pulled = await fetch(`${hub.fake.url}/api/pull`, {
    method: "POST",
    body: JSON.stringify({ model: "phi4:14b" }),
  });
  expect(await pulled.text()).toContain("success");
  await expect(row(page, "late").getByText("available", { exact: true })).toBeVisible({ timeout: 20_000 });
});

test("a file with errors is told all of them and changes nothing", async ({ page, request, tolerate }) => {
  tolerate.push(/400/);
  const before = (await exported(request)).specialists;
  await page.goto("/registry");
  await choose(page, "diary.json", "Dear diary");
  await expect(notices(page)).toContainText("diary.json is not a JSON file.");
  const wrong = [
    made("fine"),
    { ...made("hot"), temperature: 9 },
    { ...made("odd"), id: "Not An Id", shoe_size: 43 },
    made("apollo", { id: "apollo-the-second" }),
  ];
  await choose(page, "team.json", JSON.stringify(documentOf(wrong)));
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Nothing was imported");
  const errors = dialog.getByRole("list", { name: "Errors in the file" }).getByRole("listitem");
  await expect(errors).toHaveCount(4);
  await expect(errors.filter({ hasText: "specialists.1.temperature (hot-ai)" })).toHaveCount(1);
  await expect(errors.filter({ hasText: "specialists.2.id (Not An Id)" })).toHaveCount(1);
  await expect(errors.filter({ hasText: "shoe_size" })).toHaveCount(1);
  await expect(errors.filter({ hasText: "specialists.3.name (apollo-the-second)" })).toHaveCount(1);
  expect((await exported(request)).specialists).toEqual(before);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Import", exact: true })).toBeFocused();
});

test("an export is taken in again; what replacing would delete is named first", async ({ page, request }) => {
  await page.goto("/registry");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  await imported(request, [made("stray"), made("astray")]);
  const { specialists } = await exported(request);
  const file = (seed?.specialists ?? []).map((one) => (one.id === "apollo-ai" ? { ...one, role: "renewed" } : one));
  await choose(page, "team.json", JSON.stringify(documentOf([...file, made("newcomer")])));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The file names 19 specialists; this hub has 20.");
  await dialog.getByRole("radio", { name: /Replace/ }).check();
  await expect(dialog.getByRole("status")).toContainText("This deletes 2 specialists: astray, stray.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect((await exported(request)).specialists).toEqual(specialists);
  await choose(page, "team.json", JSON.stringify(documentOf([...file, made("newcomer")])));
  await dialog.getByRole("radio", { name: /Replace/ }).check();
  await dialog.getByRole("button", { name: "Replace and delete 2" }).click();
  await expect(dialog.getByRole("status")).toContainText("1 created: newcomer-ai");
  await expect(dialog.getByRole("status")).toContainText("1 updated: apollo-ai");
  await expect(dialog.getByRole("status")).toContainText(/2 deleted: .*stray-ai/);
  await expect(dialog.getByRole("status")).toContainText("17 left as they were");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(row(page, "apollo")).toContainText("renewed");
  await expect(page.getByText("19 specialists")).toBeVisible();
});

test("deleting can be undone, and is refused when the entry has changed meanwhile", async ({
  page,
  request,
  tolerate,
}) => {
  tolerate.push(/409/);
  await page.goto("/registry");
  await page.getByRole("button", { name: "Actions on athena" }).focus();
  await page.keyboard.press("Enter");
  for (let i = 0; i < 4; i += 1) await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(notices(page)).toContainText("Deleted “athena”.");
  await expect(row(page, "athena")).toBeHidden();
  await expect(page.getByRole("link", { name: "engram", exact: true })).toBeFocused();
  expect((await exported(request)).specialists).toHaveLength(17);
  await page.keyboard.press("Control+z");
  await expect(notices(page)).toContainText("Undone.");
  await expect(row(page, "athena")).toBeVisible();
  const byId = (document: RegistryDocument | null) => document?.specialists.find(({ id }) => id === "athena-ai");
  expect(byId(await exported(request))).toEqual(byId(seed));
  // Somebody changes it in the moment before the page has heard of it.
  await page.route(/specialists\.remove/, async (route) => {
    await request.patch("/api/v2/specialists/athena-ai", { data: { role: "changed meanwhile" } });
    await route.continue();
  });
  await act(page, "athena", "Delete");
  await expect(notices(page)).toContainText("“athena” is not deleted.");
  await expect(row(page, "athena")).toContainText("changed meanwhile");
});

test("from a row to the editor and to a copy of it", async ({ page }) => {
  await page.goto("/registry");
  await page.getByRole("button", { name: "Actions on apollo" }).click();
  await expect(page.getByRole("link", { name: "Duplicate" })).toHaveAttribute("href", "/registry/new?from=apollo-ai");
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page).toHaveURL(/\/registry\/apollo-ai$/);
  await page.goBack();
  await page.getByRole("link", { name: "New specialist" }).click();
  await expect(page).toHaveURL(/\/registry\/new$/);
});

test("an entry deleted elsewhere is under those deleted, and comes back; that they cannot be read is told", async ({
  page,
  request,
}) => {
  const letThrough = await failQuery(page, "specialists.deleted");
  // Narrowed to one row: the button is at the end of the page, and rows that are not seen are not drawn.
  await page.goto("/registry?q=athena");
  const failure = page.getByText("The hub could not answer that.");
  await expect(failure).toBeVisible();
  await letThrough();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(failure).toBeHidden();
  await expect(row(page, "athena")).toBeVisible();
  await request.delete("/api/v2/specialists/athena-ai");
  await expect(row(page, "athena")).toBeHidden();
  await page.getByText(/^Deleted specialists/).click();
  await page.getByRole("button", { name: "Restore athena-ai" }).click();
  await expect(row(page, "athena")).toBeVisible();
  await expect(page.getByRole("button", { name: "Restore athena-ai" })).toBeHidden();
  const athena = seed?.specialists.find(({ id }) => id === "athena-ai");
  expect((await exported(request)).specialists).toContainEqual(athena);
});

test("an import that is under way is not left before it has told its outcome", async ({ page }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/specialists\/import/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/registry");
  await choose(page, "team.json", JSON.stringify(documentOf([made("late-comer")])));
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(dialog.getByRole("button", { name: "Importing…" })).toBeDisabled();
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeDisabled();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  letGo();
  await expect(dialog.getByRole("status")).toContainText("1 created: late-comer-ai");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("among a thousand the one to ask is found by typing: in chat, in the team and after @", async ({
  page,
  request,
}) => {
  await imported(
    request,
    Array.from({ length: 982 }, (_, i) => made(`worker-${String(i).padStart(3, "0")}`)),
  );
  const find = page.getByRole("searchbox", { name: "Find a specialist" });
  const message = page.getByRole("combobox", { name: "Message", exact: true });
  await page.goto("/chat?with=worker-700-ai");
  const choices = page.getByRole("radio");
  await expect(choices).toHaveCount(51);
  await expect(choices.first()).toHaveAccessibleName(/^Auto/);
  await expect(page.getByRole("radio", { name: "worker-700" })).toBeChecked();
  await expect(page.getByText("950 more: type to find them.")).toBeVisible();
  await find.fill("worker-98");
  await expect(choices).toHaveCount(4);
  await page.getByRole("radio", { name: "worker-981" }).check({ force: true });
  await expect(page.getByText("To worker-981")).toBeVisible();
  await find.fill("");
  await expect(page.getByRole("radio", { name: "worker-981" })).toBeChecked();
  await message.fill("@worker-");
  await expect(page.getByRole("option")).toHaveCount(50);
  await expect(page.getByText("932 more: type on to find them.")).toBeVisible();
  await message.fill("");
  // The one chosen goes, while the page is open.
  await request.delete("/api/v2/specialists/worker-981-ai");
  await expect(page.getByText("To apollo")).toBeVisible();
  await expect(page.getByRole("radio", { name: "apollo" })).toBeChecked();

  await page.goto("/team");
  const chips = page.getByRole("group", { name: "Specialists to ask" }).getByRole("listitem");
  // And "All" and "None".
  await expect(chips).toHaveCount(51);
  await find.fill("worker-77");
  await page.getByRole("button", { name: /^worker-777,/ }).click();
  await find.fill("");
  await expect(chips).toHaveCount(51);
  await expect(page.getByRole("button", { name: /^worker-777,/ })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText(/^To .*worker-777$/)).toBeVisible();
});
