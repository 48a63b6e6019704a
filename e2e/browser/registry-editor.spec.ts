import type { APIRequestContext, Locator, Page } from "@playwright/test";
import type { Specialist, SpecialistFields } from "#contract/specialist.ts";
import { failQuery } from "./fail-query.ts";
import { expect, test } from "./hub-test.ts";

/** An entry of this test's own, so that none depends on what another has done. */
async function made(request: APIRequestContext, name: string, fields: Partial<SpecialistFields> = {}) {
  const response = await request.post("/api/v2/specialists", {
    data: { id: `${name}-ai`, role: "made by a test", system_prompt: "Answer in a word.", ...fields },
  });
  expect(response.status()).toBe(201);
  return `${name}-ai`;
}

async function saved(request: APIRequestContext, id: string): Promise<Specialist> {
  const response = await request.get(`/api/v2/specialists/${id}`);
  return response.json();
}

const change = (request: APIRequestContext, id: string, fields: Partial<SpecialistFields>) =>
  request.patch(`/api/v2/specialists/${id}`, { data: fields });

const field = (page: Page, name: string): Locator => page.getByLabel(name, { exact: true });
const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: true });
const notices = (page: Page): Locator => page.getByRole("status", { name: "Notices" });
const versions = (page: Page): Locator => page.getByRole("list", { name: "Versions" }).getByRole("listitem");

