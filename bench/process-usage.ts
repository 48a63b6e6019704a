/** What a process has used, from Linux' /proc; null on other systems. */
import { readFileSync } from "node:fs";

/** The kernel counts in hundredths of a second on every Linux that Node runs on. */
const msPerTick = 10;

const read = (pid: number, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null;
  }
};

/** Processor time since its start, all threads, ms. */
export function cpuMs(pid: number): number | null {
  const stat = read(pid, "stat");
  if (stat === null) return null;
  // The name, in parentheses, may hold spaces; user and system time are the 14th and 15th fields.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

/** Memory it holds now and the most it held, MiB. */
export function memoryMb(pid: number): { readonly now: number; readonly peak: number } | null {
  const status = read(pid, "status");
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status ?? "")?.[1]) / 1024;
  return status === null ? null : { now: field("VmRSS"), peak: field("VmHWM") };
}
