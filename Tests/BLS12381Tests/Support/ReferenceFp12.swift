import BLS12381

/// Fp12 as polynomials in w of degree below 12 over mpz numbers, modulo `w¹² − 2w⁶ + 2`: because `w⁶ = ξ = 1 + u` and
/// `u² = −1`. No tower, no Karatsuba, no lazy reduction: an oracle that shares nothing with the code under test.
struct ReferenceFp12: Equatable {
    var coefficients: [ReferenceInteger]

    init(_ coefficients: [ReferenceInteger]) { self.coefficients = coefficients.map { $0.modulo(Reference.p) } }

    /// `(a + b·u)·wᵏ = (a − b)·wᵏ + b·wᵏ⁺⁶`, as `u = w⁶ − 1`.
    init(_ element: Fp12) {
        var sums = [ReferenceInteger](repeating: ReferenceInteger(0), count: 12)
        for (power, part) in [
            element.c0.c0, element.c1.c0, element.c0.c1, element.c1.c1, element.c0.c2, element.c1.c2,
        ].enumerated() {
            sums[power] = sums[power] + part.c0.reference - part.c1.reference
            sums[power + 6] = sums[power + 6] + part.c1.reference
        }
        self.init(sums)
    }

    static func * (a: ReferenceFp12, b: ReferenceFp12) -> ReferenceFp12 {
        var product = [ReferenceInteger](repeating: ReferenceInteger(0), count: 23)
        for (i, x) in a.coefficients.enumerated() {
            for (j, y) in b.coefficients.enumerated() { product[i + j] = product[i + j] + x * y }
        }
        // w¹² = 2w⁶ − 2, from the top down.
        let two = ReferenceInteger(2)
        for degree in (12..<23).reversed() {
            let twice = product[degree] * two
            product[degree - 6] = product[degree - 6] + twice
            product[degree - 12] = product[degree - 12] - twice
        }
        return ReferenceFp12(Array(product.prefix(12)))
    }
}
