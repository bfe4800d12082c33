/// The final exponentiation: from a Miller value to the pairing's value of order r.
extension Fp12 {
    /// `self^(3·(p¹² − 1)/r)`.
    ///
    /// First the easy part `(p⁶ − 1)(p² + 1)`, then the hard part by Hayashida, Hayasaka and Teruya, eprint 2020/875:
    /// `3·(p⁴ − p² + 1)/r = (x − 1)²·(x + p)·(x² + p² − 1) + 3`. The factor 3 is a unit modulo r, so the result is
    /// still a bilinear pairing, and one exactly when the plain one is.
    @inline(never)
    package func finalExponentiated() -> Fp12 {
        let easy = conjugate * inverseOrZero
        let m = easy.frobeniusSquared * easy

        var t = m.raisedToParameter * m.conjugate
        t = t.raisedToParameter * t.conjugate
        t = t.raisedToParameter * t.frobenius
        t = t.raisedToParameter.raisedToParameter * t.frobeniusSquared * t.conjugate
        var cube = m
        cube.cyclotomicSquare()
        return t * cube * m
    }

    /// `self^x` for an element of the cyclotomic subgroup: 63 squarings, 5 products and a conjugation.
    private var raisedToParameter: Fp12 {
        var result = self
        var squarings = 0
        for position in stride(from: 62, through: 0, by: -1) {
            squarings += 1
            if BLSParameter.magnitude >> UInt(position) & 1 == 1 {
                result.cyclotomicSquare(times: squarings)
                result.multiply(by: self)
                squarings = 0
            }
        }
        result.cyclotomicSquare(times: squarings)
        return result.conjugate
    }
}
