/// What the other nodes can send to those that come back at once.
///
/// When a third of the network returns together, the uploads of the rest are shared among all of them, and catching up
/// may take longer than the clients would need (a thundering herd).
public struct PeerUpload: Sendable, Equatable {
    /// Bits per second that all nodes which have the chain give to others' catching up.
    public var bitsPerSecond: Int64
    /// Nodes that ask at once, at least 1.
    public var askers: Int64
    /// What one slot of the chain takes on the wire.
    public var bytesPerSlot: Int64
    /// Length of a slot, nanoseconds.
    public var slot: Int64

    /// A value of given parts; nothing is checked.
    public init(bitsPerSecond: Int64, askers: Int64, bytesPerSlot: Int64, slot: Int64) {
        self.bitsPerSecond = bitsPerSecond
        self.askers = askers
        self.bytesPerSlot = bytesPerSlot
        self.slot = slot
    }

    /// The steps of a recovery, the last of them lengthened where the peers' uploads are what binds.
    ///
    /// While a node fetches, the chain grows: with `r` slots a second to be had and one slot every `slot`, a backlog of
    /// `b` slots takes `b / (r − 1/slot)`.
    ///
    /// - Parameter away: nanoseconds without the chain.
    /// - Returns: nil where the chain grows faster than it can be fetched.
    public func slow(_ steps: [RecoveryStep], away: Int64) -> [RecoveryStep]? {
        guard away > 0, bytesPerSlot > 0 else { return steps }
        // Slots per 10¹² seconds, so that all stays in integers.
        let rate = Int128(bitsPerSecond) * 1_000_000_000_000 / (Int128(max(1, askers)) * Int128(bytesPerSlot) * 8)
        let growth = Int128(1_000_000_000) * 1_000_000_000_000 / Int128(max(1, slot))
        guard rate > growth else { return nil }
        let backlog = Int128(away / max(1, slot))
        let (whole, isBeyond) = backlog.multipliedReportingOverflow(by: 1_000_000_000_000 * 1_000_000_000)
        let needed = isBeyond ? Int128(Int64.max) : min(whole / (rate - growth), Int128(Int64.max))
        let planned = steps.reduce(Int128(0)) { $0 + Int128($1.duration) }
        guard needed > planned, let last = steps.indices.last else { return steps }
        var longer = steps
        longer[last].duration = Int64(clamping: Int128(longer[last].duration) + needed - planned)
        longer[last].detail += ", waiting for peers' uploads"
        return longer
    }
}
