// The demo town is built once, before the tests. Whoever tests gets a copy of it and a server that nobody else talks to.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, open, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const target = (path) => fileURLToPath(new URL(`../target/${path}`, import.meta.url));
export const program = resolve(process.env.SOUQ_BIN ?? target("debug/souq"));
const folder = resolve(process.env.SOUQ_TEST_DATA ?? target("end2end"));
const template = `${folder}/template`;
// Below the ports that the system gives to connections, and ten for each worker: no two ever try the same.
const firstPort = Number(process.env.SOUQ_TEST_PORT ?? 3105);
const portsOfWorker = 10;

async function isFree(port) {
  const socket = createServer().listen(port, "127.0.0.1");
  const free = await once(socket, "listening").then(
    () => true,
    () => false,
  );
  await new Promise((closed) => socket.close(closed));
  return free;
}

async function freePort(worker) {
  const first = firstPort + worker * portsOfWorker;
  for (let port = first; port < first + portsOfWorker; port++) if (await isFree(port)) return port;
  throw new Error(`No port is free from ${first} on; SOUQ_TEST_PORT names another first one.`);
}

const answers = (url) =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );

async function start(data, worker) {
  const address = `127.0.0.1:${await freePort(worker)}`;
  const url = `http://${address}`;
  const log = await open(`${data}.log`, "w");
  const child = spawn(program, ["serve", "--demo"], {
    env: { ...process.env, SOUQ_ADDR: address, SOUQ_DATA: data, SOUQ_DEV: "1", DATABASE_URL: "", RUST_LOG: "error" },
    stdio: ["ignore", log.fd, log.fd],
  });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let waiting = true;
  const ready = async () => {
    while (waiting && !(await answers(url))) await pause(20);
  };
  const early = async () => {
    const [code] = await ended;
    if (waiting) throw new Error(`${program} ended with ${code}:\n${await readFile(`${data}.log`, "utf8")}`);
  };
  try {
    await Promise.race([ready(), early()]);
  } finally {
    waiting = false;
    await log.close();
  }
  const stop = async (signal) => {
    child.kill(signal);
    const [code] = await ended;
    process.off("exit", kill);
    return code;
  };
  return { url, stop };
}

// The town as it is on its first day. The server ends in order, so that the whole of the database stands in its file.
export async function buildTemplate() {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const server = await start(template, 0);
  const code = await server.stop("SIGTERM");
  if (code !== 0) throw new Error(`${program} ended with ${code} when it was told to stop.`);
}

// Photos are named by their content and never written again, so all copies are links to the same files.
async function copy(data) {
  const photos = `${template}/blobs`;
  await cp(template, data, { recursive: true, filter: (path) => path !== photos });
  await run("cp", ["--recursive", "--link", photos, data]);
}

let copies = 0;

export async function openTown(worker) {
  const data = `${folder}/${process.pid}-${copies++}`;
  await copy(data);
  const server = await start(data, worker);
  const close = async () => {
    // Its data end with it, so there is nothing to end in order.
    await server.stop("SIGKILL");
    await rm(data, { recursive: true });
  };
  return { url: server.url, close };
}
