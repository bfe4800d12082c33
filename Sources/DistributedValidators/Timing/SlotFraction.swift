/// A part of a slot, exact, such as 1/3 or 25 %.
public struct SlotFraction: Hashable, Sendable {
    /// Parts.
    public let numerator: Int64
    /// Parts of a whole slot.
    public let denominator: Int64

    /// A fraction of positive denominator; anything else is taken for nothing.
    public init(_ numerator: Int64, of denominator: Int64) {
        self.numerator = denominator > 0 ? numerator : 0
        self.denominator = max(denominator, 1)
    }

    /// As the specs give it from Fulu on: 3333 for a third, 2500 for a quarter.
    public init(basisPoints: Int64) { self.init(basisPoints, of: 10_000) }

    /// The slot's start.
    public static let start = SlotFraction(0, of: 1)
    /// When attestations are due before Gloas.
    public static let third = SlotFraction(1, of: 3)
    /// When aggregates are due before Gloas.
    public static let twoThirds = SlotFraction(2, of: 3)

    /// Nanoseconds into a slot of the given length, rounded down.
    @inlinable
    public func nanoseconds(of slot: Int64) -> Int64 { slot &* numerator / denominator }
}
