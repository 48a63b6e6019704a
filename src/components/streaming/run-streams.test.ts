import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SimulatedBrowser } from "./simulated-browser.ts";

const runs = ["run_a", "run_b", "run_c"];

async function expectAllServed(browser: SimulatedBrowser): Promise<void> {
  for (const id of runs) browser.publish(id, null);
  await browser.quiet();
  for (const tab of browser.tabs) {
    for (const id of tab.attached) {
      const state = tab.streams.state(id);
      expect({ tab: tab.name, id, phase: state?.phase, content: state?.content }).toEqual({
        tab: tab.name,
        id,
        phase: "done",
        content: browser.text(id),
      });
    }
  }
  expect(browser.subscriptions).toHaveLength(0);
}

describe("the streams of one browser", () => {
  it("eight tabs share one subscription and each ends with the whole text", async () => {
    const browser = new SimulatedBrowser();
    const tabs = Array.from({ length: 8 }, (_, i) => browser.openTab(`tab-${i}`));
    for (const tab of tabs) for (const id of runs) browser.attach(tab, id);
    await browser.quiet(3);
    expect(browser.subscriptions).toHaveLength(1);
    for (const id of runs) for (const word of ["one ", "two ", "three"]) browser.publish(id, word);
    await expectAllServed(browser);
  });

  it("a leader that vanishes is followed by one that knows what every tab wants", async () => {
    const browser = new SimulatedBrowser();
    const first = browser.openTab("first");
    browser.attach(first, "run_a");
    browser.attach(browser.openTab("next in line"), "run_c");
    const second = browser.openTab("second");
    browser.attach(second, "run_b");
    browser.publish("run_b", "before ");
    await browser.quiet(2);
    browser.crashTab(first);
    browser.publish("run_b", "after");
    await browser.quiet(2);
    expect(second.streams.state("run_b")?.content).toBe("before after");
  });

  it("a reload in mid-stream goes on from what the page was given", async () => {
    const browser = new SimulatedBrowser();
    for (const word of ["a", "b", "c"]) browser.publish("run_a", word);
    const tab = browser.openTab("reloaded");
    browser.attach(tab, "run_a", browser.view("run_a", 2));
    await browser.settle();
    expect(browser.subscriptions[0]?.cursors.get("run_a")).toBe(2);
    await expectAllServed(browser);
  });

  it("a run that has ended is not watched", async () => {
    const browser = new SimulatedBrowser();
    browser.publish("run_a", "all of it");
    browser.publish("run_a", null);
    const tab = browser.openTab();
    browser.attach(tab, "run_a");
    await browser.quiet(2);
    expect(browser.opened).toBe(0);
    expect(tab.streams.state("run_a")).toMatchObject({ phase: "done", content: "all of it" });
  });

  it("asks again from its own cursor when an event is missing, once for one gap", async () => {
    const browser = new SimulatedBrowser();
    const tab = browser.openTab();
    for (const word of ["a", "b", "c", "d"]) browser.publish("run_a", word);
    browser.attach(tab, "run_a", browser.view("run_a", 0));
    await browser.settle();
    browser.subscriptions[0]?.cursors.set("run_a", 2);
    for (const subscription of [...browser.subscriptions]) browser.pump(subscription, 1);
    await browser.settle();
    expect(browser.opened).toBe(2);
    expect(browser.subscriptions[0]?.cursors.get("run_a")).toBe(0);
    await expectAllServed(browser);
  });

  it("pauses longer after each failure, and not at all when a tab comes back into view", async () => {
    const browser = new SimulatedBrowser();
    const tab = browser.openTab();
    browser.attach(tab, "run_a");
    await browser.settle();
    const failAndWait = async (ms: number) => {
      browser.subscriptions[0]?.handlers.onFail();
      await browser.advance(ms - 1);
      expect(browser.subscriptions).toHaveLength(0);
      await browser.advance(1);
      expect(browser.subscriptions).toHaveLength(1);
    };
    await failAndWait(250);
    await failAndWait(500);
    await failAndWait(1000);
    browser.subscriptions[0]?.handlers.onFail();
    tab.streams.resync();
    expect(browser.subscriptions).toHaveLength(1);
  });

  it.each([
    ["gone", null],
    ["interrupted", "interrupted"],
  ] as const)("a run that is %s after a restart of the hub ends in every tab", async (_, status) => {
    const browser = new SimulatedBrowser();
    const tabs = [browser.openTab("one"), browser.openTab("two")];
    for (const word of ["some ", "text"]) browser.publish("run_a", word);
    for (const tab of tabs) browser.attach(tab, "run_a");
    await browser.quiet(2);
    const error = { code: "INTERRUPTED", message: "The hub was restarted." } as const;
    browser.lookUps.set("run_a", status && { ...browser.view("run_a", 1), status, error });
    for (let i = 0; i < 3; i += 1) {
      for (const { handlers } of [...browser.subscriptions]) handlers.onFail();
      await browser.advance(2000);
      for (const tab of tabs) while (tab.inbox.length > 0) browser.deliverOne(tab);
    }
    await browser.settle();
    for (const tab of tabs) expect(tab.streams.state("run_a")?.phase).toBe("error");
  });

  it("tells the other tabs that a list has changed", () => {
    const browser = new SimulatedBrowser();
    const [one, two] = [browser.openTab("one"), browser.openTab("two")];
    let told = 0;
    const stop = two.streams.onChanged("team", () => {
      told += 1;
    });
    one.streams.postChanged("team");
    while (two.inbox.length > 0) browser.deliverOne(two);
    stop();
    one.streams.postChanged("team");
    while (two.inbox.length > 0) browser.deliverOne(two);
    expect(told).toBe(1);
  });

  it("without locks and channel each tab has its own subscription", async () => {
    const browser = new SimulatedBrowser();
    const tabs = [browser.openTab("one", true), browser.openTab("two", true)];
    for (const tab of tabs) browser.attach(tab, "run_a");
    await browser.settle();
    expect(browser.subscriptions).toHaveLength(2);
    browser.publish("run_a", "text");
    await expectAllServed(browser);
  });

  it("wakes only the listeners of the run that changed", async () => {
    const browser = new SimulatedBrowser();
    const tab = browser.openTab();
    const woken: string[] = [];
    for (const id of runs) {
      browser.attach(tab, id);
      tab.streams.subscribe(id, () => woken.push(id));
    }
    await browser.settle();
    browser.publish("run_b", "text");
    for (const subscription of [...browser.subscriptions]) browser.pump(subscription, 10);
    expect(woken).toEqual(["run_b"]);
  });

  it("more runs than one subscription takes are all served in the end", async () => {
    const browser = new SimulatedBrowser();
    const tab = browser.openTab();
    const many = Array.from({ length: 130 }, (_, i) => `run_${i}`);
    for (const id of many) browser.attach(tab, id);
    await browser.settle();
    expect(browser.subscriptions[0]?.cursors.size).toBe(96);
    for (const id of many) {
      browser.publish(id, "text");
      browser.publish(id, null);
    }
    await browser.quiet(4);
    for (const id of many) expect(tab.streams.state(id)?.phase).toBe("done");
  });
});

