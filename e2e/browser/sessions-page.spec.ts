import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect, test } from "./hub-test.ts";

interface Kept {
  readonly title: string;
  readonly messages?: readonly string[];
  readonly specialist?: string;
  /** Seconds. */
  readonly ttl?: number;
}

/** What an export holds. */
const documentOf = ({ title, messages = [], specialist = "apollo-ai", ttl = 86_400 }: Kept) => ({
  format: "tekton-session",
  version: 1,
  session: { specialist_id: specialist, title, ttl_seconds: ttl },
  messages: messages.map((content, i) => ({ role: i % 2 === 0 ? "user" : "assistant", content })),
});

/** Puts a conversation into the hub, the words of both sides given; returns its id. */
async function keep(request: APIRequestContext, kept: Kept): Promise<string> {
  const response = await request.post("/api/v2/sessions/import", { data: documentOf(kept) });
  expect(response.status()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

const row = (page: Page, title: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });

async function act(page: Page, title: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions on “${title}”` }).click();
  await page.getByRole("button", { name: action, exact: true }).click();
}

const search = (page: Page): Locator => page.getByRole("searchbox", { name: "Search titles and messages" });
const notices = (page: Page): Locator => page.getByRole("status", { name: "Notices" });

test("what is typed is found in titles and in messages, marked, and kept in the address", async ({ page, request }) => {
  await keep(request, { title: "Quarries of Lydia", messages: ["Where did the stone come from?", "From the north."] });
  await keep(request, { title: "Harbours", messages: ["Which stone?", `${"Long. ".repeat(40)}Basalt from Lydia.`] });
  await keep(request, { title: "Neither", messages: ["Lydia alone is not enough"] });
  await page.goto("/sessions");
  await search(page).pressSequentially("STONE lydia", { delay: 5 });
  await expect(page.getByText(/^0 conversations found/)).toBeVisible();
  await search(page).fill("lydia qua");
  await expect(row(page, "Quarries of Lydia")).toContainText("In the title: Quarries of Lydia");
  await expect(page.getByText(/^1 conversation found/)).toBeVisible();
  await search(page).fill("lydia basalt");
  await expect(row(page, "Harbours")).toContainText(/In a message: ….*Basalt from Lydia\./);
  await expect(row(page, "Harbours").locator("mark")).toHaveText(["Basalt", "Lydia"]);
  await expect(row(page, "Quarries of Lydia")).toBeHidden();
  await expect(page).toHaveURL(/\?q=lydia\+basalt$/);
  await page.reload();
  await expect(search(page)).toHaveValue("lydia basalt");
  await expect(row(page, "Harbours")).toBeVisible();
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(search(page)).toHaveValue("");
  await expect(row(page, "Neither")).toBeVisible();
});

test("a link that is clicked right after typing is followed", async ({ page, request }) => {
  const id = await keep(request, { title: "Right away" });
  // As slow as a hub on a small machine: the page is not there yet when the search would begin.
  await page.route(new RegExp(`/chat/${id}`), async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue();
  });
  await page.goto("/sessions");
  await expect(row(page, "Right away")).toBeVisible();
  await search(page).fill("right");
  await page.getByRole("link", { name: "Right away", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/chat/${id}$`));
});

test("a search that ran out of time says so and goes on when asked", async ({ page, request }) => {
  await keep(request, { title: "Far back", messages: ["the obsidian mirror"] });
  // A hub with so much to read that its time runs out is more than a test can fill.
  const cursor = `${new Date(Date.now() + 86_400_000).toISOString()}/end`;
  let cut = false;
  await page.route(/sessions\.list.*obsidian/, async (route) => {
    if (cut) return route.continue();
    cut = true;
    const response = await route.fetch();
    const answers = (await response.json()) as { result: { data: object } }[];
    for (const { result } of answers) {
      if (!("search" in result.data)) continue;
      result.data = { sessions: [], next_cursor: cursor, search: { complete: false, messages_read: 12_345 } };
    }
    await route.fulfill({ response, json: answers });
  });
  await page.goto("/sessions?q=obsidian");
  await expect(page.getByText("ran out of time")).toBeVisible();
  await expect(page.getByText(/12,345 messages read/)).toBeVisible();
  await expect(page.getByText("Nothing found")).toBeHidden();
  await page.getByRole("button", { name: "Search further" }).click();
  await expect(row(page, "Far back").locator("mark")).toHaveText("obsidian");
  await expect(page.getByText("ran out of time")).toBeHidden();
});

test("a long list loads on as it is scrolled, narrowed to one specialist", async ({ page, request }) => {
  for (let i = 0; i < 65; i++) await keep(request, { title: `Terminal ${i}`, specialist: "terma-ai" });
  await page.goto("/sessions");
  await page.getByRole("combobox", { name: "Specialist" }).selectOption("terma");
  await expect(page).toHaveURL(/specialist=terma-ai/);
  await expect(page.getByRole("listitem").filter({ hasText: "apollo" })).toHaveCount(0);
  await expect(row(page, "Terminal 64")).toBeVisible();
  await expect(async () => {
    await page.mouse.wheel(0, 4000);
    await expect(row(page, "Terminal 0")).toBeVisible({ timeout: 250 });
  }).toPass();
  await expect(page.getByRole("listitem").filter({ hasText: "Terminal" })).toHaveCount(65);
  await page.getByRole("combobox", { name: "Status" }).selectOption("Expired");
  await expect(page.getByText("No conversation is like that.")).toBeVisible();
});

