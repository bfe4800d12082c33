public import ResultStore

/// Two runs side by side: A, and what became of it in B.
///
/// Every difference is B − A. The two are one pair of runs; a comparison over many pairs with the same luck can be
/// built from the `Figure`s of each.
public struct RunComparison: Sendable {
    /// One figure of both runs.
    public struct Figure: Sendable, Equatable {
        /// What is measured.
        public enum Value: Sendable, Equatable {
            /// Gwei.
            case money(Int64)
            /// A share between 0 and 1.
            case ratio(Double)
        }

        /// `uptime`, `earned`, `missed`, `penalties`, `loss`.
        public var name: String
        /// Nil where A has no such thing.
        public var a: Value?
        /// Nil where B has no such thing.
        public var b: Value?
    }

    /// An entity, or the whole network, in both runs.
    public struct Party: Sendable, Equatable {
        /// Name in the scenarios.
        public var name: String
        /// Its result in A.
        public var a: EntityResult?
        /// Its result in B.
        public var b: EntityResult?

        /// Names of the components of either run, those of A first.
        public var components: [String] { Party.names(a?.components, b?.components) }
        /// Labels of the causes of either run, those of A first, the costliest of A first.
        public var causes: [String] { Party.names(a?.causesByLoss, b?.causesByLoss) }

        private static func names(_ a: [EntityResult.Part]?, _ b: [EntityResult.Part]?) -> [String] {
            var names: [String] = []
            for part in (a ?? []) + (b ?? []) where !names.contains(part.name) { names.append(part.name) }
            return names
        }
    }

    /// First run and the name it goes by (a path).
    public let a: RunReport
    /// Second run.
    public let b: RunReport
    /// Name of the first.
    public let nameA: String
    /// Name of the second.
    public let nameB: String
    /// Entities of A in its order, then those that B alone has.
    public let parties: [Party]
    /// All entities together.
    public let network: Party
    /// Why part of a difference may not come from what was changed.
    public let warnings: [String]

    /// Sets two runs side by side.
    public init(_ a: RunRecord, named nameA: String, _ b: RunRecord, named nameB: String) {
        self.a = RunReport(a)
        self.b = RunReport(b)
        self.nameA = nameA
        self.nameB = nameB
        var parties = self.a.entities.map { Party(name: $0.name, a: $0, b: nil) }
        for entity in self.b.entities {
            if let position = parties.firstIndex(where: { $0.name == entity.name }) {
                parties[position].b = entity
            } else {
                parties.append(Party(name: entity.name, a: nil, b: entity))
            }
        }
        self.parties = parties
        network = Party(name: "network", a: self.a.network, b: self.b.network)
        warnings = RunComparison.warnings(a, b, parties)
    }

    private static func warnings(_ a: RunRecord, _ b: RunRecord, _ parties: [Party]) -> [String] {
        var warnings: [String] = []
        func compare(_ what: String, _ a: String, _ b: String, _ meaning: String) {
            if a != b { warnings.append("the \(what) differs (\(a.shown), \(b.shown)): \(meaning)") }
        }
        compare("seed", "\(a.run.seed)", "\(b.run.seed)", "part of every difference is luck")
        compare(
            "version of blackout", a.run.blackoutVersion, b.run.blackoutVersion, "part may come from the model itself")
        compare("fork", a.run.fork, b.run.fork, "the chains do not pay by the same rules")
        compare("preset", a.run.preset, b.run.preset, "the chains do not pay by the same rules")
        compare("resolution", a.run.resolution, b.run.resolution, "the runs are not simulated equally finely")
        compare("first epoch", "\(a.run.startEpoch)", "\(b.run.startEpoch)", "the runs start at different times")
        compare("count of epochs", "\(a.run.epochs)", "\(b.run.epochs)", "sums of money are not comparable")
        compare("count of validators", "\(a.run.validators)", "\(b.run.validators)", "rewards differ by that alone")
        for party in parties {
            if party.a == nil { warnings.append("'\(party.name.shown)' is in B only") }
            if party.b == nil { warnings.append("'\(party.name.shown)' is in A only") }
            if let a = party.a, let b = party.b, a.validators != b.validators {
                compare(
                    "count of validators of '\(party.name)'", "\(a.validators)", "\(b.validators)",
                    "its sums of money are not comparable")
            }
        }
        return warnings
    }

    /// True where both runs went exactly the same way.
    public var isIdentical: Bool { a.record.run.digest == b.record.run.digest && parties.allSatisfy { $0.a == $0.b } }
}

extension RunComparison.Party {
    /// Uptime, and money over everything.
    public var figures: [RunComparison.Figure] {
        [RunComparison.Figure(name: "uptime", a: ratio(a), b: ratio(b))]
            + zip(["earned", "missed", "penalties", "loss"], [\Amounts.earned, \.missed, \.penalties, \.loss])
            .map { name, path in
                RunComparison.Figure(
                    name: name, a: (a?.total[keyPath: path]).map { .money($0) },
                    b: (b?.total[keyPath: path]).map { .money($0) })
            }
    }

    /// Money of one component in both runs; an entity that is there but lacks the component has none.
    public func component(_ name: String) -> (a: Amounts?, b: Amounts?) {
        (amounts(a, a?.components, name), amounts(b, b?.components, name))
    }

    /// Money lost to one cause in both runs.
    public func cause(_ name: String) -> (a: Amounts?, b: Amounts?) {
        (amounts(a, a?.causes, name), amounts(b, b?.causes, name))
    }

    private func ratio(_ result: EntityResult?) -> RunComparison.Figure.Value? { result?.uptime.map { .ratio($0) } }

    private func amounts(_ result: EntityResult?, _ parts: [EntityResult.Part]?, _ name: String) -> Amounts? {
        guard result != nil, let parts else { return nil }
        var sum = Amounts()
        for part in parts where part.name == name { sum.add(part.amounts) }
        return sum
    }
}

extension RunComparison.Figure {
    init(_ name: String, _ pair: (a: Amounts?, b: Amounts?), _ path: KeyPath<Amounts, Int64>) {
        self.init(
            name: name, a: (pair.a?[keyPath: path]).map { .money($0) }, b: (pair.b?[keyPath: path]).map { .money($0) })
    }

    /// B − A in Gwei, where both are money.
    var moneyDifference: Int64? {
        guard case .money(let a) = a, case .money(let b) = b else { return nil }
        return b - a
    }

    /// B − A, where both are shares.
    var ratioDifference: Double? {
        guard case .ratio(let a) = a, case .ratio(let b) = b else { return nil }
        return b - a
    }

    /// (B − A) / |A|; zero where both are zero, nil where A alone is.
    var change: Double? {
        switch (a, b) {
        case (.money(let a), .money(let b)):
            a == 0 ? (b == 0 ? 0 : nil) : Double(b - a) / Double(a.magnitude)
        case (.ratio(let a), .ratio(let b)):
            a == 0 ? (b == 0 ? 0 : nil) : (b - a) / abs(a)
        default: nil
        }
    }
}
