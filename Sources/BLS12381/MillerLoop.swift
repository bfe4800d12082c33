/// The Miller loop of the optimal ate pairing: `f_{|x|, Q}(P)`, several pairs at once with shared squarings.
///
/// For BLS curves the optimal ate pairing (Vercauteren, eprint 2008/096) is the plain loop over x. Points of G2
/// run in homogeneous projective coordinates on the twist; the line through them, evaluated at P = (xP, yP), is the
/// sparse element `l0 + l1·xP·v + l4·yP·v·w` (Costello, Lange and Naehrig, eprint 2009/615; Aranha, Barreto,
/// Longa and Ricardini, eprint 2012/408).
struct MillerLoop {
    /// One pair of the product: an affine P in G1, an affine Q in G2 and the running multiple of Q.
    struct Term {
        var xP: Fp
        var yP: Fp
        var q: AffinePoint<Fp2>
        var x: Fp2
        var y: Fp2
        var z: Fp2

        init(_ p: AffinePoint<Fp>, _ q: AffinePoint<Fp2>) {
            xP = p.x
            yP = p.y
            self.q = q
            x = q.x
            y = q.y
            z = .one
        }
    }

    /// `Π f_{x, Qᵢ}(Pᵢ)`; the conjugation at the end accounts for the sign of x.
    ///
    /// - Parameter terms: pairs without points at infinity; their running multiples are used up.
    static func product(_ terms: UnsafeMutableBufferPointer<Term>) -> Fp12 {
        var f = Fp12.one
        for position in stride(from: 62, through: 0, by: -1) {
            if position < 62 { f.square() }
            for index in 0..<terms.count { doublingStep(&terms[index], &f) }
            if BLSParameter.magnitude >> UInt(position) & 1 == 1 {
                for index in 0..<terms.count { additionStep(&terms[index], &f) }
            }
        }
        return f.conjugate
    }

    /// Doubles the running point and multiplies f by its tangent at P: with `e = 3b'·z²`,
    /// `x' = xy(y² − 3e)/2`, `y' = ((y² + 3e)/2)² − 3e²`, `z' = 2y³z`; line `e − y²`, `3x²`, `−2yz`.
    @inline(never)
    private static func doublingStep(_ term: inout Term, _ f: inout Fp12) {
        let yy = term.y.squared
        let zz = term.z.squared
        let threeZZ = zz.doubled + zz
        let e = threeZZ.doubled.doubled.timesNonResidue
        let threeE = e.doubled + e
        let twoYZ = (term.y + term.z).squared - (yy + zz)
        let xx = term.x.squared
        let ee = e.squared
        let xy = term.x * term.y

        term.x = xy.halved * (yy - threeE)
        term.y = (yy + threeE).halved.squared - (ee.doubled + ee)
        term.z = yy * twoYZ
        f.multiply(byLine: e - yy, (xx.doubled + xx) * term.xP, -(twoYZ * term.yP))
    }

    /// Adds Q to the running point and multiplies f by the chord at P: with `θ = y − yQ·z`, `λ = x − xQ·z`,
    /// `h = λ³ + zθ² − 2xλ²`: `x' = λh`, `y' = θ(xλ² − h) − yλ³`, `z' = zλ³`; line `θ·xQ − λ·yQ`, `−θ`, `λ`.
    @inline(never)
    private static func additionStep(_ term: inout Term, _ f: inout Fp12) {
        let theta = term.y - term.q.y * term.z
        let lambda = term.x - term.q.x * term.z
        let square = lambda.squared
        let cube = lambda * square
        let g = term.x * square
        let h = cube + term.z * theta.squared - g.doubled

        term.x = lambda * h
        term.y = theta * (g - h) - cube * term.y
        term.z = term.z * cube
        f.multiply(byLine: theta * term.q.x - lambda * term.q.y, -(theta * term.xP), lambda * term.yP)
    }
}

extension Pairing {
    /// The Miller value of one pair, before the final exponentiation; for measurements.
    package static func millerValue(_ p: G1, _ q: G2) -> Fp12 {
        var term = MillerLoop.Term(p.affine, q.affine)
        return withUnsafeMutablePointer(to: &term) {
            MillerLoop.product(UnsafeMutableBufferPointer(start: $0, count: 1))
        }
    }
}
