/// What the clusters of one entry of the scenario were and did.
///
/// What is played is a duty of a whole cluster in one slot, whether or not a validator of it has that duty there.
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

    /// Makes a record of its parts.
    public init(
        entity: Int, flavour: String, threshold: Int, members: Int, clusters: Int, played: Int, late: Int,
        firstRound: Int, laterRounds: Int, highestRound: Int, messages: Int
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
    }
}
