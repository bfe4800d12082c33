internal import ArgumentParser
internal import EventEngine
internal import Foundation

/// The flood of blocks over a random 8-regular graph, every message an event.
struct GossipBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gossip",
        abstract: "Measure a gossip flood, message by message, next to other engines on the same graphs.")

    /// The resolution of link latencies.
    enum Clock: String, ExpressibleByArgument, CaseIterable {
        case milliseconds
        case nanoseconds
    }

    @Option(parsing: .upToNextOption, help: "Numbers of nodes.")
    var nodes = [1_000, 5_000, 10_000]

    @Option(help: "Messages of a run, about.")
    var messages = 1_400_000

    @Option(
        parsing: .upToNextOption,
        help: "Latencies of 10 to 200 ms, whole or with nanoseconds: milliseconds, nanoseconds.")
    var clock = Clock.allCases

    @Option(parsing: .upToNextOption, help: "Blobs of the propagated blocks.")
    var blobs = [0, 6, 14, 21]

    @Flag(help: "Measure only the propagation of blocks and columns.")
    var propagationOnly = false

    @OptionGroup var comparison: ComparisonOptions

    func validate() throws {
        guard nodes.allSatisfy({ (16...1_000_000).contains($0) }) else {
            throw ValidationError("--nodes takes numbers from 16 to 1000000")
        }
        guard blobs.allSatisfy({ (0...4_096).contains($0) }) else {
            throw ValidationError("--blobs takes numbers from 0 to 4096")
        }
        guard messages > 0 else { throw ValidationError("--messages is \(messages): give a positive number") }
    }

    func run() throws {
        try BlockPropagationBenchmark(nodes: nodes, blobs: blobs).run()
        if !propagationOnly { try compareEngines() }
    }

    private func compareEngines() throws {
        let peers = try PeerPrograms(sources: comparison.peerSources, environment: comparison.peerEnvironment)
        defer { peers.remove() }
        for note in peers.missing { print("not measured: \(note) (scripts/engine-peers installs it)") }
        for clock in clock {
            for nodes in nodes {
                let graph = RegularGraph(nodes: nodes, seed: 1, wholeMilliseconds: clock == .milliseconds)
                let file = try graph.neighbours.withUnsafeBytes { neighbours in
                    try graph.latencies.withUnsafeBytes { latencies in
                        try peers.write("graph-\(nodes)-\(clock).bin", [neighbours, latencies])
                    }
                }
                let blocks = max(1, messages / (nodes * 7))
                var engines = [
                    EngineComparison.Engine(name: "Blackout EventQueue") {
                        BlockFlood.eventQueue(graph, blocks: blocks)
                    },
                    EngineComparison.Engine(name: "Blackout Scheduler, with digest") {
                        BlockFlood.scheduler(graph, blocks: blocks)
                    },
                ]
                for peer in peers.peers where !(peer.isSlow && comparison.skipSlow) {
                    engines.append(
                        EngineComparison.Engine(name: peer.name, isSlow: peer.isSlow) {
                            try PeerPrograms.measure(peer, ["flood", "\(nodes)", "\(blocks)", file])
                        })
                }
                let demands: [EngineComparison.Demand] =
                    nodes == 10_000
                    ? [
                        .init(peer: "C++", ratio: 3), .init(peer: "ns-3", ratio: 5), .init(peer: "SimPy", ratio: 100),
                    ] : []
                try EngineComparison.run(
                    title: "flood, \(nodes) nodes, \(blocks) blocks, latencies in \(clock)", engines: engines,
                    rounds: comparison.rounds, demands: demands)
            }
        }
    }
}

/// A random simple graph in which every node has eight neighbours, with a latency per edge.
struct RegularGraph {
    static let degree = 8
    let nodes: Int
    /// Eight per node.
    private(set) var neighbours: [UInt32]
    /// Nanoseconds, beside `neighbours`; the same in both directions.
    private(set) var latencies: [Int64]

    /// A ring lattice, made random by swapping the ends of pairs of edges, ten swaps an edge.
    init(nodes: Int, seed: UInt64, wholeMilliseconds: Bool) {
        self.nodes = nodes
        var stream = RandomStream(seed: seed, domain: .benchmark, entity: UInt64(nodes))
        var adjacent = (0..<nodes).map { node in
            [-4, -3, -2, -1, 1, 2, 3, 4].map { UInt32((node + $0 + nodes) % nodes) }
        }
        func replace(_ node: UInt32, _ old: UInt32, by new: UInt32) {
            if let index = adjacent[Int(node)].firstIndex(of: old) { adjacent[Int(node)][index] = new }
        }
        for _ in 0..<nodes * 40 {
            let a = UInt32(stream.next(below: nodes))
            let b = adjacent[Int(a)][stream.next(below: Self.degree)]
            let c = UInt32(stream.next(below: nodes))
            let d = adjacent[Int(c)][stream.next(below: Self.degree)]
            guard a != d, c != b, a != c, b != d, !adjacent[Int(a)].contains(d), !adjacent[Int(c)].contains(b) else {
                continue
            }
            replace(a, b, by: d)
            replace(d, c, by: a)
            replace(c, d, by: b)
            replace(b, a, by: c)
        }
        neighbours = adjacent.flatMap(\.self)
        let source = RandomSource(seed: seed, replica: 1)
        latencies = []
        for (index, neighbour) in neighbours.enumerated() {
            let node = UInt32(index / Self.degree)
            var edge = source.stream(.benchmark, entity: min(node, neighbour), max(node, neighbour))
            latencies.append(
                wholeMilliseconds
                    ? edge.next(in: 10...200) * 1_000_000 : edge.next(in: 10_000_000...200_000_000))
        }
    }
}

