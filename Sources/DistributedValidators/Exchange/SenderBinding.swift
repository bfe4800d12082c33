/// Which share a peer may sign with.
///
/// A peer's share index comes from the cluster's file, not from its place in the list: when an operator has left, those
/// who stay keep theirs. Source: distributed-validator-specs 406c832, docs/dv-spec/parsigex.md.
public struct SenderBinding: Sendable {
    /// Why a partial signature or a map of peers is refused; the raw value is the specification's word.
    public enum Refusal: String, Error, Sendable {
        /// A peer of the cluster has no share index.
        case missingShareIndex = "missing_share_idx"
        /// The sender is not in the map.
        case unknownSender = "unknown_sender"
        /// The sender signs with another's share.
        case shareIndexMismatch = "share_idx_mismatch"
    }

    private let shares: [(peer: String, index: Int)]

    /// The binding of a cluster's peers.
    /// - Throws: ``Refusal/missingShareIndex`` where a peer's share index is missing or not positive.
    public init(peers: [String], shareIndices: [(peer: String, index: Int)]) throws(Refusal) {
        for peer in peers {
            guard let share = shareIndices.first(where: { $0.peer == peer }), share.index > 0 else {
                throw .missingShareIndex
            }
        }
        shares = shareIndices.sorted { $0.peer < $1.peer }
    }

    /// Checks that a sender may sign with that share.
    public func check(sender: String, shareIndex: Int) throws(Refusal) {
        guard let share = shares.first(where: { $0.peer == sender }) else { throw .unknownSender }
        guard share.index == shareIndex, shareIndex > 0 else { throw .shareIndexMismatch }
    }
}
