public import EventEngine

/// A cut through the network: for a while, copies do not pass from some groups of nodes to others.
public struct Partition: Hashable, Sendable {
    /// The name that reports use.
    public let name: String
    /// From when.
    public let start: SimulatedTime
    /// When it heals: the first time at which copies pass again.
    public let heal: SimulatedTime
    /// Per node, its group; nodes of no group are group 0 and cut off from nobody.
    private let group: [UInt8]
    /// Per pair of groups, row = sender, whether the way is cut.
    private let isCut: [Bool]
    private let groupCount: Int

    /// A cut way between two groups of ``init(name:start:heal:groups:ways:nodes:)``.
    public struct Way: Hashable, Sendable {
        /// The group that sends.
        public let from: Int
        /// The group that would receive.
        public let to: Int

        /// The way from one group to another, both counted from 0.
        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    /// - Parameters:
    ///   - name: the name that reports use.
    ///   - start: from when copies no longer leave.
    ///   - heal: when they leave again.
    ///   - groups: at least two lists of nodes; a node that is in none of them still reaches everyone (a partial cut).
    ///   - ways: the cut ways; `nil` cuts every group off from every other, both ways.
    ///   - nodes: the number of nodes of the network.
    /// - Throws: ``NetworkDataError/badPartition(name:problem:)`` for groups that are empty, overlap or name unknown
    ///   nodes, ways between unknown groups or from a group to itself, no ways, or a heal that is not after the start.
    public init(
        name: String, start: SimulatedTime, heal: SimulatedTime, groups: [[Int]], ways: [Way]? = nil, nodes: Int
    ) throws(NetworkDataError) {
        guard heal > start else {
            throw .badPartition(name: name, problem: "heals at \(heal), not after its start \(start): heal it later")
        }
        guard (2...255).contains(groups.count) else {
            throw .badPartition(name: name, problem: "\(groups.count) groups: give 2 to 255")
        }
        var group = [UInt8](repeating: 0, count: nodes)
        for (index, members) in groups.enumerated() {
            guard !members.isEmpty else {
                throw .badPartition(name: name, problem: "group \(index) has no nodes: name some or drop the group")
            }
            for node in members {
                guard group.indices.contains(node) else {
                    throw .badPartition(
                        name: name, problem: "node \(node) does not exist: nodes are 0 to \(nodes - 1)")
                }
                guard group[node] == 0 else {
                    throw .badPartition(
                        name: name,
                        problem: "node \(node) is in groups \(Int(group[node]) - 1) and \(index): keep it in one")
                }
                group[node] = UInt8(index + 1)
            }
        }
        groupCount = groups.count + 1
        var isCut = Array(repeating: false, count: groupCount * groupCount)
        if let ways {
            guard !ways.isEmpty else {
                throw .badPartition(name: name, problem: "no way is cut: name ways or leave them out for all")
            }
            for way in ways {
                guard groups.indices.contains(way.from), groups.indices.contains(way.to), way.from != way.to else {
                    throw .badPartition(
                        name: name,
                        problem: "way from group \(way.from) to \(way.to): "
                            + "name two different groups of 0 to \(groups.count - 1)")
                }
                isCut[(way.from + 1) * groupCount + way.to + 1] = true
            }
        } else {
            for from in 1..<groupCount {
                for to in 1..<groupCount where from != to { isCut[from * groupCount + to] = true }
            }
        }
        self.name = name
        self.start = start
        self.heal = heal
        self.group = group
        self.isCut = isCut
    }

    /// The number of nodes that the partition was made for.
    var nodeCount: Int { group.count }

    func isActive(at time: SimulatedTime) -> Bool { time >= start && time < heal }

    /// Whether a copy that leaves `sender` at `time` is stopped.
    func stops(from sender: Int, to receiver: Int, at time: Int64) -> Bool {
        time >= start.nanoseconds && time < heal.nanoseconds
            && isCut[Int(group[sender]) * groupCount + Int(group[receiver])]
    }
}

extension [Partition] {
    /// Whether any of them stops a copy that leaves `sender` at `time`.
    @inline(__always)
    func stop(from sender: Int, to receiver: Int, at time: SimulatedTime) -> Bool {
        if isEmpty { return false }
        for partition in self where partition.stops(from: sender, to: receiver, at: time.nanoseconds) { return true }
        return false
    }
}
