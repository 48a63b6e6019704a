/** Every measurement, in order, each after a warm-up of all doors. */
import type { BenchPlan } from "./bench-plan.ts";
import type { Door } from "./door.ts";
import { readEventLoopGaps } from "./event-loop-gaps.ts";
import { type FirstTokenFigures, firstTokenFigures } from "./first-token-figures.ts";
import { keepAsking } from "./keep-asking.ts";
import { measureAtOnce } from "./measure-at-once.ts";
import { measureInTurn, type Timings } from "./measure-in-turn.ts";
import { measureOpen } from "./measure-open.ts";
import { measureSustained } from "./measure-sustained.ts";
import { measureThroughput } from "./measure-throughput.ts";
import { memoryMb } from "./process-usage.ts";
import type { Figures } from "./report.ts";
import type { Stage } from "./stage.ts";
import { atOnce } from "./upstream-scripts.ts";

/** @param say told what is being done */
export async function measureAll(
  { stage, doors, plan, random }: { stage: Stage; doors: readonly Door[]; plan: BenchPlan; random: () => number },
  say: (doing: string) => void,
): Promise<Figures> {
  const load = async (
    of: Pick<FirstTokenFigures, "load" | "streams">,
    rounds: number,
    measure: () => Promise<Timings>,
  ): Promise<FirstTokenFigures> => {
    say(`first tokens, ${of.streams} ${of.load}`);
    const measured: Timings[] = [];
    for (let i = 0; i < rounds; i++) measured.push(await measure());
    return firstTokenFigures(of, doors, measured);
  };

  say("warm-up");
  for (const door of doors) {
    await keepAsking(door, { script: atOnce, streams: 50, windowMs: plan.warmUpMs, staggerMs: 0 });
  }
  await measureOpen(doors, { streams: 50, windowMs: plan.warmUpMs / 2 }, random);
  const before = memoryMb(stage.hub.pid)?.now;

  const firstToken: FirstTokenFigures[] = [];
  const { inTurn, open, throughput, sustained } = plan;
  firstToken.push(
    await load({ load: "in turn", streams: 1 }, inTurn.rounds, () => measureInTurn(doors, inTurn.answers, random)),
  );
  for (const streams of open.streams) {
    const { rounds, windowMs } = open;
    firstToken.push(
      await load({ load: "open", streams }, rounds, () => measureOpen(doors, { streams, windowMs }, random)),
    );
  }
  for (const streams of plan.atOnce.streams) {
    const { rounds, bursts } = plan.atOnce;
    firstToken.push(
      await load({ load: "at once", streams }, rounds, () => measureAtOnce(doors, { streams, bursts }, random)),
    );
  }

  say("answers a second");
  const answersPerSecond = await measureThroughput(doors, stage, throughput, random);

  say("sustained streams");
  const byName = (name: Door["name"]) => doors.find((door) => door.name === name) as Door;
  const direct = await measureSustained(byName("direct"), { ...sustained, seconds: sustained.directSeconds });
  await readEventLoopGaps(stage.hub.url);
  const hub = await measureSustained(byName("sse"), sustained);
  const eventLoop = await readEventLoopGaps(stage.hub.url);

  const memory = memoryMb(stage.hub.pid);
  return {
    firstToken,
    throughput: answersPerSecond,
    sustained: { direct, hub },
    eventLoop,
    memory: memory && before !== undefined ? { before, after: memory.now, peak: memory.peak } : null,
  };
}
