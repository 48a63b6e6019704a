import type { APIRequestContext, Browser } from "@playwright/test";
import type { OrchestrationView } from "#contract/orchestration.ts";
import type { RegistryDocument } from "#contract/registry.ts";
import { expect, test } from "./hub-test.ts";
import { OrchestrationPage } from "./orchestration-page.ts";

const settingsPath = "/api/v2/orchestration";

async function inForce(request: APIRequestContext): Promise<OrchestrationView> {
  return (await (await request.get(settingsPath)).json()) as OrchestrationView;
}

/** As the hub came, at a new version. */
test.beforeEach(async ({ request }) => {
  expect((await request.post(`${settingsPath}/restore`, { data: { version: 0 } })).ok()).toBe(true);
});

/** The same page for another person, in a browser of their own. */
async function another(browser: Browser, baseURL: string | undefined): Promise<OrchestrationPage> {
  const page = await (await browser.newContext({ ...(baseURL && { baseURL }) })).newPage();
  const settings = new OrchestrationPage(page);
  await settings.open();
  return settings;
}

test("a rule that is saved is in force for the next message, which says so; their order decides", async ({
  page,
  request,
  hub,
}) => {
  hub.fake.script("heron", { text: "A heron it is." });
  const settings = new OrchestrationPage(page);
  await settings.open();
  await settings.addRule({ pattern: "bird|heron", specialists: ["metis-ai", "telos-ai"], strategy: "fallback" });
  await settings.addRule({ pattern: "heron", specialists: ["penia-ai"] });
  await expect(page.getByText("Not saved yet.")).toBeVisible();
  await expect(await settings.tryMessage("a HERON, is it not?")).not.toContainText("Rule 1");
  await settings.save();
  await expect(await settings.tryMessage("a HERON, is it not?")).toContainText("Rule 1");
  await expect(page.getByRole("status", { name: "Where it would go" })).toContainText("Decided by a routing rule");

  await settings.rule(2).getByRole("button", { name: "Move rule 2 up" }).press("Enter");
  await expect(settings.rule(1).getByLabel("Pattern")).toHaveValue("heron");
  await expect(settings.rule(1).getByRole("button", { name: "Move rule 1 up" })).toBeFocused();
  await settings.save();

  const session = await request.post("/api/v2/sessions", { data: { specialist_id: "numa-ai", shared: true } });
  const { id } = (await session.json()) as { id: string };
  const data = { content: "is this a heron?", session_id: id };
  const answer = await request.post("/api/v2/ai/auto/stream", { data, headers: { accept: "application/json" } });
  expect(((await answer.json()) as { specialist_id: string }).specialist_id).toBe("penia-ai");
  await page.goto(`/chat/${id}`);
  await expect(page.getByRole("article", { name: "Answer of penia" })).toContainText("Rule 1 (/heron/");
});

test("every setting is there after a reload", async ({ page, request }) => {
  const settings = new OrchestrationPage(page);
  await settings.open();
  await page.getByLabel("A whole run", { exact: true }).fill("120");
  await page.getByLabel("The first token").fill("7.5");
  await settings.choose(page.getByLabel("Add a time limit for a specialist"), "sophia-ai");
  await page.getByLabel("sophia", { exact: true }).fill("300");
  await page.getByLabel("Try again", { exact: true }).check();
  await page.getByLabel("Tries").fill("3");
  await page.getByLabel("Wait before the second try").fill("0");
  await settings.choose(page.getByLabel("Add stand-ins for a specialist"), "apollo-ai");
  const add = page.getByLabel("Add a specialist to the stand-ins of apollo");
  await settings.choose(add, "numa-ai");
  await settings.choose(add, "athena-ai");
  await page.getByRole("button", { name: "athena one place forward, in the stand-ins of apollo" }).click();
  await page.getByLabel("Runs at once").fill("4");
  await page.getByLabel("Embedding model").selectOption("off");
  await page.getByLabel("Ask a language model when the router is unsure").check();
  await page.getByLabel("Language model", { exact: true }).fill("llama3.2");
  await page.getByLabel("Wait for it").fill("2");
  await settings.save();
  expect(await inForce(request)).toMatchObject({
    timeout_settings: { default: 120, first_token: 7.5, per_specialist: { "sophia-ai": 300 } },
    retry_policy: { enabled: true, max_attempts: 3, backoff_ms: 0 },
    fallback: { enabled: true, specialists: { "apollo-ai": ["athena-ai", "numa-ai"] } },
    max_concurrent: 4,
    routing: { embedding: "off", zero_shot: { enabled: true, model: "llama3.2", timeout: 2 } },
  });
  await page.reload();
  await expect(page.getByLabel("The first token")).toHaveValue("7.5");
  await expect(page.getByLabel("sophia", { exact: true })).toHaveValue("300");
  await expect(page.getByRole("list", { name: "Specialists of the stand-ins of apollo, in order" })).toHaveText(
    "1aathena2nnuma",
  );
  await expect(page.getByLabel("Wait for it")).toHaveValue("2");
});

