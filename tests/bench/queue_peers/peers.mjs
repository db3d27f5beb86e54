// BullMQ and bee-queue, measured as queue_bench measures ours, on the server that it names.
// Usage: node peers.mjs bullmq|bee PORT JOBS. Prints "figure value" lines.
import Redis from "ioredis";
import { Queue, Worker } from "bullmq";
import Bee from "bee-queue";

const [peer, portText, jobsText] = process.argv.slice(2);
const connection = { host: "127.0.0.1", port: Number(portText) };
const jobs = Number(jobsText);
const inspect = new Redis(connection);

const now = () => Number(process.hrtime.bigint()) / 1e3; // us
const tell = (name, value) => console.log(`${name} ${value}`);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function numberOf(section, pattern) {
  return Number(pattern.exec(await inspect.call("INFO", section))[1]);
}
const memory = () => numberOf("memory", /used_memory:(\d+)/);
async function processor() {
  const user = await numberOf("cpu", /used_cpu_user:([\d.]+)/);
  return (user + (await numberOf("cpu", /used_cpu_sys:([\d.]+)/))) * 1e6;
}

// add(payload, priority), bulk(payload, count, priority), work(concurrency, handler) -> close()
const makers = {
  bullmq(name) {
    const queue = new Queue(name, { connection });
    const options = (priority) => ({ removeOnComplete: true, ...(priority ? { priority } : {}) });
    return {
      add: (data, priority) => queue.add("job", data, options(priority)),
      bulk: (data, count, priority) =>
        queue.addBulk(Array.from({ length: count }, () => ({ name: "job", data, opts: options(priority) }))),
      work(concurrency, handler) {
        const worker = new Worker(name, handler, { connection, concurrency });
        return () => worker.close(true);
      },
      close: () => queue.close(),
    };
  },
  bee(name) {
    const queue = new Bee(name, { redis: connection, removeOnSuccess: true, isWorker: false });
    return {
      add: (data) => queue.createJob(data).save(),
      bulk: (data, count) => queue.saveAll(Array.from({ length: count }, () => queue.createJob(data))),
      work(concurrency, handler) {
        const worker = new Bee(name, { redis: connection, removeOnSuccess: true, getEvents: false });
        worker.process(concurrency, handler);
        return () => worker.close(1000);
      },
      close: () => queue.close(1000),
    };
  },
};

async function processed(queue, concurrency, count) {
  let left = count;
  const start = now();
  let close;
  await new Promise((done) => {
    close = queue.work(concurrency, async () => {
      if (--left === 0) done();
    });
  });
  await pause(20);
  const took = now() - start - 20e3;
  await close();
  return took;
}

const payload = (bytes) => ({ t: "x".repeat(bytes - 8) }); // as JSON
await inspect.flushall();
const queue = makers[peer]("trial");
await queue.add(payload(58), 1);
await processed(queue, 1, 1);

for (const bytes of [58, 206]) {
  const before = await memory();
  for (let at = 0; at < 20000; at += 1000) await queue.bulk(payload(bytes), 1000, 1);
  tell(`bytes_${bytes}`, ((await memory()) - before) / 20000);
  await processed(queue, 100, 20000);
}

const used = await processor();
let start = now();
for (let at = 0; at < jobs; at += 1000) await queue.bulk(payload(58), 1000, 1);
tell("bulk", (jobs / (now() - start)) * 1e6);
tell("process_100", (jobs / (await processed(queue, 100, jobs))) * 1e6);
tell("server_us", ((await processor()) - used) / jobs);

const singles = 5000;
start = now();
await Promise.all(
  Array.from({ length: 64 }, async () => {
    for (let at = 0; at < 200; ++at) await queue.add(payload(58), 1);
  }),
);
tell("enqueue_64", ((64 * 200) / (now() - start)) * 1e6);
await processed(queue, 100, 64 * 200);
start = now();
for (let at = 0; at < singles; ++at) await queue.add(payload(58), 1);
tell("enqueue_1", (singles / (now() - start)) * 1e6);
tell("process_1", (singles / (await processed(queue, 1, singles))) * 1e6);

const times = [];
let arrived;
const stop = queue.work(1, async () => arrived());
await pause(200);
for (let at = 0; at < 300; ++at) {
  const put = now();
  const started = new Promise((done) => (arrived = done));
  await Promise.all([queue.add(payload(58), 1), started.then(() => times.push(now() - put))]);
  await pause(2);
}
await stop();
times.sort((a, b) => a - b);
tell("idle_p50_us", times[150]);
tell("idle_p99_us", times[297]);
await queue.close();
process.exit(0);
