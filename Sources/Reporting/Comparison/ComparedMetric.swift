/// What a `FailCondition` can ask about.
enum ComparedMetric: Equatable {
    case uptime
    case money(Money, component: String?)
    case participationMin
    case participationMean
    case finalityDelayMax
    case leakEpochs
    case blocksMissed

    enum Money: String, CaseIterable {
        case ideal
        case earned
        case missed
        case penalties
        case loss

        var path: KeyPath<Amounts, Int64> {
            switch self {
            case .ideal: \.ideal
            case .earned: \.earned
            case .missed: \.missed
            case .penalties: \.penalties
            case .loss: \.loss
            }
        }
    }

    static let components = ["source", "target", "head", "sync", "proposal", "leak", "slashing"]

    static let mend = """
        known are uptime, earned, ideal, missed, penalties, loss (each also by component, as in penalties.source), \
        participation.min, participation.mean, finality.delay.max, finality.leak_epochs and blocks.missed
        """

    /// Reads a metric's name; scenario files say `missed_rewards` for `missed`.
    init?(_ name: String) {
        switch name {
        case "uptime": self = .uptime
        case "participation.min": self = .participationMin
        case "participation.mean": self = .participationMean
        case "finality.delay.max": self = .finalityDelayMax
        case "finality.leak_epochs": self = .leakEpochs
        case "blocks.missed": self = .blocksMissed
        default:
            let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let first = parts.first, let money = Money(rawValue: first == "missed_rewards" ? "missed" : first)
            else { return nil }
            if parts.count == 2, !ComparedMetric.components.contains(parts[1]) { return nil }
            self = .money(money, component: parts.count == 2 ? parts[1] : nil)
        }
    }

    var name: String {
        switch self {
        case .uptime: "uptime"
        case .money(let money, let component): money.rawValue + (component.map { "." + $0 } ?? "")
        case .participationMin: "participation.min"
        case .participationMean: "participation.mean"
        case .finalityDelayMax: "finality.delay.max"
        case .leakEpochs: "finality.leak_epochs"
        case .blocksMissed: "blocks.missed"
        }
    }

    var isMoney: Bool { if case .money = self { true } else { false } }

    var isOfNetworkOnly: Bool {
        switch self {
        case .uptime, .money: false
        default: true
        }
    }

    var unitsShown: String {
        switch self {
        case .uptime, .participationMin, .participationMean: "a percentage, such as -0.1 % (points of change) or 99 %"
        case .money: "%, gwei or ETH, such as +5 % or 1_000 gwei"
        case .finalityDelayMax, .leakEpochs: "epochs, such as 3 epochs or +1 epoch"
        case .blocksMissed: "blocks, such as 10 blocks or +1 block"
        }
    }

    /// Meaning of a unit and what to multiply the number by; nil where the metric has no such unit.
    func unit(_ written: String) -> (FailCondition.Unit, Int128)? {
        switch (self, written.lowercased()) {
        case (.uptime, "%"), (.participationMin, "%"), (.participationMean, "%"), (.money, "%"): (.percent, 1)
        case (.money, "gwei"): (.gwei, 1)
        case (.money, "eth"): (.gwei, 1_000_000_000)
        case (.finalityDelayMax, "epoch"), (.finalityDelayMax, "epochs"), (.leakEpochs, "epoch"),
            (.leakEpochs, "epochs"), (.blocksMissed, "block"), (.blocksMissed, "blocks"):
            (.count, 1)
        default: nil
        }
    }
}

extension FailCondition {
    /// What a condition found in two runs.
    public struct Verdict: Sendable, Equatable {
        /// The condition as given.
        public let condition: String
        /// True: the comparison has failed.
        public let holds: Bool
        /// The figures, for a reader.
        public let found: String
    }