const step = fc.oneof(
  fc.record({ do: fc.constant("open" as const) }),
  fc.record({ do: fc.constantFrom("close" as const, "crash" as const, "resync" as const), tab: fc.nat() }),
  fc.record({ do: fc.constant("lose" as const), tab: fc.nat() }),
  fc.record({ do: fc.constant("attach" as const), tab: fc.nat(), run: fc.nat(2), stale: fc.nat(5) }),
  fc.record({ do: fc.constant("publish" as const), run: fc.nat(2), text: fc.string({ minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant("end" as const), run: fc.nat(2) }),
  fc.record({
    do: fc.constant("pump" as const),
    count: fc.integer({ min: 1, max: 4 }),
    again: fc.nat(3),
    snapshot: fc.boolean(),
  }),
  fc.record({ do: fc.constant("deliver" as const), tab: fc.nat(), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant("fail" as const) }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.nat(12_000) }),
);

it("whatever tabs come, go and vanish, each ends with exactly the text of its runs, over one subscription", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
      const browser = new SimulatedBrowser();
      for (const name of ["first", "second", "third"]) {
        const tab = browser.openTab(name);
        for (const id of runs) browser.attach(tab, id);
      }
      for (const [i, s] of steps.entries()) {
        const tab = "tab" in s ? browser.tabs[s.tab % browser.tabs.length] : undefined;
        const run = "run" in s ? (runs[s.run] ?? "run_a") : "run_a";
        if (s.do === "open") browser.openTab(`tab-${i}`);
        else if (s.do === "publish") browser.publish(run, s.text);
        else if (s.do === "end") browser.publish(run, null);
        else if (s.do === "wait") await browser.advance(s.ms);
        else if (s.do === "fail") browser.subscriptions[0]?.handlers.onFail();
        else if (s.do === "pump") {
          for (const one of [...browser.subscriptions]) browser.pump(one, s.count, s.again, s.snapshot);
        } else if (!tab) continue;
        else if (s.do === "close") browser.closeTab(tab);
        else if (s.do === "crash") browser.crashTab(tab);
        else if (s.do === "resync") tab.streams.resync();
        else if (s.do === "lose") tab.inbox.shift();
        else if (s.do === "attach") {
          const seen = browser.view(run).last_seq;
          browser.attach(tab, run, browser.view(run, Math.max(0, seen - s.stale)));
        } else if (s.do === "deliver") for (let n = 0; n < s.count; n += 1) browser.deliverOne(tab);
        await Promise.resolve();
        expect(browser.subscriptions.length).toBeLessThanOrEqual(1);
      }
      await expectAllServed(browser);
    }),
    { numRuns: 300 },
  );
});
