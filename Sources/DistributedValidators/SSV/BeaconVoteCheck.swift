/// What an SSV operator asks of a vote before the committee signs it.
///
/// Source: ssv-spec 5d11f26, ssv/value_check.go (`BeaconVoteValueCheckF`), the majority fork SIP.
public struct BeaconVoteCheck: Sendable {
    /// A checkpoint of a vote.
    public struct Checkpoint: Hashable, Sendable {
        /// The epoch.
        public var epoch: UInt64
        /// Its block's root, 32 bytes.
        public var root: [UInt8]

        /// A checkpoint of given parts.
        public init(epoch: UInt64, root: [UInt8]) {
            self.epoch = epoch
            self.root = root
        }
    }

    /// The value that a committee agrees on: a head, a source and a target.
    public struct Vote: Hashable, Sendable {
        /// The head, 32 bytes.
        public var blockRoot: [UInt8]
        /// The source checkpoint.
        public var source: Checkpoint
        /// The target checkpoint.
        public var target: Checkpoint

        /// Reads 112 bytes of SSZ.
        /// - Throws: ``SSVFault/undecodableVote`` where they are more or fewer.
        public init(ssz bytes: [UInt8]) throws(SSVFault) {
            guard bytes.count == 112 else { throw .undecodableVote }
            func checkpoint(_ start: Int) -> Checkpoint {
                var epoch: UInt64 = 0
                for place in 0..<8 { epoch |= UInt64(bytes[start + place]) << UInt64(8 * place) }
                return Checkpoint(epoch: epoch, root: Array(bytes[start + 8..<start + 40]))
            }
            blockRoot = Array(bytes[..<32])
            source = checkpoint(32)
            target = checkpoint(72)
        }
    }

    /// The source epoch that this operator's beacon node sees.
    public var source: UInt64
    /// The target epoch that it sees.
    public var target: UInt64
    /// Whether signing could get one of the validators slashed.
    public var isSlashable: Bool

    /// What this operator sees.
    public init(source: UInt64, target: UInt64, isSlashable: Bool) {
        self.source = source
        self.target = target
        self.isSlashable = isSlashable
    }

    /// Checks a vote. Epochs are compared, roots are not.
    /// - Throws: why the vote must not be signed.
    public func check(_ vote: Vote) throws(SSVFault) {
        guard vote.source.epoch < vote.target.epoch else { throw .sourceNotBeforeTarget }
        guard vote.source.epoch == source, vote.target.epoch == target else { throw .checkpointMismatch }
        guard !isSlashable else { throw .slashableAttestation }
    }

    /// Checks the frame of what an aggregation committee agrees on: who aggregates and who contributes.
    ///
    /// The fixed part is the version and five offsets; no validator is assigned where both lists are empty.
    /// - Throws: ``SSVFault/undecodableAggregation`` or ``SSVFault/noValidators``.
    public static func checkAggregation(ssz bytes: [UInt8]) throws(SSVFault) {
        guard bytes.count >= 28 else { throw .undecodableAggregation }
        func offset(_ index: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[8 + 4 * index + $1]) << (8 * $1) }
        }
        let bounds = (0..<5).map(offset) + [bytes.count]
        guard bounds[0] == 28, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw .undecodableAggregation
        }
        guard bounds[0] < bounds[1] || bounds[3] < bounds[4] else { throw .noValidators }
    }
}
