public import BLS12381

/// A public commitment to a sharing polynomial, against which every member can check its share: `f(i)·g1 = Σ iᵏ·Cₖ`
/// (Feldman, FOCS 1987).
public struct FeldmanCommitment: Hashable, Sendable {
    /// `Cₖ = aₖ·g1`, from the constant term up.
    public let points: [G1]

    /// A commitment from its points, as computed or received.
    public init(points: [G1]) { self.points = points }

    /// Decodes each point, with every check.
    public init(compressed points: [[UInt8]]) throws(EncodingError) {
        var decoded: [G1] = []
        for bytes in points { decoded.append(try G1(compressed: bytes)) }
        self.points = decoded
    }

    /// The public key of the constant term; infinity for an empty commitment.
    public var constantTerm: G1 { points.first ?? .infinity }

    /// The public point of the share at an index, `f(i)·g1`, by Horner's rule.
    public func value(at index: ShareIndex) -> G1 {
        points.reversed().reduce(G1.infinity) { G1.multiple(index.value, of: $0) + $1 }
    }

    /// Whether a share fits this commitment.
    public func verify(_ share: SecretShare) -> Bool {
        share.scalar * G1.generator == value(at: share.index)
    }

    /// Throws unless there is one point per coefficient of a polynomial of the threshold's degree. Without this check a
    /// dealer could raise the number of shares needed, or lower it.
    func checkLength(_ threshold: Threshold, dealer: ShareIndex? = nil) throws(ThresholdError) {
        guard points.count == threshold.required else {
            throw .wrongCommitmentLength(dealer: dealer, expected: threshold.required, found: points.count)
        }
    }

    /// The commitment to the sum of two polynomials of the same length.
    static func + (a: FeldmanCommitment, b: FeldmanCommitment) -> FeldmanCommitment {
        FeldmanCommitment(points: zip(a.points, b.points).map { $0 + $1 })
    }
}

extension G1 {
    /// A multiple by a whole number.
    static func multiple(_ factor: UInt64, of point: G1) -> G1 {
        linearCombination([SmallCoefficient(magnitude: UInt128(factor))], [point])
    }
}
