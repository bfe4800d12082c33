/// Who proposes in a round of an SSV instance.
public enum SSVProposer: Hashable, Sendable {
    /// The committee in turn, as ``LeaderRotation/ssv(height:members:isEpochAware:)`` says.
    case rotating(isEpochAware: Bool)
    /// One operator in every round, for tests.
    case always(UInt64)

    /// The operator's id; zero in an empty committee.
    public func leader(height: UInt64, round: Int, committee: [UInt64]) -> UInt64 {
        switch self {
        case .always(let id): return id
        case .rotating(let isEpochAware):
            guard !committee.isEmpty else { return 0 }
            let rotation = LeaderRotation.ssv(height: height, members: committee.count, isEpochAware: isEpochAware)
            return committee[rotation.leader(round: round)]
        }
    }
}

/// Which values an SSV operator signs: any but nothing, those refused by name, and those that differ from its own view in
/// the bits that are compared (the checkpoints of a vote, not its head).
public struct SSVValueRule: Hashable, Sendable {
    /// Values that are invalid in themselves.
    public var refused: [UInt64]
    /// The bits in which a value must equal the own one.
    public var comparedBits: UInt64
    /// The own value.
    public var own: UInt64

    /// A rule; without arguments it takes any value.
    public init(refused: [UInt64] = [], comparedBits: UInt64 = 0, own: UInt64 = 0) {
        self.refused = refused
        self.comparedBits = comparedBits
        self.own = own
    }

    /// Checks a value.
    /// - Throws: why it must not be signed.
    public func check(_ value: UInt64?) throws(SSVFault) {
        guard let value, !refused.contains(value) else { throw .invalidValue }
        guard (value ^ own) & comparedBits == 0 else { throw .checkpointMismatch }
    }
}
