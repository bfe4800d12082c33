/// One member of a cluster during one duty. Times are nanoseconds from the start of the duty's slot.
public struct DutyMember: Hashable, Sendable {
    /// How a member breaks the rules.
    public enum Conduct: UInt8, Sendable {
        /// It does not.
        case honest
        /// Its partial signatures are wrong.
        case wrongPartial
        /// It proposes one value to some and another to others, and votes for both.
        case equivocates
    }

    /// Whether it runs at all.
    public var isUp: Bool
    /// From when on it runs; it remembers nothing from before.
    public var upFrom: Int64
    /// Until when it runs.
    public var upUntil: Int64
    /// When its beacon node can give data for the duty; `Int64.max` for never.
    public var beaconReady: Int64
    /// Until when its beacon node, though the member runs, refuses whatever it is asked, as one does that still syncs.
    public var beaconAwayUntil: Int64
    /// How far its clock is ahead; negative where it is behind.
    public var clock: Int64
    /// What it would sign by itself: which head it sees, or its own block.
    public var value: UInt32
    /// Which source and target it sees; the lower 30 bits are compared.
    public var targetValue: UInt32
    /// Whether its validator client signs what the cluster has agreed on. It leaves out a duty at whose start the beacon
    /// node is away.
    public var signs: Bool
    /// Nanoseconds that it takes to handle a message.
    public var processing: Int64
    /// Whether it keeps to the rules.
    public var conduct: Conduct

    /// A member; without arguments one that is up, ready and honest.
    public init(
        isUp: Bool = true, upFrom: Int64 = .min, upUntil: Int64 = .max, beaconReady: Int64 = 0,
        beaconAwayUntil: Int64 = .min, clock: Int64 = 0, value: UInt32 = 0, targetValue: UInt32 = 0, signs: Bool = true,
        processing: Int64 = 0, conduct: Conduct = .honest
    ) {
        self.isUp = isUp
        self.upFrom = upFrom
        self.upUntil = upUntil
        self.beaconReady = beaconReady
        self.beaconAwayUntil = beaconAwayUntil
        self.clock = clock
        self.value = value
        self.targetValue = targetValue
        self.signs = signs
        self.processing = processing
        self.conduct = conduct
    }

    /// Whether it runs at a moment.
    @inlinable
    public func isUp(at time: Int64) -> Bool { isUp && time >= upFrom && time < upUntil }

    /// When it begins a duty that is due at a moment: by its own clock, and not before it runs.
    func begin(_ due: Int64) -> Int64 { max(due &- clock, upFrom) }

    /// Whether its validator client signs for a duty that is due at a moment.
    func signs(dutyDue due: Int64) -> Bool { signs && beaconAwayUntil <= begin(due) }

    /// Whether its beacon node ever gives data, and takes what is to be broadcast.
    @inlinable public var hasBeacon: Bool { beaconReady != .max }

    /// What it would sign, as a value of the consensus: never zero.
    var proposal: UInt64 {
        1 << 63 | UInt64(targetValue & 0x3FFF_FFFF) << 32 | UInt64(value)
    }

    /// The bits of a proposal that hold source and target.
    static let comparedBits: UInt64 = 0x3FFF_FFFF << 32
    /// The bit in which the two stories of an equivocating member differ.
    static let otherStory: UInt64 = 1 << 62
}
