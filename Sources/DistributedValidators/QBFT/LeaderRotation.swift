/// Who may propose in which round.
public struct LeaderRotation: Hashable, Sendable {
    private let start: UInt64
    private let members: UInt64

    private init(start: UInt64, members: Int) {
        self.start = start
        self.members = UInt64(max(members, 0))
    }

    /// Nobody ever leads.
    public static let nobody = LeaderRotation(start: 0, members: 0)

    /// Charon: (slot + duty type + round) mod n, members in the order of the lock file.
    ///
    /// Source: Charon e628470, core/consensus/qbft/qbft.go.
    /// - Parameter dutyType: the number of the duty type on the wire, ``CharonDuty/rawValue``.
    public static func charon(slot: UInt64, dutyType: Int, members: Int) -> LeaderRotation {
        LeaderRotation(start: slot &+ UInt64(max(dutyType, 0)), members: members)
    }

    /// SSV: (height mod n + round − 1 + ⌊height / 32⌋) mod n, members sorted by operator id; the height is the slot.
    ///
    /// Without the last term, that is before the Boole fork, four operators lead the same slots of every epoch for ever.
    /// Source: ssv-spec 5d11f26, qbft/round_robin_proposer.go.
    public static func ssv(height: UInt64, members: Int, isEpochAware: Bool) -> LeaderRotation {
        let count = UInt64(max(members, 1))
        let epoch = isEpochAware ? height / 32 : 0
        // Held one round back, so that round 1 adds nothing.
        return LeaderRotation(start: height % count &+ epoch % count &+ count &- 1, members: members)
    }

    /// The leader's place, counted from zero; −1 for nobody. Rounds count from 1.
    public func leader(round: Int) -> Int {
        members == 0 ? -1 : Int((start &+ UInt64(max(round, 0))) % members)
    }
}
