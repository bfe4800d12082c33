/// An outage of the scenario.
public struct OutageRecord: Sendable, Equatable {
    /// Name in the scenario.
    public var name: String
    /// `power`, `network`, `data-centre`…
    public var kind: String
    /// What it aims at, as written: `power: sce`.
    public var target: String

    /// Makes a record of its parts.
    public init(name: String, kind: String, target: String) {
        self.name = name
        self.kind = kind
        self.target = target
    }
}

/// One time that an outage struck.
public struct OutageIntervalRecord: Sendable, Equatable {
    /// Which outage.
    public var outage: Int
    /// Its start.
    public var start: Int64
    /// Its end.
    public var end: Int64
    /// Nodes that went dark.
    public var nodesHit: Int
    /// Validators that went dark.
    public var validatorsHit: Int

    /// Makes a record of its parts.
    public init(outage: Int, start: Int64, end: Int64, nodesHit: Int, validatorsHit: Int) {
        self.outage = outage
        self.start = start
        self.end = end
        self.nodesHit = nodesHit
        self.validatorsHit = validatorsHit
    }
}
