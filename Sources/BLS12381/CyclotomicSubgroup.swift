/// Arithmetic of the subgroup of Fp12 of order `p⁴ − p² + 1`, where pairing values live after the easy part of the
/// final exponentiation. There the inverse is the conjugate and squaring is cheaper than in the field.

extension Fp12 {
    /// Squares an element of the cyclotomic subgroup: three squarings in Fp4 instead of one in Fp12.
    ///
    /// Granger and Scott, eprint 2009/565, section 3.2: with `Fp4 = Fp2[s]/(s² − ξ)` and `z = (A, B, C)`,
    /// `A' = 3A² − 2Ā`, `B' = 3·s·C² + 2B̄`, `C' = 3B² − 2C̄`.
    package mutating func cyclotomicSquare() {
        withUnsafeMutablePointer(to: &self) { Fp12.cyclotomicSquare($0) }
    }

    /// The same, in place `count` times.
    mutating func cyclotomicSquare(times count: Int) {
        withUnsafeMutablePointer(to: &self) { value in
            for _ in 0..<count { Fp12.cyclotomicSquare(value) }
        }
    }

    @inline(never)
    private static func cyclotomicSquare(_ value: UnsafeMutablePointer<Fp12>) {
        withUnsafeTemporaryAllocation(of: Fp2.self, capacity: 6) { scratch in
            let squares = scratch.baseAddress.unsafelyUnwrapped
            let z = UnsafeMutableRawPointer(value).assumingMemoryBound(to: Fp2.self)
            // Positions in memory: c0 = (z0, z1, z2), c1 = (z3, z4, z5).
            squareFp4(squares, z, z + 4)
            squareFp4(squares + 2, z + 3, z + 2)
            squareFp4(squares + 4, z + 1, z + 5)
            z[0] = tripleMinusTwice(squares[0], z[0])
            z[4] = triplePlusTwice(squares[1], z[4])
            z[3] = triplePlusTwice(squares[5].timesNonResidue, z[3])
            z[2] = tripleMinusTwice(squares[4], z[2])
            z[1] = tripleMinusTwice(squares[2], z[1])
            z[5] = triplePlusTwice(squares[3], z[5])
        }
    }

    /// Writes `(a + b·s)²` as `result[0] + result[1]·s`: `a² + ξ·b²` and `(a + b)² − a² − b²`.
    @inline(never)
    private static func squareFp4(
        _ result: UnsafeMutablePointer<Fp2>, _ a: UnsafePointer<Fp2>, _ b: UnsafePointer<Fp2>
    ) {
        withUnsafeTemporaryAllocation(of: WideFp2.self, capacity: 4) { scratch in
            let first = scratch.baseAddress.unsafelyUnwrapped
            let second = first + 1
            let both = first + 2
            let sum = UnsafeMutableRawPointer(first + 3).assumingMemoryBound(to: Fp2.self)
            sum.pointee = a.pointee + b.pointee
            WideFp2.square(first, a)
            WideFp2.square(second, b)
            WideFp2.square(both, sum)
            result[0].c0 = (first.pointee.c0 &+ second.pointee.c0 &- second.pointee.c1).reducedSigned
            result[0].c1 = (first.pointee.c1 &+ second.pointee.c0 &+ second.pointee.c1).reduced
            result[1].c0 = (both.pointee.c0 &- first.pointee.c0 &- second.pointee.c0).reducedSigned
            result[1].c1 = (both.pointee.c1 &- first.pointee.c1 &- second.pointee.c1).reducedSigned
        }
    }

    @inline(__always)
    private static func tripleMinusTwice(_ square: Fp2, _ z: Fp2) -> Fp2 { (square - z).doubled + square }

    @inline(__always)
    private static func triplePlusTwice(_ square: Fp2, _ z: Fp2) -> Fp2 { (square + z).doubled + square }
}
