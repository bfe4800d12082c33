"""The same work on SimPy: timeouts with callbacks, integer nanoseconds.

simpy_engine.py hold  PENDING WARMUP EVENTS delays.bin
simpy_engine.py flood NODES BLOCKS graph.bin
"""
import array
import sys
import time

import simpy

MASK64 = (1 << 64) - 1


def read(file, kind, count):
    values = array.array(kind)
    values.fromfile(file, count)
    return list(values)


def hold(pending, warmup, events, path):
    with open(path, "rb") as file:
        delays = read(file, "q", 1 << 20)
    mask = (1 << 20) - 1
    env = simpy.Environment()
    drawn = handled = order = 0
    started = 0.0
    timeout = env.timeout

    def ring(event):
        nonlocal drawn, handled, order, started
        order = (order * 31 + event.value) & MASK64
        handled += 1
        timeout(delays[drawn & mask], event.value).callbacks.append(ring)
        drawn += 1
        if handled == warmup:
            started = time.process_time()
        elif handled == warmup + events:
            raise simpy.core.StopSimulation(None)

    for index in range(pending):
        timeout(delays[drawn & mask], index).callbacks.append(ring)
        drawn += 1
    env.run()
    print(f"{time.process_time() - started:.9f} {events} {env.now} {order}")


def flood(nodes, blocks, path):
    with open(path, "rb") as file:
        neighbours = read(file, "I", nodes * 8)
        latencies = read(file, "q", nodes * 8)
    links = [list(zip(neighbours[i * 8:i * 8 + 8], latencies[i * 8:i * 8 + 8])) for i in range(nodes)]
    seen = [0] * nodes
    env = simpy.Environment()
    timeout = env.timeout
    messages = arrivals = block = published = 0

    def arrive(event):
        nonlocal messages, arrivals
        node, sender = event.value
        messages += 1
        if seen[node] == block:
            return
        seen[node] = block
        arrivals += (env.now - published) * (node + 1)
        for neighbour, latency in links[node]:
            if neighbour != sender:
                timeout(latency, (neighbour, node)).callbacks.append(arrive)

    started = time.process_time()
    for block in range(1, blocks + 1):
        published = block * 12_000_000_000
        timeout(published - env.now, (block * 7919 % nodes, -1)).callbacks.append(arrive)
        env.run()
    seconds = time.process_time() - started
    print(f"{seconds:.9f} {messages} {messages} {arrivals & MASK64}")


if __name__ == "__main__":
    if sys.argv[1] == "hold":
        hold(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    else:
        flood(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
