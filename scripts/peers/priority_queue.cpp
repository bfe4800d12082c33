// The reference of the engine benchmarks: std::priority_queue over (time, sequence number).
//   priority_queue hold  PENDING WARMUP EVENTS delays.bin
//   priority_queue flood NODES BLOCKS graph.bin
// Prints: CPU seconds of the measured part, its events, two checksums.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <queue>
#include <vector>

struct Event {
    int64_t time;
    uint64_t sequence;
    uint32_t node;
    uint32_t sender;
};

struct Later {
    bool operator()(const Event &a, const Event &b) const {
        return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
    }
};

using Queue = std::priority_queue<Event, std::vector<Event>, Later>;

static double cpuSeconds() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

template <typename T> static std::vector<T> read(FILE *file, size_t count) {
    std::vector<T> values(count);
    if (fread(values.data(), sizeof(T), count, file) != count) { perror("read"); exit(1); }
    return values;
}

static Queue reserved(size_t count) {
    std::vector<Event> storage;
    storage.reserve(count);
    return Queue(Later(), std::move(storage));
}

static void hold(uint32_t pending, uint64_t warmup, uint64_t events, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    const uint64_t mask = (1 << 20) - 1;
    auto delays = read<int64_t>(file, mask + 1);
    Queue queue = reserved(pending + 1);
    uint64_t drawn = 0, sequence = 0, order = 0;
    int64_t now = 0;
    for (uint32_t i = 0; i < pending; i++) queue.push({delays[drawn++ & mask], sequence++, i, 0});
    auto run = [&](uint64_t count) {
        for (uint64_t i = 0; i < count; i++) {
            Event event = queue.top();
            queue.pop();
            now = event.time;
            order = order * 31 + event.node;
            event.time += delays[drawn++ & mask];
            event.sequence = sequence++;
            queue.push(event);
        }
    };
    run(warmup);
    double start = cpuSeconds();
    run(events);
    printf("%.9f %llu %lld %llu\n", cpuSeconds() - start, (unsigned long long)events, (long long)now,
           (unsigned long long)order);
}

static void flood(uint32_t nodes, uint32_t blocks, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    auto neighbours = read<uint32_t>(file, size_t(nodes) * 8);
    auto latencies = read<int64_t>(file, size_t(nodes) * 8);
    std::vector<uint32_t> seen(nodes, 0);
    Queue queue = reserved(size_t(nodes) * 8);
    uint64_t sequence = 0, messages = 0, arrivals = 0;
    double start = cpuSeconds();
    for (uint32_t block = 1; block <= blocks; block++) {
        const int64_t published = int64_t(block) * 12000000000;
        queue.push({published, sequence++, uint32_t(block * 7919ull % nodes), UINT32_MAX});
        while (!queue.empty()) {
            Event event = queue.top();
            queue.pop();
            messages++;
            if (seen[event.node] == block) continue;
            seen[event.node] = block;
            arrivals += uint64_t(event.time - published) * (event.node + 1);
            const size_t first = size_t(event.node) * 8;
            for (size_t i = first; i < first + 8; i++)
                if (neighbours[i] != event.sender)
                    queue.push({event.time + latencies[i], sequence++, neighbours[i], event.node});
        }
    }
    printf("%.9f %llu %llu %llu\n", cpuSeconds() - start, (unsigned long long)messages, (unsigned long long)messages,
           (unsigned long long)arrivals);
}

int main(int argc, char **argv) {
    if (argc == 6 && !strcmp(argv[1], "hold"))
        hold(atoi(argv[2]), atoll(argv[3]), atoll(argv[4]), argv[5]);
    else if (argc == 5 && !strcmp(argv[1], "flood"))
        flood(atoi(argv[2]), atoi(argv[3]), argv[4]);
    else
        return 2;
}
