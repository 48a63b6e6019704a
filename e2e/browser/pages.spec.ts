import { expect, test } from "./hub-test.ts";

const paths = ["/team", "/chat", "/sessions", "/registry", "/routing", "/orchestration", "/benchmarks"];

for (const path of paths) {
  test(`${path} fits 360 px, in light and dark, with a heading and no breach of the content policy`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    }
  });
}

test("the theme is kept over a reload, without a flash of the other one", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/team");
  const theme = page.getByRole("button", { name: /^Theme:/ });
  await theme.click();
  await theme.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const response = await page.reload();
  expect(await response?.text()).toContain('data-theme="dark"');
});

test("an unknown page is a page, an unknown API address is JSON", async ({ page, request, tolerate }) => {
  tolerate.push(/404/);
  const response = await page.goto("/nowhere");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("link", { name: /team/i }).first()).toBeVisible();
  const api = await request.get("/api/nowhere");
  expect(api.status()).toBe(404);
  expect(((await api.json()) as { error: { code: string } }).error.code).toBe("NOT_FOUND");
});

test("a conversation remembers, streams, and is there after a reload", async ({ page, hub }) => {
  hub.fake.script("my name is Casey", { text: "Hello Casey, well met.", split: 2, tokenMs: 5 });
  await page.goto("/chat");
  await page.getByText("apollo", { exact: true }).first().click();
  await page.getByRole("combobox", { name: "Message" }).fill("my name is Casey");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/chat\/sess_/);
  await expect(page.getByText("Hello Casey, well met.")).toBeVisible();
  hub.fake.script("what is my name", { text: "Casey, you said." });
  await page.getByRole("combobox", { name: "Message" }).fill("what is my name?");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Casey, you said.")).toBeVisible();
  const asked = hub.fake.requests.filter((request) => request.path === "/api/chat").at(-1);
  const { messages } = (asked?.body ?? { messages: [] }) as { messages: { role: string }[] };
  expect(messages.map((m) => m.role)).toEqual(["system", "user", "assistant", "user"]);
  await page.reload();
  await expect(page.getByText("Hello Casey, well met.")).toBeVisible();
  await expect(page.getByText("Casey, you said.")).toBeVisible();
});

test("Ollama going and coming is noticed within ten seconds, without a reload", async ({ page, hub }) => {
  await page.goto("/team");
  await expect(page.getByText("Demo provider:")).toBeHidden();
  await hub.fake.stop();
  await expect(page.getByText("Demo provider:")).toBeVisible({ timeout: 20_000 });
  await hub.fake.start();
  await expect(page.getByText("Demo provider:")).toBeHidden({ timeout: 20_000 });
});
