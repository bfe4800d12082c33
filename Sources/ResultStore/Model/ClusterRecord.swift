/// What the clusters of one entry of the scenario were and did.
///
/// What is played is a duty of a whole cluster in one slot, whether or not a validator of it has that duty there; but
/// aggregates and contributions only where one has.
public struct ClusterRecord: Sendable, Equatable {
    /// Whose validators they run.
    public var entity: Int
    /// `obol` or `ssv`.
    public var flavour: String
    /// Signatures that are enough.
    public var threshold: Int
    /// Members of each.
    public var members: Int
    /// How many clusters.
    public var clusters: Int
    /// Duties that were played.
    public var played: Int
    /// Of these, done but too late to count in full.
    public var late: Int
    /// Decisions in the first round.
    public var firstRound: Int
    /// Decisions in later rounds.
    public var laterRounds: Int
    /// The highest round of a decision; zero if there was none.
    public var highestRound: Int
    /// Messages between members.
    public var messages: Int
    /// Of the duties, aggregates, and under Charon their selection proofs.
    public var aggregates: Int
    /// Of the duties, sync-committee contributions, and under Charon their selection proofs.
    public var contributions: Int

    /// Makes a record of its parts.
    public init(
        entity: Int, flavour: String, threshold: Int, members: Int, clusters: Int, played: Int, late: Int,
        firstRound: Int, laterRounds: Int, highestRound: Int, messages: Int, aggregates: Int = 0,
        contributions: Int = 0
    ) {
        self.entity = entity
        self.flavour = flavour
        self.threshold = threshold
        self.members = members
        self.clusters = clusters
        self.played = played
        self.late = late
        self.firstRound = firstRound
        self.laterRounds = laterRounds
        self.highestRound = highestRound
        self.messages = messages
        self.aggregates = aggregates
        self.contributions = contributions
    }
}

/// A member of a cluster.
public struct ClusterMemberRecord: Sendable, Equatable {
    /// Entry of the scenario, a position in the record's clusters.
    public var cluster: Int
    /// Which cluster of the entry, from 1; clusters of one entry with the same members have the first's alone.
    public var number: Int
    /// The member.
    public var node: Int
    /// Its number at SSV, where it has one.
    public var operatorID: UInt64?

    /// Makes a record of its parts.
    public init(cluster: Int, number: Int, node: Int, operatorID: UInt64?) {
        self.cluster = cluster
        self.number = number
        self.node = node
        self.operatorID = operatorID
    }
}

/// What a cluster of SSV's market paid in the run: Gwei of ETH that was paid in for it, apart from all validators' balances.
public struct ClusterAccountRecord: Sendable, Equatable {
    /// Entry of the scenario, a position in the record's clusters.
    public var cluster: Int
    /// Which cluster of the entry, from 1.
    public var number: Int
    /// Validators that were paid for.
    public var validators: Int
    /// What was paid in; nil = whatever it took.
    public var deposit: Int64?
    /// Paid to the operators.
    public var operatorFees: Int64
    /// Paid to the network.
    public var networkFees: Int64
    /// `deposit − operatorFees − networkFees`.
    public var left: Int64?
    /// When the deposit is used up, nanoseconds from the start of the run and perhaps after its end; nil = never.
    public var runsOut: Int64?

    /// Makes a record of its parts.
    public init(
        cluster: Int, number: Int, validators: Int, deposit: Int64?, operatorFees: Int64, networkFees: Int64,
        left: Int64?, runsOut: Int64?
    ) {
        self.cluster = cluster
        self.number = number
        self.validators = validators
        self.deposit = deposit
        self.operatorFees = operatorFees
        self.networkFees = networkFees
        self.left = left
        self.runsOut = runsOut
    }

    /// What was paid in all.
    public var paid: Int64 { operatorFees + networkFees }
}
