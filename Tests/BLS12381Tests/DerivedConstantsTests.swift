import BLS12381
import Testing

@Suite("Every derived constant is what its definition says")
struct DerivedConstantsTests {
    private let one = ReferenceInteger(1)

    @Test("Montgomery's constants are powers of 2³⁸⁴ modulo p")
    func montgomery() {
        #expect(Fp.one.reference == one)
        // Read as field elements, the stored limbs of R², R³ are R and R².
        #expect(Fp.radixSquared.reference == Reference.two384.modulo(Reference.p))
        #expect(Fp.radixCubed.reference == (Reference.two384 * Reference.two384).modulo(Reference.p))
    }

    @Test("the roots square to −125 and −11³, and β is a cube root of one")
    func roots() {
        #expect(Fp.squareRootOfMinus125.squared == -Fp(ReferenceInteger(125)))
        #expect(Fp.squareRootOfMinus1331.squared == -Fp(ReferenceInteger(1331)))
        let beta = Fp.cubeRootOfUnity
        #expect(beta.squared * beta == .one)
        #expect(beta != .one)
    }

    @Test("Frobenius' factors are powers of ξ")
    func frobeniusFactors() {
        let sixth = (Reference.p - one).divided(by: ReferenceInteger(6))
        let xi = power(Fp2(.one, .one), sixth)
        let expected = (1...5).map { k in (0..<k).reduce(Fp2.one) { product, _ in product * xi } }
        #expect(
            expected == [
                Fp12.frobenius1, Fp12.frobenius2, Fp12.frobenius3, Fp12.frobenius4, Fp12.frobenius5,
            ])
        // ξ^(k(p² − 1)/6) is the norm of ξ^(k(p − 1)/6).
        let norms = expected.map { $0 * $0.conjugate }
        #expect(norms.map(\.c1) == [Fp](repeating: .zero, count: 5))
        #expect(
            norms.map(\.c0) == [
                Fp12.frobeniusSquared1, Fp12.frobeniusSquared2, Fp12.frobeniusSquared3, Fp12.frobeniusSquared4,
                Fp12.frobeniusSquared5,
            ])
        #expect(G2.endomorphismX * Fp12.frobenius2 == .one)
        #expect(G2.endomorphismY * Fp12.frobenius3 == .one)
        #expect(G2.endomorphismX * G2.endomorphismX.conjugate == Fp2(G2.endomorphismSquaredX, .zero))
    }

    @Test("the endomorphisms multiply by −x² and by x")
    func endomorphisms() {
        let x = Fr(0xd201_0000_0001_0000)
        #expect(G1.generator.endomorphism == -(x * x) * G1.generator)
        #expect(G2.generator.endomorphism == -x * G2.generator)
    }

    @Test("the generators are on their curves and of order r")
    func generators() throws {
        #expect(try G1(uncompressed: G1.generator.uncompressed) == .generator)
        #expect(try G2(uncompressed: G2.generator.uncompressed) == .generator)
        #expect((-Fr.one * G1.generator + G1.generator).isInfinity)
        #expect((-Fr.one * G2.generator + G2.generator).isInfinity)
        #expect(!G1.generator.isInfinity)
        #expect(!G2.generator.isInfinity)
    }

    private func power(_ base: Fp2, _ exponent: ReferenceInteger) -> Fp2 {
        exponent.bits.reduce(Fp2.one) { result, bit in bit ? result.squared * base : result.squared }
    }
}