    /// Looks the condition up in two runs.
    ///
    /// - Throws: `FailConditionError` where a run has no such entity, or nothing of which the figure could be told.
    public func verdict(on runs: RunComparison) throws(FailConditionError) -> Verdict {
        switch metric {
        case .uptime:
            let party = try party(in: runs)
            return try verdict(ratios: party.a.uptime, party.b.uptime)
        case .participationMin:
            return try verdict(ratios: runs.a.chain.participationMin, runs.b.chain.participationMin)
        case .participationMean:
            return try verdict(ratios: runs.a.chain.participationMean, runs.b.chain.participationMean)
        case .finalityDelayMax:
            return verdict(
                counts: Int64(clamping: runs.a.chain.finalityDelayMax), Int64(clamping: runs.b.chain.finalityDelayMax),
                "epoch")
        case .leakEpochs:
            return verdict(counts: Int64(runs.a.chain.leakEpochs), Int64(runs.b.chain.leakEpochs), "epoch")
        case .blocksMissed:
            return verdict(counts: Int64(runs.a.chain.blocksMissed), Int64(runs.b.chain.blocksMissed), "block")
        case .money(let money, let component):
            let party = try party(in: runs)
            return verdict(
                money: FailCondition.amount(money, component, of: party.a),
                FailCondition.amount(money, component, of: party.b))
        }
    }

    private static func amount(_ money: ComparedMetric.Money, _ component: String?, of result: EntityResult) -> Int64 {
        guard let component else { return result.total[keyPath: money.path] }
        return result.components.first { $0.name == component }?.amounts[keyPath: money.path] ?? 0
    }

    private func party(in runs: RunComparison) throws(FailConditionError) -> (a: EntityResult, b: EntityResult) {
        guard let subject else { return (runs.a.network, runs.b.network) }
        let rests = subject == "rest"
        func find(_ report: RunReport, _ letter: String) throws(FailConditionError) -> EntityResult {
            let named = report.entities.first { $0.name == subject }
            if let found = named ?? report.entities.first(where: { rests && $0.isRest }) { return found }
            let known = report.entities.map { "'\($0.name)'" }.joined(separator: ", ")
            throw FailConditionError(text, "there is no '\(subject)' in \(letter)", "it has \(known)")
        }
        return (try find(runs.a, "A"), try find(runs.b, "B"))
    }

    private func verdict(money a: Int64, _ b: Int64) -> Verdict {
        let difference = Int128(b) - Int128(a)
        let change = RunComparison.Figure(name: "", a: .money(a), b: .money(b)).change
        let holds: Bool
        switch (threshold.isChange, threshold.unit) {
        case (true, .percent) where a == 0 && b == 0: holds = comparison.holds(0, threshold.value)
        case (true, .percent):
            // Cross-multiplied, so that exactly 5 % is not more than 5 %.
            holds = comparison.holds(difference * 100 * FailCondition.scale, threshold.value * Int128(a.magnitude))
        case (true, _): holds = comparison.holds(difference * FailCondition.scale, threshold.value)
        case (false, _): holds = comparison.holds(Int128(b) * FailCondition.scale, threshold.value)
        }
        let found = "A \(Figures.count(a)), B \(Figures.count(b)) gwei (\(Figures.percentChange(change)))"
        return Verdict(condition: text, holds: holds, found: found)
    }

    private func verdict(ratios a: Double?, _ b: Double?) throws(FailConditionError) -> Verdict {
        guard let a, let b else {
            throw FailConditionError(text, "a run has no '\(metric.name)'", "compare something that both runs have")
        }
        let value = (threshold.isChange ? b - a : b) * 100 * Double(FailCondition.scale)
        let holds = comparison.holds(Int128(value.rounded()), threshold.value)
        let found = "A \(Figures.percent(a)), B \(Figures.percent(b)) (\(Figures.points(b - a)))"
        return Verdict(condition: text, holds: holds, found: found)
    }

    private func verdict(counts a: Int64, _ b: Int64, _ noun: String) -> Verdict {
        let value = Int128(threshold.isChange ? b - a : b) * FailCondition.scale
        let found = "A \(Figures.count(a)), B \(Figures.count(Int(b), noun))"
        return Verdict(condition: text, holds: comparison.holds(value, threshold.value), found: found)
    }
}
