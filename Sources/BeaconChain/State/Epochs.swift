/// Gwei, 10⁻⁹ ETH.
public typealias Gwei = UInt64
/// Number of a slot since genesis.
public typealias Slot = UInt64
/// Number of an epoch since genesis.
public typealias Epoch = UInt64
/// Position of a validator in the registry.
public typealias ValidatorIndex = Int

/// The epoch that never comes (`FAR_FUTURE_EPOCH`).
public let farFutureEpoch: Epoch = .max

/// An epoch in four bytes, in the order of the full ones.
///
/// Values below 2³² − 2¹⁶ stand for themselves; the top 2¹⁶ stand for the top 2¹⁶ of `UInt64`, so that
/// `FAR_FUTURE_EPOCH` and its near neighbours (with which the reference tests provoke overflow) keep their meaning.
/// The years in between (over 500,000 of them) have no representation.
public struct CompactEpoch: Comparable, Hashable, Sendable, BitwiseCopyable {
    /// The compact form.
    public let bits: UInt32

    private static let firstOfTop: UInt32 = 0xFFFF_0000

    /// The epoch that never comes.
    public static let farFuture = CompactEpoch(bits: .max)

    /// A value of given parts; nothing is checked.
    @inlinable
    public init(bits: UInt32) {
        self.bits = bits
    }

    /// Nil for an epoch that has no compact form.
    public init?(_ epoch: Epoch) {
        if epoch < UInt64(Self.firstOfTop) || epoch >= 0xFFFF_FFFF_FFFF_0000 {
            self.init(bits: UInt32(truncatingIfNeeded: epoch))
        } else {
            return nil
        }
    }

    /// The full epoch.
    public var epoch: Epoch {
        bits < Self.firstOfTop ? UInt64(bits) : 0xFFFF_FFFF_0000_0000 | UInt64(bits)
    }

    /// Whether `a` comes before `b`.
    @inlinable
    public static func < (a: CompactEpoch, b: CompactEpoch) -> Bool { a.bits < b.bits }
}
