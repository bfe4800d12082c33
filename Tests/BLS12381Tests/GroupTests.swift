import BLS12381
import Testing

@Suite("The groups obey their laws")
struct GroupTests {
    /// Double and add: slow and plain.
    private func multiple(_ scalar: Fr, _ point: G1) -> G1 {
        scalar.reference.bits.reduce(G1.infinity) { sum, bit in bit ? sum.doubled + point : sum.doubled }
    }

    private func multiple(_ scalar: Fr, _ point: G2) -> G2 {
        scalar.reference.bits.reduce(G2.infinity) { sum, bit in bit ? sum.doubled + point : sum.doubled }
    }

    private let scalars: [Fr] = {
        var generator = SplitMix(state: 21)
        let x = Fr(0xd201_0000_0001_0000)
        let special: [Fr] = [
            .zero, .one, Fr(2), Fr(7), Fr(8), Fr(.max), x, x * x, x * x * x, x - .one, x * x - .one, -.one, -x,
            Fr(0x8888_8888_8888_8888) * Fr(1 << 63),
        ]
        return special + (0..<8).map { _ in Fr.random(using: &generator) }
    }()

    @Test("multiplication through the endomorphisms is double and add")
    func multiplication() {
        let p = Fr(12345) * G1.generator
        let q = Fr(54321) * G2.generator
        for scalar in scalars {
            #expect(scalar * p == multiple(scalar, p))
            #expect(scalar * q == multiple(scalar, q))
        }
        #expect((Fr(5) * G1.infinity).isInfinity)
        #expect((Fr(5) * G2.infinity).isInfinity)
    }

    @Test("addition is associative and commutative and knows doubles, opposites and infinity")
    func addition() {
        let points = [G2.infinity, .generator, -.generator, Fr(2) * G2.generator, Fr(77) * G2.generator]
        for a in points {
            #expect(a + .infinity == a)
            #expect((a - a).isInfinity)
            #expect(a + a == a.doubled)
            for b in points {
                #expect(a + b == b + a)
                for c in points { #expect((a + b) + c == a + (b + c)) }
            }
        }
        let firsts = [G1.infinity, .generator, -.generator, Fr(2) * G1.generator, Fr(77) * G1.generator]
        for a in firsts {
            #expect(a + a == a.doubled)
            #expect((a - a).isInfinity)
            for b in firsts {
                for c in firsts { #expect((a + b) + c == a + (b + c)) }
            }
        }
    }

    @Test("linear combinations are sums of multiples, for every mixture of sizes, signs, repeats and infinity")
    func linearCombinations() {
        let magnitudes: [UInt128] = [0, 1, 2, 3, 7, 8, 0xffff_ffff, 1 << 32, 1 << 63, (1 << 120) + 12345]
        for limit in [5, magnitudes.count] {
            var coefficients: [SmallCoefficient] = []
            var points: [G1] = []
            var seconds: [G2] = []
            var sum = G1.infinity
            var second = G2.infinity
            for (index, magnitude) in magnitudes.prefix(limit).enumerated() {
                let isNegative = index % 2 == 1
                let point = index == 4 ? G1.infinity : Fr(UInt64(index / 2 + 3)) * G1.generator
                let other = index == 4 ? G2.infinity : Fr(UInt64(index / 2 + 3)) * G2.generator
                let high = Fr(UInt64(magnitude >> 64)) * Fr(1 << 32) * Fr(1 << 32)
                let scalar = high + Fr(UInt64(truncatingIfNeeded: magnitude))
                coefficients.append(SmallCoefficient(magnitude: magnitude, isNegative: isNegative))
                points.append(point)
                seconds.append(other)
                sum += (isNegative ? -scalar : scalar) * point
                second += (isNegative ? -scalar : scalar) * other
            }
            #expect(G1.linearCombination(coefficients, points) == sum)
            #expect(G2.linearCombination(coefficients, seconds) == second)
        }
        let points = scalars.indices.map { Fr(UInt64($0 + 1)) * G1.generator }
        let seconds = scalars.indices.map { Fr(UInt64($0 + 1)) * G2.generator }
        #expect(
            G1.linearCombination(scalars, points)
                == zip(scalars, points).reduce(G1.infinity) { $0 + multiple($1.0, $1.1) })
        #expect(
            G2.linearCombination(scalars, seconds)
                == zip(scalars, seconds).reduce(G2.infinity) { $0 + multiple($1.0, $1.1) })
        #expect(G1.linearCombination([Fr](), []).isInfinity)
    }

    @Test("the pairing is bilinear, not degenerate, and one where a point is infinity")
    func pairing() {
        let (a, b) = (Fr(0x1234_5678), -Fr(99))
        let e = Pairing.value(.generator, .generator)
        #expect(!e.isOne)
        #expect(Pairing.value(a * G1.generator, b * G2.generator) == Pairing.value((a * b) * G1.generator, .generator))
        #expect(Pairing.value(.generator, Fr(3) * G2.generator) == e * e * e)
        #expect(Pairing.value(G1.generator, -.generator) == e.conjugate)
        #expect(Pairing.value(.infinity, .generator).isOne)
        #expect(Pairing.value(.generator, .infinity).isOne)
    }

    @Test("a product of pairings is one exactly when the exponents sum to zero")
    func pairingProducts() {
        let p = G1.generator
        let q = G2.generator
        #expect(Pairing.isProductOne([]))
        #expect(Pairing.isProductOne([(Fr(6) * p, q), (-p, Fr(2) * q), (-(Fr(4)) * p, q), (.infinity, q)]))
        #expect(!Pairing.isProductOne([(Fr(6) * p, q), (-p, Fr(2) * q), (-(Fr(3)) * p, q)]))
        #expect(!Pairing.isProductOne([(p, q)]))
    }
}
