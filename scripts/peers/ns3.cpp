// The same work on ns-3's event core, with the scheduler named in the first argument, such as
// ns3::PriorityQueueScheduler (its fastest here) or ns3::MapScheduler (its default).
//   ns3 SCHEDULER hold  PENDING WARMUP EVENTS delays.bin
//   ns3 SCHEDULER flood NODES BLOCKS graph.bin
#include <ns3/nstime.h>
#include <ns3/object-factory.h>
#include <ns3/simulator.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

using namespace ns3;

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

static const uint64_t mask = (1 << 20) - 1;
static std::vector<int64_t> delays;
static uint64_t drawn = 0, handled = 0, warmup, limit, order = 0;
static double started, stopped;

static void ring(uint32_t id) {
    order = order * 31 + id;
    handled++;
    Simulator::Schedule(TimeStep(delays[drawn++ & mask]), &ring, id);
    if (handled == warmup) started = cpuSeconds();
    if (handled == limit) {
        stopped = cpuSeconds();
        Simulator::Stop();
    }
}

static std::vector<uint32_t> neighbours, seen;
static std::vector<int64_t> latencies;
static uint64_t messages = 0, arrivals = 0;
static uint32_t block = 0;
static int64_t published = 0;

static void arrive(uint32_t node, uint32_t sender) {
    messages++;
    if (seen[node] == block) return;
    seen[node] = block;
    arrivals += uint64_t(Simulator::Now().GetTimeStep() - published) * (node + 1);
    const size_t first = size_t(node) * 8;
    for (size_t i = first; i < first + 8; i++)
        if (neighbours[i] != sender) Simulator::Schedule(TimeStep(latencies[i]), &arrive, neighbours[i], node);
}

static void publish(uint32_t number, uint32_t nodes) {
    block = number;
    published = Simulator::Now().GetTimeStep();
    arrive(uint32_t(number * 7919ull % nodes), UINT32_MAX);
}

int main(int argc, char **argv) {
    if (argc < 6) return 2;
    ObjectFactory factory;
    factory.SetTypeId(argv[1]);
    Simulator::SetScheduler(factory);
    FILE *file = fopen(argv[argc - 1], "rb");
    if (!file) { perror(argv[argc - 1]); return 1; }
    if (argc == 7 && !strcmp(argv[2], "hold")) {
        const uint32_t pending = atoi(argv[3]);
        warmup = atoll(argv[4]);
        limit = warmup + atoll(argv[5]);
        delays = read<int64_t>(file, mask + 1);
        for (uint32_t i = 0; i < pending; i++) Simulator::Schedule(TimeStep(delays[drawn++ & mask]), &ring, i);
        Simulator::Run();
        printf("%.9f %llu %lld %llu\n", stopped - started, (unsigned long long)(limit - warmup),
               (long long)Simulator::Now().GetTimeStep(), (unsigned long long)order);
    } else if (argc == 6 && !strcmp(argv[2], "flood")) {
        const uint32_t nodes = atoi(argv[3]), blocks = atoi(argv[4]);
        neighbours = read<uint32_t>(file, size_t(nodes) * 8);
        latencies = read<int64_t>(file, size_t(nodes) * 8);
        seen.assign(nodes, 0);
        const double start = cpuSeconds();
        for (uint32_t number = 1; number <= blocks; number++) {
            const int64_t at = int64_t(number) * 12000000000;
            Simulator::Schedule(TimeStep(at - Simulator::Now().GetTimeStep()), &publish, number, nodes);
            Simulator::Run();
        }
        printf("%.9f %llu %llu %llu\n", cpuSeconds() - start, (unsigned long long)messages,
               (unsigned long long)messages, (unsigned long long)arrivals);
    } else {
        return 2;
    }
    Simulator::Destroy();
}
