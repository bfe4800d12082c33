import BLS12381
import Testing

@Suite("Fp and Fr agree with plain integers")
struct PrimeFieldTests {
    @Test("sums, differences, products, squares and negatives of edge values agree with mpz arithmetic")
    func edges() {
        for a in Fp.edges {
            for b in Fp.edges { check(a, b) }
        }
    }

    @Test("the same holds for random values", arguments: 1...4)
    func random(seed: UInt64) {
        var generator = SplitMix(state: seed)
        for _ in 0..<2000 { check(Fp.sample(&generator), Fp.sample(&generator)) }
    }

    private func check(_ a: Fp, _ b: Fp) {
        let (x, y) = (a.reference, b.reference)
        #expect((a + b).reference == (x + y).modulo(Reference.p))
        #expect((a - b).reference == (x - y).modulo(Reference.p))
        #expect((a * b).reference == (x * y).modulo(Reference.p))
        #expect(a.squared.reference == (x * x).modulo(Reference.p))
        #expect((-a).reference == (Reference.p - x).modulo(Reference.p))
        #expect(a.doubled.reference == (x + x).modulo(Reference.p))
        #expect(a.halved.doubled == a)
    }

    @Test("inverses agree with mpz_invert, and zero inverts to zero")
    func inverses() {
        var generator = SplitMix(state: 5)
        for a in Fp.edges + (0..<300).map({ _ in Fp.sample(&generator) }) {
            if a.isZero {
                #expect(a.inverseOrZero.isZero)
            } else {
                #expect(a.inverseOrZero.reference == a.reference.inverse(modulo: Reference.p))
            }
        }
    }

    @Test("square roots exist exactly where Euler's criterion says so")
    func squareRoots() {
        var generator = SplitMix(state: 6)
        let exponent = (Reference.p - ReferenceInteger(1)).divided(by: ReferenceInteger(2))
        for a in Fp.edges + (0..<100).map({ _ in Fp.sample(&generator) }) {
            let isSquare = a.isZero || a.reference.power(exponent, modulo: Reference.p) == ReferenceInteger(1)
            #expect((a.squareRoot != nil) == isSquare)
            if let root = a.squareRoot { #expect(root.squared == a) }
        }
    }

    @Test("square roots in Fp2 square back, real and imaginary elements included")
    func quadraticSquareRoots() {
        var generator = SplitMix(state: 7)
        for _ in 0..<200 {
            let a = Fp2(Fp.sample(&generator), Fp.sample(&generator))
            #expect(a.squared.squareRoot.map { $0 == a || $0 == -a } == true)
            if let root = a.squareRoot { #expect(root.squared == a) }
        }
        for a in Fp.edges {
            // Every element of Fp is a square in Fp2.
            #expect(Fp2(a, .zero).squareRoot?.squared == Fp2(a, .zero))
        }
        // ξ = 1 + u is no square: the tower would not be a field.
        #expect(Fp2(.one, .one).squareRoot == nil)
    }

    @Test("encodings of p and above are refused, those below survive a round trip")
    func canonicalBytes() {
        #expect(Fp(bytes: Reference.p.bytes(48)) == nil)
        #expect(Fp(bytes: [UInt8](repeating: 0xff, count: 48)) == nil)
        #expect(Fp(bytes: [UInt8](repeating: 0, count: 47)) == nil)
        #expect(Fp(bytes: (Reference.p - ReferenceInteger(1)).bytes(48)) == -Fp.one)
        #expect(Fr(bytes: Reference.r.bytes(32)) == nil)
        #expect(Fr(bytes: (Reference.r - ReferenceInteger(1)).bytes(32)) == -Fr.one)
    }

    @Test("scalars agree with mpz arithmetic", arguments: 1...2)
    func scalars(seed: UInt64) {
        var generator = SplitMix(state: seed)
        let edges: [Fr] = [.zero, .one, -.one, Fr(.max), -Fr(2)]
        func sample() -> Fr {
            Bool.random(using: &generator)
                ? Fr.random(using: &generator) : edges[Int.random(in: 0..<edges.count, using: &generator)]
        }
        for _ in 0..<1000 {
            let (a, b) = (sample(), sample())
            #expect((a + b).reference == (a.reference + b.reference).modulo(Reference.r))
            #expect((a - b).reference == (a.reference - b.reference).modulo(Reference.r))
            #expect((a * b).reference == (a.reference * b.reference).modulo(Reference.r))
            #expect(a.isZero ? a.inverseOrZero.isZero : (a * a.inverseOrZero == .one))
        }
        for length in [0, 1, 7, 8, 9, 31, 32, 33, 48, 64, 100] {
            let bytes = generator.bytes(length)
            #expect(Fr(reducing: bytes).reference == ReferenceInteger(bytes: bytes).modulo(Reference.r))
        }
    }
}