test("what does not fit is said beside its field as it is typed, and what only the hub knows at the rule", async ({
  page,
  tolerate,
}) => {
  tolerate.push(/400/);
  const settings = new OrchestrationPage(page);
  await settings.open();
  const firstToken = page.getByLabel("The first token");
  await firstToken.fill("soon");
  await expect(page.getByText("Write a number.")).toBeVisible();
  await expect(firstToken).toHaveAttribute("aria-invalid", "true");
  await expect(firstToken).toHaveAccessibleDescription(/Write a number\./);
  await settings.saveButton.click();
  await expect(firstToken).toBeFocused();
  await firstToken.fill("5");
  await expect(page.getByText("Write a number.")).toBeHidden();

  // RE2 knows no look-ahead.
  await settings.addRule({ pattern: "a(?=b)", specialists: ["apollo-ai"] });
  await settings.saveButton.click();
  await expect(settings.rule(1).getByLabel("Pattern")).toHaveAccessibleDescription(/not a regular expression of RE2/);
  await settings.rule(1).getByLabel("Pattern").fill("ab");
  await settings.save();
});

test("who is overtaken while editing is told at once by whom and of what, keeps the draft, and may save over it", async ({
  page,
  browser,
  baseURL,
  request,
}) => {
  const mine = new OrchestrationPage(page);
  await mine.open();
  await page.getByLabel("Runs at once").fill("3");
  const theirs = await another(browser, baseURL);
  await theirs.addRule({ pattern: "invoice", specialists: ["penia-ai"] });
  await theirs.save();

  const notice = page.getByText(/has saved these settings/);
  await expect(notice).toContainText("local");
  await expect(notice).toContainText("changed: routing rules");
  await expect(page.getByLabel("Runs at once")).toHaveValue("3");
  await expect(mine.saveButton).toBeDisabled();
  await page.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect(page.getByText("All saved and in force.")).toBeVisible();
  expect(await inForce(request)).toMatchObject({ max_concurrent: 3, routing_rules: [] });
  // An untouched page follows by itself.
  await expect(theirs.page.getByLabel("Runs at once")).toHaveValue("3");

  await theirs.page.context().close();
});

test("who hears of no change learns of it when saving, and may take theirs", async ({ page, request, tolerate }) => {
  tolerate.push(/409/, /ERR_FAILED/);
  await page.route("**/api/trpc/hub.changes**", (route) => route.abort());
  const settings = new OrchestrationPage(page);
  await settings.open();
  await page.getByLabel("Runs at once").fill("5");
  const { warnings: _, by: __, at: ___, ...current } = await inForce(request);
  expect((await request.put(settingsPath, { data: { ...current, max_concurrent: 7 } })).ok()).toBe(true);
  await settings.saveButton.click();
  await expect(page.getByText(/has saved these settings/)).toContainText("changed: runs at once");
  await expect(page.getByLabel("Runs at once")).toHaveValue("5");
  await page.getByRole("button", { name: "Take theirs, drop mine" }).click();
  await expect(page.getByLabel("Runs at once")).toHaveValue("7");
  await expect(page.getByText("All saved and in force.")).toBeVisible();
});

