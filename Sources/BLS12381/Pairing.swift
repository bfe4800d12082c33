/// The pairing `e: G1 × G2 → Fp12`, bilinear and not degenerate. It is the cube of the optimal ate pairing, as in
/// most fast libraries; no protocol that compares pairings can tell.
public enum Pairing {
    /// `e(p, q)`.
    public static func value(_ p: G1, _ q: G2) -> Fp12 {
        let p = p.affine
        let q = q.affine
        if p.isInfinity || q.isInfinity { return .one }
        var term = MillerLoop.Term(p, q)
        return withUnsafeMutablePointer(to: &term) {
            MillerLoop.product(UnsafeMutableBufferPointer(start: $0, count: 1)).finalExponentiated()
        }
    }

    /// Whether `Π e(pᵢ, qᵢ) = 1`; squarings and the final exponentiation are shared.
    public static func isProductOne(_ pairs: [(G1, G2)]) -> Bool {
        isProductOne(affine: pairs.map { ($0.affine, $1.affine) })
    }

    static func isProductOne(affine pairs: [(AffinePoint<Fp>, AffinePoint<Fp2>)]) -> Bool {
        var terms: [MillerLoop.Term] = []
        terms.reserveCapacity(pairs.count)
        for (p, q) in pairs where !p.isInfinity && !q.isInfinity { terms.append(MillerLoop.Term(p, q)) }
        return terms.withUnsafeMutableBufferPointer { MillerLoop.product($0).finalExponentiated().isOne }
    }

    /// Whether `e(p1, q1) = e(p2, q2)`, without touching the heap.
    static func areEqual(
        _ p1: AffinePoint<Fp>, _ q1: AffinePoint<Fp2>, _ p2: AffinePoint<Fp>, _ q2: AffinePoint<Fp2>
    ) -> Bool {
        var terms = (MillerLoop.Term(p1, q1), MillerLoop.Term(p2.negated, q2))
        let firstIsOne = p1.isInfinity || q1.isInfinity
        let secondIsOne = p2.isInfinity || q2.isInfinity
        if firstIsOne || secondIsOne { return firstIsOne && secondIsOne }
        return withUnsafeMutablePointer(to: &terms) {
            let start = UnsafeMutableRawPointer($0).assumingMemoryBound(to: MillerLoop.Term.self)
            return MillerLoop.product(UnsafeMutableBufferPointer(start: start, count: 2)).finalExponentiated().isOne
        }
    }
}
