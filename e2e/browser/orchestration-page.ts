/** The settings' page as a person handles it. */
import type { Locator, Page } from "@playwright/test";

interface Rule {
  readonly pattern: string;
  /** Ids, in order. */
  readonly specialists: readonly string[];
  readonly strategy?: string;
}

export class OrchestrationPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto("/orchestration");
    await this.page.getByText("All saved and in force.").waitFor();
  }

  rule(number: number): Locator {
    return this.page.getByRole("listitem", { name: `Rule ${number}`, exact: true });
  }

  /** Adds a rule below the others. */
  async addRule({ pattern, specialists, strategy }: Rule): Promise<void> {
    const rules = this.page.getByRole("list", { name: "Routing rules" }).getByRole("listitem", { name: /^Rule \d+$/ });
    const number = (await rules.count()) + 1;
    await this.page.getByRole("button", { name: "Add a rule" }).click();
    const rule = this.rule(number);
    await rule.getByLabel("Pattern").fill(pattern);
    for (const id of specialists) await this.choose(rule.getByLabel(/^Add a specialist to rule/), id);
    if (strategy) await rule.getByLabel("Who answers").selectOption(strategy);
  }

  /** What the open field that adds a specialist offers. */
  get offered(): Locator {
    return this.page.getByRole("listbox", { name: "Specialists" }).getByRole("option");
  }

  /** Chooses a specialist in a field that adds one, by keyboard. */
  async choose(field: Locator, id: string): Promise<void> {
    await field.fill(id);
    await this.offered.first().waitFor();
    await field.press("Enter");
  }

  get saveButton(): Locator {
    return this.page.getByRole("button", { name: "Save", exact: true });
  }

  async save(): Promise<void> {
    await this.saveButton.click();
    await this.page.getByText("All saved and in force.").waitFor();
  }

  /** Puts a message into the box that tries it; gives what is said of it. */
  async tryMessage(message: string): Promise<Locator> {
    await this.page.getByRole("textbox", { name: "Try a message" }).fill(message);
    await this.page.getByRole("button", { name: "Ask", exact: true }).click();
    return this.page.getByRole("status", { name: "Where it would go" });
  }

  version(number: number): Locator {
    return this.page.getByRole("listitem", { name: `Version ${number}`, exact: true });
  }
}