test("an earlier version is compared with what is in force, put back, and that taken back", async ({
  page,
  request,
}) => {
  const settings = new OrchestrationPage(page);
  await settings.open();
  const first = (await inForce(request)).version + 1;
  await settings.addRule({ pattern: "kestrel", specialists: ["apollo-ai"] });
  await settings.save();
  await settings.rule(1).getByLabel("Pattern").fill("falcon");
  await page.getByLabel("Runs at once").fill("2");
  await settings.save();
  await expect(settings.version(first + 1)).toContainText("Changed: routing rules, runs at once");

  await settings.version(first).getByRole("button", { name: "Compare with now" }).click();
  await expect(settings.version(first).getByText('"pattern": "kestrel"')).toBeVisible();
  await expect(settings.version(first).getByText('"pattern": "falcon"')).toBeVisible();
  await settings
    .version(first)
    .getByRole("button", { name: `Go back to version ${first}` })
    .click();
  await expect(settings.rule(1).getByLabel("Pattern")).toHaveValue("kestrel");
  expect(await inForce(request)).toMatchObject({ version: first + 2, max_concurrent: null });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(settings.rule(1).getByLabel("Pattern")).toHaveValue("falcon");
  await expect(settings.version(first + 3)).toContainText("in force");
});

test("going back to a version that somebody has overtaken meanwhile changes nothing and says so, undoing too", async ({
  page,
  request,
  tolerate,
}) => {
  tolerate.push(/409/, /ERR_FAILED/);
  const overtake = async (max_concurrent: number) => {
    expect((await request.put(settingsPath, { data: { max_concurrent } })).ok()).toBe(true);
  };
  await overtake(6);
  await page.route("**/api/trpc/hub.changes**", (route) => route.abort());
  const settings = new OrchestrationPage(page);
  await settings.open();
  await overtake(7);
  await page.getByRole("button", { name: "Go back to version 0" }).click();
  const notices = page.getByRole("status", { name: "Notices" });
  await expect(notices).toContainText("Nothing has changed.");
  await expect(page.getByLabel("Runs at once")).toHaveValue("7");
  await page.getByRole("button", { name: "Go back to version 0" }).click();
  await expect(page.getByLabel("Runs at once")).toHaveValue("");
  await overtake(8);
  await notices.getByRole("button", { name: "Undo" }).click();
  await expect(notices).toContainText("It was not undone:");
  expect(await inForce(request)).toMatchObject({ max_concurrent: 8 });
});

test("whoever leaves by a link, the finder or Back with a change that is not saved is asked first", async ({
  page,
}) => {
  const settings = new OrchestrationPage(page);
  await page.goto("/routing");
  await page.getByRole("link", { name: "Orchestration" }).click();
  await page.getByText("All saved and in force.").waitFor();
  await page.getByLabel("Runs at once").fill("3");
  const asked: string[] = [];
  let answer = false;
  page.on("dialog", async (dialog) => {
    asked.push(dialog.message());
    await (answer ? dialog.accept() : dialog.dismiss());
  });
  await page.getByRole("link", { name: "Registry" }).click();
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]).toContain("Leave without saving?");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Page or specialist" }).fill("registry");
  await page.keyboard.press("Enter");
  await expect.poll(() => asked.length).toBe(2);
  await page.evaluate(() => history.back());
  await expect.poll(() => asked.length).toBe(3);
  await expect(page).toHaveURL(/orchestration$/);
  await expect(page.getByLabel("Runs at once")).toHaveValue("3");
  answer = true;
  await page.getByRole("link", { name: "Registry" }).click();
  await expect(page).toHaveURL(/registry$/);
  expect(asked).toHaveLength(4);
  await settings.open();
  await page.getByRole("link", { name: "Registry" }).click();
  await expect(page).toHaveURL(/registry$/);
  expect(asked).toHaveLength(4);
});

