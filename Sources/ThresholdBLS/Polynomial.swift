import BLS12381

/// A polynomial `f(x) = a₀ + a₁·x + … + a₍ₘ₋₁₎·xᵐ⁻¹` over the scalars; the secret is `f(0) = a₀` (Shamir, "How to share a
/// secret", CACM 1979).
struct Polynomial: Sendable {
    /// The coefficients from a₀ up.
    let coefficients: [Fr]

    /// A polynomial with a given constant term and random further coefficients.
    init(constantTerm: Fr, count: Int, using generator: inout some RandomNumberGenerator) {
        coefficients = [constantTerm] + (1..<count).map { _ in Fr.random(using: &generator) }
    }

    /// The value at an index.
    func value(at index: ShareIndex) -> Fr {
        let x = index.scalar
        return coefficients.reversed().reduce(Fr.zero) { $0 * x + $1 }
    }

    /// The commitment `(a₀·g1, …, a₍ₘ₋₁₎·g1)`.
    var commitment: FeldmanCommitment {
        FeldmanCommitment(points: coefficients.map { $0 * G1.generator })
    }
}
