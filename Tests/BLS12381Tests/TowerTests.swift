import BLS12381
import Testing

@Suite("The tower agrees with polynomials over plain integers")
struct TowerTests {
    @Test("products and squares in Fp12 agree with the reference on random values", arguments: 1...2)
    func random(seed: UInt64) {
        var generator = SplitMix(state: seed)
        for _ in 0..<60 { check(.sample(&generator, Fp.sample), .sample(&generator, Fp.sample)) }
    }

    @Test("they agree where every coefficient is 0, 1 or p − 1, the bounds of lazy reduction", arguments: 3...4)
    func extremes(seed: UInt64) {
        var generator = SplitMix(state: seed)
        for _ in 0..<200 { check(.sample(&generator, Fp.extreme), .sample(&generator, Fp.extreme)) }
    }

    private func check(_ a: Fp12, _ b: Fp12) {
        #expect(ReferenceFp12(a * b) == ReferenceFp12(a) * ReferenceFp12(b))
        #expect(ReferenceFp12(a.squared) == ReferenceFp12(a) * ReferenceFp12(a))
        let (x, y) = (a.c0, b.c1)
        #expect(
            ReferenceFp12(Fp12(x * y, .zero)) == ReferenceFp12(Fp12(x, .zero)) * ReferenceFp12(Fp12(y, .zero)))
        let (s, t) = (a.c0.c1, b.c1.c2)
        func lift(_ value: Fp2) -> ReferenceFp12 { ReferenceFp12(Fp12(Fp6(value, .zero, .zero), .zero)) }
        #expect(lift(s * t) == lift(s) * lift(t))
        #expect(lift(s.squared) == lift(s) * lift(s))
    }

    @Test("the sparse product of a line is the full product")
    func lines() {
        var generator = SplitMix(state: 8)
        for round in 0..<200 {
            let sample = round % 2 == 0 ? Fp.sample : Fp.extreme
            let f = Fp12.sample(&generator, sample)
            let parts = (0..<3).map { _ in Fp2(sample(&generator), sample(&generator)) }
            var product = f
            product.multiply(byLine: parts[0], parts[1], parts[2])
            #expect(product == f * Fp12(Fp6(parts[0], parts[1], .zero), Fp6(.zero, parts[2], .zero)))
        }
    }

    @Test("inverses multiply to one, and zero inverts to zero")
    func inverses() {
        var generator = SplitMix(state: 9)
        for _ in 0..<50 {
            let a = Fp12.sample(&generator, Fp.sample)
            #expect((a * a.inverseOrZero).isOne)
            #expect(a.c0 * a.c0.inverseOrZero == .one)
            #expect(a.c0.c0.isZero || a.c0.c0 * a.c0.c0.inverseOrZero == .one)
        }
        #expect(Fp2.zero.inverseOrZero.isZero)
        #expect(Fp6.zero.inverseOrZero.isZero)
    }

    @Test("Frobenius is the p-th power, and twice Frobenius the p²-th")
    func frobenius() {
        var generator = SplitMix(state: 10)
        let a = Fp12.sample(&generator, Fp.sample)
        #expect(a.frobenius == power(a, Reference.p))
        #expect(a.frobeniusSquared == a.frobenius.frobenius)
        var sixth = a
        for _ in 0..<6 { sixth = sixth.frobenius }
        #expect(sixth == a.conjugate)
    }

    @Test("cyclotomic squaring is squaring in the cyclotomic subgroup")
    func cyclotomicSquaring() {
        var generator = SplitMix(state: 11)
        for _ in 0..<20 {
            let a = Fp12.sample(&generator, Fp.sample)
            let easy = a.conjugate * a.inverseOrZero
            var element = easy.frobeniusSquared * easy
            let square = element.squared
            element.cyclotomicSquare()
            #expect(element == square)
            #expect((element * element.conjugate).isOne)
        }
    }

    @Test("the final exponentiation is the power 3·(p¹² − 1)/r")
    func finalExponentiation() {
        var generator = SplitMix(state: 12)
        let a = Fp12.sample(&generator, Fp.sample)
        let p2 = Reference.p * Reference.p
        let p6 = p2 * p2 * p2
        let exponent = ((p6 * p6 - ReferenceInteger(1)) * ReferenceInteger(3)).divided(by: Reference.r)
        #expect(a.finalExponentiated() == power(a, exponent))
    }

    private func power(_ base: Fp12, _ exponent: ReferenceInteger) -> Fp12 {
        exponent.bits.reduce(Fp12.one) { result, bit in bit ? result.squared * base : result.squared }
    }
}
