/** Does `job(0)` to `job(count - 1)`, at most `width` at a time. Rejects with the first failure. */
export async function inParallel(width: number, count: number, job: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await job(index);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}