async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/registry/${id}`);
  await field(page, "Role").waitFor();
}

test("an entry is made, each of its fields is edited, and a reload shows all of it", async ({ page, request }) => {
  await page.goto("/registry/new");
  await field(page, "Id").fill("nova-ai");
  await expect(field(page, "Name")).toHaveValue("nova");
  await field(page, "Role").fill("tries things");
  await button(page, "Add").first().click();
  await expect(page).toHaveURL(/\/registry\/nova-ai$/);
  await expect(notices(page)).toContainText("Added nova-ai.");
  await field(page, "Name").fill("nova-two");
  await field(page, "Role").fill("tries more");
  await field(page, "Description").fill("Made to be changed.");
  await field(page, "Enabled").uncheck();
  await field(page, "Provider").selectOption("ollama");
  const model = page.getByRole("combobox", { name: "Model" });
  await model.click();
  await expect(page.getByRole("option", { name: /mistral:7b.*4\.4 GB/ })).toBeVisible();
  await page.keyboard.type("MISTRAL");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(model).toHaveValue("mistral:7b");
  await expect(page.getByText(/Runs on mistral:7b of ollama: 4\.4 GB/)).toBeVisible();
  await field(page, "Context window").fill("8192");
  await field(page, "Temperature").fill("0.4");
  await field(page, "Answer limit").fill("512");
  await field(page, "Cost of 1,000 tokens").fill("0.002");
  await field(page, "Currency").fill("EUR");
  await field(page, "System prompt").fill("You are Nova.\nSay little.");
  await field(page, "One more capability").fill("debugging");
  await page.keyboard.press("Enter");
  await field(page, "One more capability").fill("star-gazing");
  await page.keyboard.press("Enter");
  await field(page, "Score of debugging").press("ArrowRight");
  await field(page, "debugging is primary").check();
  await page
    .getByRole("radio", { name: /^learned/ })
    .first()
    .check();
  await expect(page.getByText("Until something is seen, the router goes by the declared score, 0.55.")).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(notices(page)).toContainText("Saved nova-ai, version 2.");
  const wanted = {
    id: "nova-ai",
    name: "nova-two",
    role: "tries more",
    description: "Made to be changed.",
    provider: "ollama",
    model: "mistral:7b",
    system_prompt: "You are Nova.\nSay little.",
    capabilities: {
      primary: ["debugging"],
      scores: { debugging: 0.55, "star-gazing": 0.5 },
      learned: ["debugging"],
    },
    temperature: 0.4,
    max_tokens: 512,
    context_window: 8192,
    cost: { per_1k_tokens: 0.002, currency: "EUR" },
    enabled: false,
    version: 2,
  };
  expect(await saved(request, "nova-ai")).toMatchObject(wanted);
  await page.reload();
  for (const [name, value] of Object.entries({
    Name: "nova-two",
    Role: "tries more",
    Description: "Made to be changed.",
    Provider: "ollama",
    Model: "mistral:7b",
    "Context window": "8192",
    Temperature: "0.4",
    "Answer limit": "512",
    "Cost of 1,000 tokens": "0.002",
    Currency: "EUR",
    "System prompt": "You are Nova.\nSay little.",
    "Score of debugging": "0.55",
    "Score of star-gazing": "0.5",
  })) {
    await expect(field(page, name)).toHaveValue(value);
  }
  await expect(field(page, "Enabled")).not.toBeChecked();
  await expect(field(page, "debugging is primary")).toBeChecked();
  await expect(page.getByRole("radio", { name: /^learned/ }).first()).toBeChecked();
});

test("what does not fit is told as it is typed, at its field, and Save leads to it", async ({ page, request }) => {
  const id = await made(request, "strict");
  await open(page, id);
  await field(page, "Temperature").fill("3");
  await expect(field(page, "Temperature")).toHaveAccessibleDescription(/^Must be at most 2\./);
  await expect(page.getByText("1 field does not fit")).toBeVisible();
  await field(page, "Context window").fill("many");
  await expect(field(page, "Context window")).toHaveAccessibleDescription(/^Must be a number\./);
  await field(page, "Name").fill("apollo");
  await expect(field(page, "Name")).toHaveAccessibleDescription(/^Is taken by apollo-ai\./);
  await button(page, "Save").click();
  await expect(field(page, "Name")).toBeFocused();
  expect((await saved(request, id)).version).toBe(1);
  await button(page, "Discard").click();
  await expect(field(page, "Name")).toHaveValue("strict");
  await expect(page.getByText(/not fit/)).toBeHidden();
  await field(page, "One more capability").fill("Not an id");
  await expect(field(page, "One more capability")).toHaveAccessibleDescription(/^Lower-case letters/);
  await expect(button(page, "Add")).toBeDisabled();
  await page.goto("/registry/new");
  await field(page, "Role").fill("only a role");
  await expect(field(page, "Id")).not.toHaveAttribute("aria-invalid");
  await button(page, "Add").first().click();
  await expect(field(page, "Id")).toBeFocused();
  await expect(field(page, "Id")).toHaveAccessibleDescription(/^Must not be empty\./);
});

test("a dry run streams with the prompt as it stands, is stopped, and saves nothing", async ({
  page,
  request,
  hub,
}) => {
  const id = await made(request, "dry");
  hub.fake.script("how are you", { tokens: Array.from({ length: 400 }, (_, i) => `word${i} `), tokenMs: 30 });
  await open(page, id);
  await field(page, "System prompt").fill("You are dry, and not saved.");
  await field(page, "Temperature").fill("0.1");
  await field(page, "Try it").fill("how are you");
  await page.keyboard.press("Control+Enter");
  const answer = page.getByRole("article", { name: "Answer of the dry run" });
  await expect(answer).toContainText("word3 ");
  await expect(answer).toContainText("llama3.2");
  const asked = hub.fake.requests.findLast((one) => one.path === "/api/chat");
  expect(asked?.body).toMatchObject({
    options: { temperature: 0.1 },
    messages: [{ role: "system", content: expect.stringContaining("You are dry, and not saved.") }, { role: "user" }],
  });
  await button(page, "Stop the dry run (Esc)").click();
  await expect(answer).toContainText("stopped");
  await expect.poll(() => hub.fake.active).toBe(0);
  await expect(answer).toContainText(/first token/);
  await field(page, "System prompt").fill("Another.");
  await expect(answer).toContainText("the form has been edited since");
  const { system_prompt, version } = await saved(request, id);
  expect({ system_prompt, version }).toEqual({ system_prompt: "Answer in a word.", version: 1 });
});

test("two admins save at once: the second is told what changed, and nothing of either is lost", async ({
  page,
  browser,
  hub,
  request,
  tolerate,
}) => {
  tolerate.push(/409/);
  const id = await made(request, "shared", { description: "as it was" });
  await open(page, id);
  // What the second does not hear of before saving is the case that matters.
  await page.route(/hub\.changes/, (route) => route.abort());
  tolerate.push(/ERR_FAILED/);
  await page.reload();
  await expect(field(page, "Role")).toBeVisible();
  await field(page, "Role").fill("my role");
  await field(page, "Answer limit").fill("99");
  const theirs = await browser.newPage({ baseURL: hub.url });
  await open(theirs, id);
  await field(theirs, "Role").fill("their role");
  await field(theirs, "Description").fill("their words");
  await button(theirs, "Save").click();
  await expect(notices(theirs)).toContainText("version 2");
  await button(page, "Save").click();
  const told = page.getByRole("alert").filter({ hasText: "Changed meanwhile" });
  await expect(told).toContainText("Role: yours stands in the form, and would be saved over theirs");
  await expect(told).toContainText("Description: theirs stands in the form");
  await expect(told.locator("ins").filter({ hasText: "their role" })).toBeVisible();
  await expect(field(page, "Role")).toHaveValue("my role");
  await expect(field(page, "Answer limit")).toHaveValue("99");
  await expect(field(page, "Description")).toHaveValue("their words");
  expect(await saved(request, id)).toMatchObject({ role: "their role", version: 2 });
  await button(page, "Role: take theirs").click();
  await expect(field(page, "Role")).toHaveValue("their role");
  await button(page, "Role: take back what stood here").click();
  await button(page, "Save mine over it").click();
  await expect(notices(page)).toContainText("version 3");
  await expect(told).toBeHidden();
  expect(await saved(request, id)).toMatchObject({
    role: "my role",
    description: "their words",
    max_tokens: 99,
    version: 3,
  });
  // The other page has nothing unsaved: it simply shows what is there now.
  await expect(field(theirs, "Role")).toHaveValue("my role");
  await theirs.close();
});

test("a change made elsewhere is told at once, and what is typed stays", async ({ page, request, tolerate }) => {
  tolerate.push(/404/);
  const id = await made(request, "watched");
  await open(page, id);
  await field(page, "Role").fill("half wri");
  await change(request, id, { role: "quick", temperature: 1.5 });
  const told = page.getByRole("alert").filter({ hasText: "Changed meanwhile" });
  await expect(told).toContainText("Role: yours stands in the form");
  await expect(field(page, "Role")).toHaveValue("half wri");
  await expect(field(page, "Temperature")).toHaveValue("1.5");
  await request.delete(`/api/v2/specialists/${id}`);
  await expect(page.getByText(`${id} was deleted`)).toBeVisible();
  await expect(field(page, "Role")).toHaveValue("half wri");
  await button(page, "Bring it back").click();
  await expect(page.getByText(`${id} was deleted`)).toBeHidden();
  await button(page, "Save").click();
  await expect.poll(async () => (await saved(request, id)).role).toBe("half wri");
});

test("leaving with unsaved changes asks first", async ({ page, request }) => {
  const id = await made(request, "kept");
  await page.goto("/registry");
  await page.getByRole("searchbox").fill(id);
  await expect(page).toHaveURL(/q=kept-ai/);
  await page.getByRole("link", { name: "kept", exact: true }).click();
  await page.getByRole("link", { name: "Duplicate" }).click();
  await expect(page).toHaveURL(/from=kept-ai/);
  await page.goBack();
  await field(page, "Role").fill("not saved");
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect.poll(() => asked).toEqual(["confirm"]);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("benchm");
  await page.keyboard.press("Enter");
  await expect.poll(() => asked).toEqual(["confirm", "confirm"]);
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toEqual(["confirm", "confirm", "beforeunload"]);
  await page.evaluate(() => history.back());
  await expect.poll(() => asked).toEqual(["confirm", "confirm", "beforeunload", "confirm"]);
  await expect(page).toHaveURL(new RegExp(`/registry/${id}$`));
  await expect(field(page, "Role")).toHaveValue("not saved");
});

test("a version is compared line by line with what is there now, and restored", async ({ page, request }) => {
  const prompt = Array.from({ length: 12 }, (_, i) => `Rule ${i}.`);
  const id = await made(request, "versioned", { system_prompt: prompt.join("\n") });
  await change(request, id, { system_prompt: prompt.with(5, "Rule five, in words.").join("\n"), temperature: 0.5 });
  await open(page, id);
  await expect(versions(page)).toHaveCount(2);
  await expect(versions(page).nth(0)).toContainText(/Edited \(system prompt and temperature\) by .+, /);
  await expect(versions(page).nth(1)).toContainText("Created by ");
  await button(page, "Compare version 1 with now").click();
  await expect(versions(page).nth(1).locator("del")).toHaveText(["Rule 5.", "the model's own"]);
  await expect(versions(page).nth(1).locator("ins")).toHaveText(["Rule five, in words.", "0.5"]);
  await expect(versions(page).nth(1)).toContainText("… 3 lines unchanged");
  await button(page, "Restore version 1").click();
  await expect(notices(page)).toContainText("Version 1 is back, as version 3.");
  await expect(field(page, "System prompt")).toHaveValue(prompt.join("\n"));
  await expect(versions(page)).toHaveCount(3);
  await expect(versions(page).nth(0)).toContainText("Restored");
  await notices(page).getByRole("button", { name: "Undo" }).click();
  await expect(field(page, "Temperature")).toHaveValue("0.5");
  await field(page, "Role").fill("unsaved");
  await expect(button(page, "Restore version 1")).toBeDisabled();
  await expect(button(page, "Restore version 1")).toHaveAccessibleDescription("Save or discard your changes first");
});

test("a model that is not there is pulled, with progress, and can be cancelled", async ({ page, request, hub }) => {
  const named = (name: string) => (body: unknown) =>
    JSON.stringify(body).includes(`"${name}`) && !JSON.stringify(body).includes("messages");
  hub.fake.script(named("slow-model"), { tokenMs: 60_000 });
  hub.fake.script(named("tiny-model"), { tokenMs: 250 });
  const id = await made(request, "puller", { model: "slow-model" });
  await open(page, id);
  await expect(page.getByText("slow-model is not on Ollama")).toBeVisible();
  await expect(page.getByText("ollama pull slow-model").last()).toBeVisible();
  await button(page, "Pull it now").click();
  await expect(page.getByRole("progressbar", { name: "Pulling slow-model" })).toBeVisible();
  await button(page, "Cancel").click();
  await expect.poll(() => hub.fake.active).toBe(0);
  await expect(page.getByRole("progressbar")).toBeHidden();
  await page.getByRole("combobox", { name: "Model" }).fill("tiny-model");
  await page.keyboard.press("Escape");
  await expect(page.getByText("tiny-model is not on Ollama")).toBeVisible();
  await button(page, "Pull it now").click();
  await expect(page.getByText(/ of 2\.0 GB, \d+ %/)).toBeVisible();
  await page.getByText("Runs on tiny-model:latest of ollama").waitFor();
});