/// The flood on the queue of this project.
enum BlockFlood {
    private struct Arrival: BitwiseCopyable {
        var node: UInt32
        var sender: UInt32
    }

    static func source(of block: UInt32, nodes: Int) -> UInt32 { UInt32(UInt64(block) * 7_919 % UInt64(nodes)) }

    static func eventQueue(_ graph: RegularGraph, blocks: Int) -> Measurement {
        var queue = EventQueue<Arrival>(minimumCapacity: graph.nodes * 4)
        var seen = [UInt32](repeating: 0, count: graph.nodes)
        return graph.neighbours.withUnsafeBufferPointer { neighbours in
            graph.latencies.withUnsafeBufferPointer { latencies in
                seen.withUnsafeMutableBufferPointer { seen in
                    var messages = 0
                    var arrivals: UInt64 = 0
                    let start = Measurement.cpuSeconds()
                    for block in 1...UInt32(blocks) {
                        let published = SimulatedTime.seconds(12 * Int64(block))
                        let source = source(of: block, nodes: graph.nodes)
                        queue.push(Arrival(node: source, sender: .max), at: published)
                        while let event = queue.popFirst() {
                            messages &+= 1
                            let node = Int(event.payload.node)
                            if seen[node] == block { continue }
                            seen[node] = block
                            let span = event.time.nanoseconds &- published.nanoseconds
                            arrivals &+= UInt64(bitPattern: span) &* UInt64(node &+ 1)
                            let first = node &* RegularGraph.degree
                            for index in first..<first &+ RegularGraph.degree
                            where neighbours[index] != event.payload.sender {
                                queue.push(
                                    Arrival(node: neighbours[index], sender: UInt32(node)),
                                    at: event.time + .nanoseconds(latencies[index]))
                            }
                        }
                    }
                    return Measurement(
                        seconds: Measurement.cpuSeconds() - start, events: messages,
                        checks: ["\(messages)", "\(arrivals)"])
                }
            }
        }
    }

    private enum Message: EventPayload {
        case publish(block: UInt32)
        case arrive(node: UInt32, sender: UInt32)

        var traceKind: UInt32 {
            switch self {
            case .publish: 1
            case .arrive: 2
            }
        }

        var traceWords: (UInt64, UInt64) {
            switch self {
            case .publish(let block): (UInt64(block), 0)
            case .arrive(let node, let sender): (UInt64(node), UInt64(sender))
            }
        }
    }

    private struct Network: EventHandler {
        let neighbours: UnsafeBufferPointer<UInt32>
        let latencies: UnsafeBufferPointer<Int64>
        let seen: UnsafeMutableBufferPointer<UInt32>
        let blocks: UInt32
        var block: UInt32 = 0
        var published = SimulatedTime.zero
        var messages = 0
        var arrivals: UInt64 = 0

        mutating func handle(_ event: Message, in scheduler: inout Scheduler<Message>) {
            switch event {
            case .publish(let number):
                block = number
                published = scheduler.now
                if number < blocks { scheduler.schedule(.publish(block: number + 1), after: .seconds(12)) }
                arrive(at: Int(BlockFlood.source(of: number, nodes: seen.count)), from: .max, &scheduler)
            case .arrive(let node, let sender):
                arrive(at: Int(node), from: sender, &scheduler)
            }
        }

        @inline(__always)
        private mutating func arrive(at node: Int, from sender: UInt32, _ scheduler: inout Scheduler<Message>) {
            messages &+= 1
            if seen[node] == block { return }
            seen[node] = block
            let span = scheduler.now.nanoseconds &- published.nanoseconds
            arrivals &+= UInt64(bitPattern: span) &* UInt64(node &+ 1)
            let first = node &* RegularGraph.degree
            for index in first..<first &+ RegularGraph.degree where neighbours[index] != sender {
                scheduler.schedule(
                    .arrive(node: neighbours[index], sender: UInt32(node)), after: .nanoseconds(latencies[index]))
            }
        }
    }

    static func scheduler(_ graph: RegularGraph, blocks: Int) -> Measurement {
        var scheduler = Scheduler<Message>(minimumCapacity: graph.nodes * 4)
        var seen = [UInt32](repeating: 0, count: graph.nodes)
        return graph.neighbours.withUnsafeBufferPointer { neighbours in
            graph.latencies.withUnsafeBufferPointer { latencies in
                seen.withUnsafeMutableBufferPointer { seen in
                    var network = Network(
                        neighbours: neighbours, latencies: latencies, seen: seen, blocks: UInt32(blocks))
                    let start = Measurement.cpuSeconds()
                    scheduler.schedule(.publish(block: 1), at: .seconds(12))
                    scheduler.run(&network)
                    return Measurement(
                        seconds: Measurement.cpuSeconds() - start, events: network.messages,
                        checks: ["\(network.messages)", "\(network.arrivals)"])
                }
            }
        }
    }
}