test("renaming, by keyboard, is seen in the other tab", async ({ page, context, request }) => {
  await keep(request, { title: "Old name" });
  await page.goto("/sessions?q=name");
  const other = await context.newPage();
  await other.goto("/sessions");
  await expect(row(other, "Old name")).toBeVisible();
  await page.getByRole("button", { name: "Actions on “Old name”" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const title = page.getByRole("textbox", { name: "Title" });
  await expect(title).toBeFocused();
  await page.keyboard.type("New name");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "New name" })).toBeFocused();
  await expect(row(other, "New name")).toBeVisible();
  await expect(row(other, "Old name")).toBeHidden();
  await act(page, "New name", "Rename");
  await title.fill("not kept");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "New name" })).toBeFocused();
});

test("deleting can be undone, on another page and by key", async ({ page, request, tolerate }) => {
  tolerate.push(/404/);
  const id = await keep(request, { title: "Not to be lost", messages: ["keep me"] });
  await keep(request, { title: "Lost in between" });
  await page.goto("/sessions?q=lost");
  await act(page, "Not to be lost", "Delete");
  await expect(row(page, "Not to be lost")).toBeHidden();
  await expect(notices(page)).toContainText("Deleted “Not to be lost”.");
  await expect(page.getByRole("link", { name: "Lost in between" })).toBeFocused();
  expect((await request.get(`/api/v2/sessions/${id}`)).status()).toBe(404);
  await page.getByRole("link", { name: "Registry" }).click();
  await expect(page).toHaveURL(/registry/);
  await notices(page).getByRole("button", { name: "Undo" }).click();
  await expect(notices(page)).toContainText("Undone.");
  expect((await request.get(`/api/v2/sessions/${id}`)).status()).toBe(200);
  await page.goto("/sessions?q=lost");
  for (const title of ["Not to be lost", "Lost in between"]) await act(page, title, "Delete");
  await expect(notices(page).getByRole("button", { name: "Undo" })).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(row(page, "Lost in between")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(row(page, "Not to be lost")).toBeVisible();
  // Deleted elsewhere meanwhile: the list says so and lets it go.
  await request.delete(`/api/v2/sessions/${id}`);
  await act(page, "Not to be lost", "Delete");
  await expect(notices(page)).toContainText("“Not to be lost” is not deleted.");
  await expect(row(page, "Not to be lost")).toBeHidden();
});

test("an expired conversation says so and is brought back", async ({ page, request }) => {
  const id = await keep(request, { title: "Short-lived", messages: ["soon gone"], ttl: 1 });
  await expect.poll(async () => (await request.get(`/api/v2/sessions/${id}`)).status()).toBe(410);
  await page.goto("/sessions?status=expired");
  await expect(row(page, "Short-lived")).toContainText("Expired");
  await row(page, "Short-lived").getByRole("button", { name: "Bring back" }).click();
  await expect(notices(page)).toContainText("“Short-lived” is back.");
  await expect(row(page, "Short-lived")).toBeHidden();
  await page.getByRole("combobox", { name: "Status" }).selectOption("Active");
  await expect(row(page, "Short-lived")).toContainText("Expires in 30 days");
});

test("an answer being written is told, and ends with its conversation", async ({ page, request, hub }) => {
  hub.fake.script("a slow one", { tokens: Array.from({ length: 500 }, () => "slow "), tokenMs: 40 });
  const id = await keep(request, { title: "Under way" });
  const answered = request.post(`/api/v2/sessions/${id}/message`, { data: { message: "a slow one", stream: true } });
  await expect.poll(() => hub.fake.active).toBe(1);
  await page.goto("/sessions?q=under+way");
  await expect(row(page, "Under way")).toContainText("Answering now");
  await act(page, "Under way", "Delete");
  expect(await (await answered).text()).toContain("SESSION_NOT_FOUND");
  await expect.poll(() => hub.fake.active).toBe(0);
});

test("an export is imported again; a file that is no export is told why", async ({ page, tolerate, request }) => {
  tolerate.push(/400/);
  await keep(request, { title: "Carried over", messages: ["first words", "an answer"] });
  await page.goto("/sessions?q=carried+over");
  await page.getByRole("button", { name: "Actions on “Carried over”" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export as JSON" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  const choose = async (file: string | { name: string; mimeType: string; buffer: Buffer }) => {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Import" }).click(),
    ]);
    await chooser.setFiles(file);
  };
  await choose(await download.path());
  await expect(notices(page)).toContainText("Imported “Carried over”.");
  await expect(row(page, "Carried over")).toHaveCount(2);
  const text = (words: string) => ({ name: "notes.json", mimeType: "application/json", buffer: Buffer.from(words) });
  await choose(text("Dear diary"));
  await expect(page.getByText("notes.json is not a JSON file.")).toBeVisible();
  await choose(text('{"format":"tekton-session","version":1,"messages":[]}'));
  await expect(page.getByText(/notes.json is not like an exported conversation.*session/)).toBeVisible();
  await choose(await download.path());
  await expect(page.getByText("notes.json")).toBeHidden();
});