test("entries that load one model with other options are told of each other", async ({ page, request }) => {
  await made(request, "wide", { model: "gemma3:4b", context_window: 32_768 });
  const id = await made(request, "narrow", { model: "gemma3:4b", context_window: 32_768 });
  await open(page, id);
  await expect(page.getByText("Ollama loads it anew")).toBeHidden();
  await field(page, "Context window").fill("4096");
  await expect(page.getByText(/^wide-ai loads gemma3:4b with a context window of 32,768, this one with/)).toBeVisible();
});

test("an entry is duplicated, and deleted with a way back", async ({ page, request, tolerate }) => {
  tolerate.push(/404/);
  const id = await made(request, "twin", {
    temperature: 0.3,
    capabilities: { primary: ["research"], scores: {}, learned: [] },
  });
  await open(page, id);
  await page.getByRole("link", { name: "Duplicate" }).click();
  await expect(page).toHaveURL(new RegExp(`/registry/new\\?from=${id}`));
  await expect(field(page, "Id")).toHaveValue("twin-copy-ai");
  await expect(field(page, "Temperature")).toHaveValue("0.3");
  await button(page, "Add").first().click();
  await expect(page).toHaveURL(/\/registry\/twin-copy-ai$/);
  expect(await saved(request, "twin-copy-ai")).toMatchObject({
    name: "twin-copy",
    capabilities: { primary: ["research"] },
    version: 1,
  });
  await button(page, "Delete").click();
  await expect(page).toHaveURL(/\/registry$/);
  await expect(notices(page)).toContainText("Deleted “twin-copy”.");
  expect((await request.get("/api/v2/specialists/twin-copy-ai")).status()).toBe(404);
  await notices(page).getByRole("button", { name: "Undo" }).click();
  await expect(notices(page)).toContainText("Undone.");
  await open(page, "twin-copy-ai");
  await expect(field(page, "Temperature")).toHaveValue("0.3");
  await request.delete("/api/v2/specialists/twin-copy-ai");
  await page.goto("/registry/twin-copy-ai");
  await expect(page.getByText("This is not in the registry.")).toBeVisible();
  await button(page, "Restore version 3").click();
  await expect(field(page, "Temperature")).toHaveValue("0.3");
});

