import type { APIRequestContext } from "@playwright/test";
import { ConversationPage } from "./conversation-page.ts";
import { expect, test } from "./hub-test.ts";

const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i} `);
const slow = (count: number) => ({ tokens: words(count), tokenMs: 40 });

/** A conversation of `count` messages of different heights; its id. */
async function importLong(request: APIRequestContext, count: number): Promise<string> {
  const messages = Array.from({ length: count }, (_, i) => ({
    role: i % 2 === 0 ? "user" : "assistant",
    content: `message ${i}\n\n${"and a few words more. ".repeat((i * 7) % 40)}`,
  }));
  const session = { specialist_id: "apollo-ai" };
  const document = { format: "tekton-session", version: 1, session, messages };
  const imported = await request.post("/api/v2/sessions/import", { data: document });
  return ((await imported.json()) as { id: string }).id;
}

test("editing a message goes on in a fork, and the original stays", async ({ page, hub }) => {
  hub.fake.script("the capital of France", { text: "Paris." });
  hub.fake.script("the capital of Spain", { text: "Madrid." });
  hub.fake.script("and how many live there", { text: "Many." });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "What is the capital of France?");
  await expect(page.getByText("Paris.")).toBeVisible();
  await chat.send("and how many live there?");
  await expect(page.getByText("Many.")).toBeVisible();
  const original = chat.id;

  await chat.asked.first().getByRole("button", { name: "Edit and send again" }).click();
  await expect(page.getByText(/This conversation stays as it is/)).toBeVisible();
  await page.getByRole("textbox", { name: "Edit the message" }).fill("What is the capital of Spain?");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Madrid.")).toBeVisible();
  expect(chat.id).not.toBe(original);
  await expect(page.getByText("Paris.")).toBeHidden();

  await page.goBack();
  await expect(page.getByText("Paris.")).toBeVisible();
  await expect(page.getByText("Many.")).toBeVisible();
});

test("a failed answer says why and is asked for again in its place", async ({ page, hub }) => {
  hub.fake.script("will it work", { tokens: words(9), errorAfter: { tokens: 5, message: "CUDA out of memory" } });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "will it work?");
  await expect(chat.answers).toContainText("CUDA out of memory");
  await expect(chat.answers).toContainText("w4");
  hub.fake.script("will it work", { text: "It does now." });
  await chat.answers.getByRole("button", { name: /^Ask again/ }).click();
  await expect(chat.answers).toContainText("It does now.");
  await expect(chat.answers).toHaveCount(1);
  await expect(chat.answers).not.toContainText("w4");
  await page.reload();
  await expect(chat.answers).toContainText("It does now.");
});

test("two tabs stay in step, while an answer is written and when it is stopped", async ({ page, context, hub }) => {
  hub.fake.script("count with me", slow(400));
  hub.fake.script("and once more", { text: "Gladly." });
  const here = new ConversationPage(page);
  await here.begin("apollo", "count with me");
  const there = new ConversationPage(await context.newPage());
  await there.open(here.id);
  for (const tab of [here, there]) await expect(tab.answers).toContainText("w20");
  await there.page.keyboard.press("Escape");
  for (const tab of [here, there]) await expect(tab.answers.getByRole("status").first()).toContainText("stopped");
  await expect.poll(() => hub.fake.active).toBe(0);
  await there.send("and once more");
  for (const tab of [here, there]) await expect(tab.answers.last()).toContainText("Gladly.");
  await there.page.getByRole("button", { name: "Rename" }).click();
  await there.page.getByRole("textbox", { name: "Title" }).fill("Counting");
  await there.page.keyboard.press("Enter");
  for (const tab of [here, there]) await expect(tab.page.getByRole("heading", { name: "Counting" })).toBeVisible();
});

test("a message sent during an answer waits for its turn", async ({ page, hub }) => {
  hub.fake.script("a long story", slow(80));
  hub.fake.script("what then", { text: "The end." });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "tell me a long story");
  await expect(chat.answers).toContainText("w3");
  await expect(page.getByRole("button", { name: /^Send after this answer/ })).toBeVisible();
  await chat.send("what then?");
  await expect(chat.answers.last()).toContainText("Waits for the answer before it.");
  await expect(chat.answers.first()).not.toContainText("w79");
  await expect(chat.answers.last()).toContainText("The end.");
  await expect(chat.answers.first()).toContainText("w79");
  await expect(page.getByRole("button", { name: "Send (Enter)" })).toBeVisible();
});

test("in a shared conversation any specialist can be asked, and each answer says whose it is", async ({
  page,
  hub,
}) => {
  hub.fake.script("who are you", { text: "I am Apollo." });
  hub.fake.script("and you", { text: "I am Athena." });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "who are you?", { shared: true });
  await expect(chat.answers).toContainText("I am Apollo.");
  await page.getByRole("combobox", { name: "Who is asked" }).selectOption({ label: "athena" });
  await chat.send("and you?");
  await expect(page.getByRole("article", { name: "Answer of athena" })).toContainText("I am Athena.");
  await expect(page.getByRole("article", { name: "Answer of apollo" })).toContainText("I am Apollo.");
  await expect(page.getByRole("combobox", { name: "Who is asked" })).toHaveValue("athena-ai");
  const asked = hub.fake.requests.findLast(({ path }) => path === "/api/chat");
  const { messages } = (asked?.body ?? { messages: [] }) as { messages: { role: string; content: string }[] };
  expect(messages.filter(({ role }) => role === "assistant")).toEqual([]);
  expect(JSON.stringify(messages)).toContain("I am Apollo.");
});

test("a long transcript keeps few messages on the page and scrolls back to the first", async ({ page, request }) => {
  const id = await importLong(request, 600);
  const chat = new ConversationPage(page);
  await chat.open(id);
  await expect(page.getByText("message 599", { exact: true })).toBeInViewport();
  const rows = page.locator("main ol > li");
  let most = 0;
  const first = page.getByText("message 0", { exact: true });
  await expect(async () => {
    await page.mouse.wheel(0, -3000);
    most = Math.max(most, await rows.count());
    expect(await first.isVisible()).toBe(true);
  }).toPass({ intervals: [20], timeout: 30_000 });
  expect(most).toBeLessThan(60);
  await page.keyboard.press("Home");
  await expect(page.getByText(/^Begun/)).toBeInViewport();
  await page.getByRole("button", { name: "To the latest message" }).click();
  await expect(page.getByText("message 599", { exact: true })).toBeInViewport();
});

test("earlier messages arrive without moving what is being read", async ({ page, request }) => {
  const id = await importLong(request, 300);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    void page.route(/sessions\.get.*cursor/, async (route) => {
      const held = new Promise<void>((go) => {
        answer = go;
      });
      resolve();
      await held;
      await route.continue();
    });
  });
  const chat = new ConversationPage(page);
  await chat.open(id);
  await expect(page.getByText("message 299", { exact: true })).toBeInViewport();
  const top = () => page.evaluate(() => scrollY);
  await expect(async () => {
    await page.keyboard.press("Home");
    expect(await top()).toBe(0);
  }).toPass();
  await asked;
  const read = page.getByText("message 251", { exact: true });
  const before = (await read.boundingBox())?.y ?? 0;
  answer();
  await expect.poll(top).toBeGreaterThan(1000);
  await expect.poll(async () => Math.abs(((await read.boundingBox())?.y ?? 0) - before)).toBeLessThan(4);
});

test("a reader who scrolls up is left there while the answer goes on below", async ({ page, request, hub }) => {
  hub.fake.script("go on and on", { tokens: words(300).map((word) => `${word}\n\n`), tokenMs: 40 });
  const chat = new ConversationPage(page);
  await chat.open(await importLong(request, 40));
  await chat.send("go on and on");
  await expect(page.getByText("w10", { exact: true })).toBeInViewport();
  await page.mouse.move(400, 300);
  await page.mouse.wheel(0, -120);
  await expect(page.getByRole("button", { name: "To what is being written" })).toBeVisible();
  const at = await page.evaluate(() => scrollY);
  await expect(page.getByText("w60", { exact: true })).toBeAttached();
  expect(await page.evaluate(() => scrollY)).toBe(at);
  await page.getByRole("button", { name: "To what is being written" }).click();
  await expect(page.getByText("w90", { exact: true })).toBeInViewport();
});

test("deleting leads back to the list and can be undone", async ({ page, hub, tolerate }) => {
  hub.fake.script("remember the milk", { text: "Noted." });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "remember the milk");
  await expect(page.getByText("Noted.")).toBeVisible();
  const { id } = chat;
  await page.getByRole("button", { name: "Delete this conversation" }).click();
  await expect(page).toHaveURL(/\/sessions$/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  await chat.open(id);
  await expect(page.getByText("Noted.")).toBeVisible();
  tolerate.push(/404/);
  await page.goto("/chat/never-was");
  await expect(page.getByRole("heading", { name: "There is no conversation here" })).toBeVisible();
});

test("the settings are kept, and clearing keeps the last exchanges", async ({ page, hub }) => {
  for (const n of ["one", "two", "three"]) hub.fake.script(`say ${n}`, { text: `Said ${n}.` });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "say one");
  for (const n of ["two", "three"]) {
    await expect(chat.answers.last()).toContainText("Said");
    await chat.send(`say ${n}`);
    await expect(page.getByText(`Said ${n}.`)).toBeVisible();
  }
  const settings = page.getByRole("button", { name: "Settings" });
  await settings.click();
  await page.getByLabel("Remembered exchanges").fill("3");
  await page.getByLabel("Expires when unused for").selectOption("7 days");
  await page.getByLabel("Let other specialists join").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("combobox", { name: "Who is asked" })).toBeVisible();
  await settings.click();
  await expect(page.getByLabel("Remembered exchanges")).toHaveValue("3");
  await page.getByLabel("Keep the last").fill("1");
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByRole("button", { name: "Delete the others for good" }).click();
  await expect(page.getByText("Said one.")).toBeHidden();
  await expect(page.getByText("Said three.")).toBeVisible();
});

test("an expired conversation says so and is brought back", async ({ page, request, tolerate }) => {
  tolerate.push(/410|500/);
  await request.post("/api/v2/sessions", { data: { specialist_id: "apollo", id: "short-lived", ttl_seconds: 1 } });
  await expect.poll(async () => (await request.get("/api/v2/sessions?status=expired")).text()).toContain("short-lived");
  await page.goto("/chat/short-lived");
  await expect(page.getByRole("heading", { name: "This conversation has expired" })).toBeVisible();
  await page.getByRole("button", { name: /^Bring back/ }).click();
  await expect(page.getByText("Nothing said here yet.")).toBeVisible();
});

test("a conversation begun with Auto goes to whoever fits the message, and says why", async ({ page, hub }) => {
  hub.fake.script("TypeError", { text: "Something is not there." });
  const chat = new ConversationPage(page);
  await chat.begin("Auto", "TypeError: cannot read properties of undefined (reading 'map'), here is the stack trace");
  const answer = page.getByRole("article", { name: "Answer of apollo" });
  await expect(answer).toContainText("Something is not there.");
  await expect(answer).toContainText(/Chosen by the router: .*debugging/);
  await page.reload();
  await expect(answer).toContainText(/Chosen by the router: .*debugging/);
  hub.fake.script("and what now", { text: "Look for it." });
  await chat.send("and what now?");
  await expect(answer.last()).toContainText("Look for it.");
});
