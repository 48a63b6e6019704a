/** The figures of `/metrics`, in Prometheus' form. Gauges are read from the hub when asked for. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ProviderDirectory } from "./providers/provider-directory.ts";
import type { LiveRun } from "./runs/live-run.ts";
import type { LiveRuns } from "./runs/live-runs.ts";
import type { MemoryRunLog } from "./runs/memory-run-log.ts";

export class Metrics {
  readonly #registry = new Registry();
  readonly #runs: Counter<"provider" | "status">;
  readonly #firstToken: Histogram<"provider">;
  readonly #requests: Counter<"method" | "route" | "status">;
  #openRequests = 0;
  readonly #stopDefaults: () => void;

  constructor(hub: { live: LiveRuns; runLog: MemoryRunLog; providers: ProviderDirectory }) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#stopDefaults = () => this.#registry.clear();
    this.#runs = new Counter({
      name: "tekton_runs_total",
      help: "Runs ended.",
      labelNames: ["provider", "status"],
      registers,
    });
    this.#requests = new Counter({
      name: "tekton_http_requests_total",
      help: "Requests answered.",
      labelNames: ["method", "route", "status"],
      registers,
    });
    this.#firstToken = new Histogram({
      name: "tekton_first_token_seconds",
      help: "From the request to the first token, queue and model included.",
      labelNames: ["provider"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    });
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    gauge("tekton_runs_active", "Runs queued or running.", () => hub.live.activeCount);
    gauge("tekton_run_watchers", "Readers of run logs.", () => hub.runLog.readers);
    gauge("tekton_http_open", "Requests being answered, streams included.", () => this.#openRequests);
    const places = (name: string, help: string, of: "running" | "queued") =>
      new Gauge({
        name,
        help,
        labelNames: ["provider"],
        registers,
        collect() {
          for (const provider of hub.providers.all()) this.set({ provider: provider.name }, provider.admission[of]);
        },
      });
    places("tekton_provider_running", "Places of a provider in use.", "running");
    places("tekton_provider_queued", "Runs waiting for a provider.", "queued");
  }

  runEnded(run: LiveRun): void {
    const { provider } = run.identity;
    this.#runs.inc({ provider, status: run.status });
    if (run.timing.first_token_ms !== null) this.#firstToken.observe({ provider }, run.timing.first_token_ms / 1000);
  }

  requestOpened(): void {
    this.#openRequests += 1;
  }

  requestClosed(method: string, route: string, status: number): void {
    this.#openRequests -= 1;
    this.#requests.inc({ method, route, status });
  }

  readonly contentType = "text/plain; version=0.0.4; charset=utf-8";

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  close(): void {
    this.#stopDefaults();
  }
}