for (const path of ["/registry/apollo-ai", "/registry/new"]) {
  test(`${path} fits 360 px, in light and dark, and breaks no rule of the content policy`, async ({ page }) => {
    // What is caught by the script that did it is not on the console by itself.
    await page.addInitScript(() =>
      document.addEventListener("securitypolicyviolation", ({ blockedURI }) =>
        reportError(new Error(`breach: ${blockedURI}`)),
      ),
    );
    await page.setViewportSize({ width: 360, height: 740 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expect(field(page, "Role")).toBeVisible();
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBeLessThanOrEqual(0);
    }
  });
}

test("a capability that was typed and not added holds the save", async ({ page, request }) => {
  const id = await made(request, "eager");
  await open(page, id);
  const oneMore = field(page, "One more capability");
  await oneMore.fill("star-gazing");
  await field(page, "Role").focus();
  await page.keyboard.press("Control+s");
  await expect(oneMore).toBeFocused();
  await expect(oneMore).toHaveAccessibleDescription(/^Is not in the list yet: press Enter to add it/);
  expect((await saved(request, id)).version).toBe(1);
  await page.keyboard.press("Enter");
  await expect(oneMore).toHaveAccessibleDescription("");
  await page.keyboard.press("Control+s");
  await expect(notices(page)).toContainText("version 2");
  expect((await saved(request, id)).capabilities.scores).toEqual({ "star-gazing": 0.5 });
});

test("the focus goes on to a neighbour after a capability is removed, and to the heading after Discard", async ({
  page,
  request,
}) => {
  const id = await made(request, "focused", {
    capabilities: { primary: ["research", "planning", "testing"], scores: {}, learned: [] },
  });
  await open(page, id);
  for (const [gone, next] of [
    ["planning", "Remove testing"],
    ["testing", "Remove research"],
  ]) {
    await button(page, `Remove ${gone}`).press("Enter");
    await expect(button(page, next ?? "")).toBeFocused();
  }
  await button(page, "Remove research").press("Enter");
  await expect(field(page, "One more capability")).toBeFocused();
  await button(page, "Discard").press("Enter");
  await expect(page.getByRole("heading", { name: "focused" })).toBeFocused();
  await expect(button(page, "Remove planning")).toBeVisible();
});

test("nothing can be typed that adding would lose; when it fails, the work goes on where it was", async ({
  page,
  tolerate,
}) => {
  tolerate.push(/500/);
  await page.goto("/registry/new");
  await field(page, "Id").fill("steady-ai");
  await field(page, "Role").fill("stays");
  let answer = (_way: "fail" | "go on") => {};
  await page.route(/specialists\.create/, async (route) => {
    const way = await new Promise<"fail" | "go on">((resolve) => {
      answer = resolve;
    });
    await (way === "fail" ? route.fulfill({ status: 500, body: "{}" }) : route.continue());
  });
  for (const way of ["fail", "go on"] as const) {
    const asked = page.waitForRequest(/specialists\.create/);
    await page.keyboard.press("Control+s");
    await asked;
    await expect(field(page, "Role")).toBeDisabled();
    answer(way);
    if (way === "fail") await expect(field(page, "Role")).toBeFocused();
  }
  await expect(page).toHaveURL(/\/registry\/steady-ai$/);
  await expect(field(page, "Role")).toHaveValue("stays");
  await expect(field(page, "Role")).toBeEnabled();
});

test("that the models or the pulls cannot be read is told", async ({ page, request }) => {
  const id = await made(request, "blind", { model: "not-there" });
  const failing = page.getByRole("alert").filter({ hasText: "The hub could not answer that." });
  const letModels = await failQuery(page, "models.list");
  await open(page, id);
  await expect(failing).toBeVisible();
  await letModels();
  const letPulls = await failQuery(page, "models.pulls");
  await button(page, "Try again").click();
  await expect(page.getByText("not-there is not on Ollama")).toBeVisible();
  await expect(failing).toBeVisible();
  await letPulls();
  await page.reload();
  await expect(page.getByText("not-there is not on Ollama")).toBeVisible();
  await expect(failing).toBeHidden();
});
