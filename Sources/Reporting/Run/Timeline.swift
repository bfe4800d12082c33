internal import ResultStore

/// What happened, in order: outages striking, nodes coming back, with the many drawn together.
struct Timeline {
    struct Entry: Equatable {
        var time: Int64
        var text: String
        /// Ready to show; empty where there is nothing to say.
        var duration = ""
        var remark = ""
    }

    /// Strikes of one outage that are told one by one when there are more than that.
    private static let toldStrikes = 3
    private let report: RunReport
    private let isComplete: Bool
    private(set) var entries: [Entry] = []

    /// - Parameter isComplete: leave nothing out.
    init(_ report: RunReport, isComplete: Bool) {
        self.report = report
        self.isComplete = isComplete
        let record = report.record
        var strikes = Array(repeating: [OutageIntervalRecord](), count: record.outages.count)
        for interval in record.outageIntervals where strikes.indices ~= interval.outage {
            strikes[interval.outage].append(interval)
        }
        var states = Array(repeating: [NodeStateRecord](), count: record.outages.count)
        for state in record.nodeStates where states.indices ~= state.outage && record.nodes.indices ~= state.node {
            states[state.outage].append(state)
        }
        for outage in record.outages.indices {
            tell(outage, strikes[outage].sorted { $0.start < $1.start }, states[outage])
        }
        entries = entries.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    private mutating func tell(_ outage: Int, _ strikes: [OutageIntervalRecord], _ states: [NodeStateRecord]) {
        let outage = report.record.outages[outage]
        let name = outage.target.isEmpty ? outage.name : "\(outage.name) (\(outage.target))"
        if strikes.isEmpty {
            let remark = outage.kind == "replay" ? "offline stake, epoch by epoch" : "never struck in this run"
            entries.append(Entry(time: 0, text: name, remark: remark))
            return
        }
        let told = isComplete || strikes.count <= Timeline.toldStrikes + 1 ? strikes.count : Timeline.toldStrikes
        for strike in strikes[..<told] {
            entries.append(
                Entry(
                    time: strike.start, text: name, duration: Figures.duration(strike.end - strike.start),
                    remark: hit(strike, Self.plight(of: outage.kind))))
        }
        let horizon = told < strikes.count ? strikes[told].start : .max
        tellReturns(states.filter { $0.start < horizon }, starts: strikes[..<told].map(\.start))
        if told < strikes.count {
            let left = strikes[told...]
            // Summed as fractions: thousands of strikes on thousands of nodes may pass 2^63 ns.
            let seconds = left.reduce(0.0) { $0 + Double($1.end - $1.start) / 1e9 }
            let duration = Int64(exactly: (seconds * 1e9).rounded()).map(Figures.duration) ?? ""
            entries.append(
                Entry(
                    time: horizon, text: "\(outage.name): … \(Figures.count(left.count)) more", duration: duration,
                    remark: "in all, the last at \(clock(left[left.endIndex - 1].start))"))
        }
    }

    /// What has become of those whom an outage of a kind hits.
    private static func plight(of kind: String) -> String {
        switch kind {
        case "double-keys": "on two machines"
        case "half-open": "out of touch with another member"
        case "partition", "slow-link", "slow-machine", "clock-skew", "client-bug", "byzantine": "affected"
        default: "dark"
        }
    }

    private func hit(_ strike: OutageIntervalRecord, _ how: String) -> String {
        if strike.nodesHit == 0, strike.validatorsHit == 0 { return "nobody was hit" }
        let nodes = Figures.count(strike.nodesHit, "node")
        let end = Double(strike.end) >= report.length ? ", to the end of the run" : ""
        return "\(nodes), \(Figures.count(strike.validatorsHit, "validator")) \(how)\(end)"
    }

    /// Stretches of resync after each strike, drawn together by entity and state, and the return to duty.
    private mutating func tellReturns(_ states: [NodeStateRecord], starts: [Int64]) {
        struct Party: Hashable {
            var strike: Int
            var entity: Int
        }
        var order: [Party] = []
        var parties: [Party: [NodeStateRecord]] = [:]
        var strike = 0
        for state in states.sorted(by: { ($0.start, $0.node) < ($1.start, $1.node) }) {
            while strike + 1 < starts.count, starts[strike + 1] <= state.start { strike += 1 }
            let party = Party(strike: strike, entity: report.record.nodes[state.node].entity)
            if parties[party] == nil { order.append(party) }
            parties[party, default: []].append(state)
        }
        for party in order {
            let all = parties[party] ?? []
            var kinds: [String] = []
            for state in all where state.state != "dark" && !kinds.contains(state.state) { kinds.append(state.state) }
            if kinds.isEmpty { continue }
            for kind in kinds {
                let alike = all.filter { $0.state == kind }
                if isComplete || alike.count <= 2 {
                    for state in alike { tell([state]) }
                } else {
                    tell(alike)
                }
            }
            tellBack(all)
        }
    }

    /// One stretch, or many alike.
    private mutating func tell(_ states: [NodeStateRecord]) {
        let lengths = states.map { $0.end - $0.start }
        guard let first = states.first, let shortest = lengths.min(), let longest = lengths.max() else { return }
        let details = Set(states.map(\.detail))
        let detail = details.count == 1 && !first.detail.isEmpty ? " (\(first.detail))" : ""
        let range =
            shortest == longest
            ? Figures.duration(longest) : "\(Figures.duration(shortest)) to \(Figures.duration(longest))"
        entries.append(
            Entry(
                time: first.start, text: "\(name(of: states)): \(first.state)\(detail)", duration: range,
                remark: "still no duties"))
    }

    private mutating func tellBack(_ states: [NodeStateRecord]) {
        var ends: [Int: Int64] = [:]
        for state in states { ends[state.node] = max(ends[state.node] ?? .min, state.end) }
        guard let end = ends.values.max() else { return }
        if Double(end) >= report.length {
            let out = ends.values.filter { Double($0) >= report.length }.count
            let who = ends.count == 1 ? name(of: states) : "\(entity(of: states)): \(Figures.count(out, "node"))"
            entries.append(
                Entry(time: Int64(clamping: Int(report.length)), text: "\(who) not back when the run ends"))
        } else {
            let who = ends.count == 1 ? "\(name(of: states)): back" : "\(name(of: states)): the last is back"
            entries.append(Entry(time: end, text: who))
        }
    }

    private func name(of states: [NodeStateRecord]) -> String {
        let nodes = Set(states.map(\.node))
        guard nodes.count == 1, let node = nodes.first else {
            return "\(entity(of: states)), \(Figures.count(nodes.count, "node"))"
        }
        let record = report.record.nodes[node]
        let entity = report.record.entities[record.entity]
        return entity.nodes == 1 || record.isPopulation ? entity.name : record.name
    }

    private func entity(of states: [NodeStateRecord]) -> String {
        report.record.entities[report.record.nodes[states[0].node].entity].name
    }

    private func clock(_ time: Int64) -> String { Figures.clock(time, withDays: report.length >= 86_400e9 * 2) }
}
