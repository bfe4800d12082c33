/// What a fault of the message network or of a client does; beside `Outage.Kind`.
public enum Fault: Sendable, Equatable {
    /// `kind: partition`: groups that do not hear each other. Nodes of no group hear everybody.
    case partition(groups: [Group], oneWay: Bool)
    /// `kind: slow-link`: each copy takes `latency` nanoseconds longer at this end; bandwidth is capped (bits per second).
    case slowLink(latency: Int64, bitsPerSecond: Int64?)
    /// `kind: slow-machine`: validation takes `percent` of its usual time.
    case slowMachine(percent: Int)
    /// `kind: clock-skew`: the node's clock is ahead by so many nanoseconds (negative: behind).
    case clockSkew(Int64)
    /// `kind: client-bug`.
    case clientBug(Bug)
    /// `kind: byzantine`: what the proposers among those hit do.
    case byzantine(Misdeed)
    /// `kind: double-keys`: a second machine signs with the same keys.
    case doubleKeys(DoubleKeys)
    /// `kind: half-open`: who is hit takes this fellow member (`you`, `you/2`) for down and sends it nothing.
    case halfOpen(peer: String)

    /// One side of a partition.
    public struct Group: Sendable, Equatable {
        /// For reports.
        public var name: String
        /// Who; `partsPerMillion` of a share is dealt out so that the groups stay apart.
        public var members: Selector
        /// Everybody whom no other group takes; `members` is then without meaning.
        public var takesOthers: Bool

        /// A side of a partition.
        public init(name: String, members: Selector = Selector(), takesOthers: Bool = false) {
            self.name = name
            self.members = members
            self.takesOthers = takesOthers
        }
    }

    /// What a client gets wrong.
    public enum Bug: Sendable, Equatable {
        /// It stops at the block of the moment at which the outage starts, until the outage ends.
        case crash
        /// It refuses the valid block of that moment and what is built on it.
        case rejectValid
        /// Its proposers make an invalid block at that moment, and it accepts what others refuse. When it is mended,
        /// operators may empty their slashing protection databases so as to vote on the valid chain at once.
        case acceptInvalid(wipesProtection: Bool)
        /// It takes so much longer over each block, nanoseconds.
        case stall(Int64)
        /// It votes for the parent of the head.
        case wrongHead
        /// It is busy replaying old states: a share of its duties (parts per million) is not done.
        case replayOverload(partsPerMillion: Int)
    }

    /// What a dishonest proposer does.
    public enum Misdeed: Sendable, Equatable {
        /// Two blocks for one slot, to two halves of the network.
        case equivocate
        /// No block at all, though it could.
        case withhold
        /// Its block leaves so many nanoseconds after the start of the slot.
        case late(Int64)
        /// Its partial signatures in clusters are wrong; it proposes as it should.
        case wrongPartials
        /// It signs two values for each duty of its clusters; it proposes as it should.
        case equivocatePartials
    }

    /// A backup that signs with keys which somebody else uses as well.
    public struct DoubleKeys: Sendable, Equatable {
        /// Name of the node or entity that holds the second copy.
        public var backup: String
        /// Whether the two share one slashing protection database, have one each, or the backup's was wiped.
        public var protection: Protection
        /// Whether the backup listens two epochs before it signs.
        public var doppelganger: Bool

        /// Ways of protecting against double signing.
        public enum Protection: String, Sendable, CaseIterable {
            case shared, separate, wiped
        }

        /// A backup of given parts; nothing is checked.
        public init(backup: String, protection: Protection = .separate, doppelganger: Bool = false) {
            self.backup = backup
            self.protection = protection
            self.doppelganger = doppelganger
        }
    }
}
