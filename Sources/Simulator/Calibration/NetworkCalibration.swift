import BeaconChain
public import Scenario

/// How often a network is late: measured in a run of messages, used by the `duties` resolution, which has none.
///
/// A table of the columns `measure,of,value`. Shares are parts per million.
public struct NetworkCalibration: Sendable, Equatable {
    /// One figure.
    public struct Row: Sendable, Equatable {
        /// What was measured.
        public var measure: Measure
        /// A kind of connection or `all`, a quantile (`p95`), or an arrival in milliseconds.
        public var of: String
        /// Parts per million, milliseconds or a number.
        public var value: Int64
    }

    /// What is measured.
    public enum Measure: String, Sendable, CaseIterable {
        /// Share of the votes cast whose head is not the chain's, by kind of connection.
        case lateHead = "late_head"
        /// Share of the votes cast whose target is not the chain's either.
        case lateTarget = "late_target"
        /// Share of the votes cast that no block holds.
        case noBlock = "no_block"
        /// Share of the blocks made that the chain passed by.
        case orphaned
        /// Milliseconds from a block's leaving until a share of the nodes has it.
        case arrival = "arrival_ms"
        /// Share of a slot's votes for its block, by the block's arrival at half of the nodes, in steps of 500 ms.
        case headShare = "head_share"
        /// Votes and blocks that were looked at.
        case count
    }

    /// All figures, in the order of the table.
    public private(set) var rows: [Row] = []

    /// What stands for the whole network.
    static let all = "all"

    /// A share, parts per million: that of a kind of connection, or else that of all; 0 where the table has neither.
    func share(_ measure: Measure, of link: String? = nil) -> UInt64 {
        let row =
            rows.first { $0.measure == measure && $0.of == link }
            ?? rows.first { $0.measure == measure && $0.of == Self.all }
        return UInt64(clamping: row?.value ?? 0)
    }

    mutating func add(_ measure: Measure, of: String, _ value: Int64) {
        rows.append(Row(measure: measure, of: of, value: value))
    }

    /// Reads a table; lines that begin with `#` are remarks.
    ///
    /// - Throws: `SimulationError.badCalibration` with the line.
    package init(_ file: Network.DataFile) throws(SimulationError) {
        var hasHeader = false
        for (index, line) in file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        {
            func bad(_ why: String) -> SimulationError { .badCalibration(file: file.name, line: index + 1, why: why) }
            if line.isEmpty || line.first == "#" { continue }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard hasHeader else {
                guard cells == ["measure", "of", "value"] else { throw bad("the first line must be measure,of,value") }
                hasHeader = true
                continue
            }
            guard cells.count == 3 else { throw bad("\(cells.count) cells, write measure,of,value") }
            guard let measure = Measure(rawValue: cells[0]) else {
                throw bad(
                    "unknown measure '\(cells[0])': use one of "
                        + Measure.allCases.map(\.rawValue).joined(separator: ", "))
            }
            guard let value = Int64(cells[2]), value >= 0 else { throw bad("'\(cells[2])' is no number from 0 on") }
            let isShare = ![.arrival, .count].contains(measure)
            guard !isShare || value <= 1_000_000 else { throw bad("\(value) parts per million are more than all") }
            guard !rows.contains(where: { $0.measure == measure && $0.of == cells[1] }) else {
                throw bad("\(cells[0]) of \(cells[1]) stands twice")
            }
            add(measure, of: cells[1], value)
        }
        guard hasHeader else {
            throw .badCalibration(file: file.name, line: 1, why: "the table is empty: make one with blackout calibrate")
        }
    }

    /// Runs a scenario's network at the `messages` resolution, without its outages, and measures it.
    ///
    /// - Parameters:
    ///   - keepsOutages: measure with the outages in force.
    ///   - epochs: how many to measure; nil = as many as the scenario runs.
    ///   - progress: told of epochs done and in all; false stops the run.
    /// - Throws: `SimulationError`, as for a run.
    public static func measured(
        _ scenario: Scenario, keepsOutages: Bool = false, epochs: Int? = nil,
        progress: @escaping (Int, Int) -> Bool = { _, _ in true }
    ) throws(SimulationError) -> NetworkCalibration {
        var scenario = scenario
        if let epochs {
            let spec = try WorldBuilder(scenario: scenario, state: nil).chainSpec()
            scenario.run = Scenario.RunLength(
                nanoseconds: Int64(epochs) * Int64(spec.slotsPerEpoch * spec.slotDurationMilliseconds) * 1_000_000)
        }
        scenario.resolution = .messages
        scenario.calibration = nil
        if !keepsOutages { scenario.outages = [] }
        // Every block is followed on its way.
        scenario.network = scenario.network ?? Network(location: SourceLocation(file: "", line: 0, column: 0))
        scenario.network?.switching = false
        scenario.network?.quietFile = nil
        // Signatures change nothing that is measured here.
        for cluster in scenario.clusters.indices { scenario.clusters[cluster].signing = .modelled }
        let world = try WorldBuilder(scenario: scenario, state: nil).build()
        var simulation = try MessageSimulation(world, threads: 1, progress: progress)
        simulation.linkVotes = LinkVotes(kinds: simulation.hosts.classes.count)
        let (branch, _, _) = try simulation.run()
        return NetworkCalibration(simulation, branch)
    }

    /// The table as text, with remarks on where it comes from.
    ///
    /// - Parameter remarks: lines without `#`.
    public func csv(remarks: [String]) -> String {
        (remarks.map { "# \($0)" } + ["measure,of,value"] + rows.map { "\($0.measure.rawValue),\($0.of),\($0.value)" })
            .joined(separator: "\n") + "\n"
    }
}