test("specialists are chosen, ordered and taken out by keyboard alone, and the focus is never lost", async ({
  page,
}) => {
  const settings = new OrchestrationPage(page);
  await settings.open();
  for (const pattern of ["one", "two"]) await settings.addRule({ pattern, specialists: [] });
  const add = page.getByLabel("Add a specialist to rule 1");
  await expect(settings.offered).toHaveCount(0);
  await add.focus();
  await page.keyboard.press("ArrowDown");
  await expect(settings.offered).toHaveCount(18);
  const third = (await settings.offered.nth(2).locator("span").last().textContent()) ?? "";
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(settings.rule(1).getByRole("list")).toContainText(third);
  await expect(add).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(settings.offered).toHaveCount(17);
  await page.keyboard.press("Escape");
  await expect(settings.offered).toHaveCount(0);
  await settings.choose(add, "metis-ai");
  const metis = settings.rule(1).getByRole("button", { name: /^(Take )?metis/ });
  await metis.first().press("Enter");
  await expect(settings.rule(1).getByRole("listitem").first()).toContainText("metis");
  await expect(metis).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(settings.rule(1).getByRole("button", { name: `Take ${third} out of rule 1` })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(add).toBeFocused();

  await settings.rule(1).getByRole("button", { name: "Remove rule 1" }).press("Enter");
  await expect(settings.rule(1).getByLabel("Pattern")).toHaveValue("two");
  await expect(settings.rule(1).getByRole("button", { name: "Remove rule 1" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Add a rule" })).toBeFocused();
  await page.getByLabel("Runs at once").fill("3");
  await page.getByRole("button", { name: "Discard" }).press("Enter");
  await expect(page.getByText("All saved and in force.")).toBeFocused();
});

test("with 1,000 specialists the choice draws fifty, and a few letters find any", async ({ page, request }) => {
  const registry = "/api/v2/specialists";
  const before = (await (await request.get(`${registry}/export`)).json()) as RegistryDocument;
  const put = async (specialists: RegistryDocument["specialists"], mode: string) => {
    const response = await request.post(`${registry}/import?mode=${mode}`, { data: { ...before, specialists } });
    expect(response.ok(), await response.text()).toBe(true);
  };
  const like = before.specialists.slice(0, 1);
  const many = Array.from({ length: 982 }, (_, i) => `extra-${String(i).padStart(3, "0")}`);
  await put(
    many.flatMap((name) => like.map((one) => ({ ...one, id: `${name}-ai`, name }))),
    "merge",
  );
  const settings = new OrchestrationPage(page);
  await settings.open();
  await settings.addRule({ pattern: "x", specialists: ["extra-981-ai"] });
  await expect(settings.rule(1).getByRole("list")).toContainText("extra-981");
  await page.getByLabel("Add a specialist to rule 1").click();
  await expect(settings.offered).toHaveCount(50);
  await expect(page.getByText("949 more: type on to find them.")).toBeVisible();
  await put(before.specialists, "replace");
});

test("a status that cannot be read is told, and read again when asked", async ({ page, tolerate }) => {
  tolerate.push(/ERR_FAILED/);
  // Let through by the click itself: the page also asks every few seconds without one.
  const isAsked = () => page.evaluate(() => Reflect.get(window, "asked") === true);
  await page.route(/hub\.status/, async (route) => ((await isAsked()) ? route.continue() : route.abort()));
  await page.goto("/orchestration");
  const main = page.getByRole("main");
  await expect(main.getByRole("alert")).toContainText("The hub does not answer.");
  await page.evaluate(() => addEventListener("click", () => Reflect.set(window, "asked", true), { capture: true }));
  await main.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("All saved and in force.")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`fits 360 px in ${colorScheme}, with rules in it`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme });
    const settings = new OrchestrationPage(page);
    await settings.open();
    await settings.addRule({ pattern: "a|very|long|pattern".repeat(5), specialists: ["apollo-ai", "athena-ai"] });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.goto("/routing");
    await page.getByRole("region", { name: "Examples that fit" }).waitFor();
    expect(await overflow()).toBeLessThanOrEqual(0);
  });
}
