import BLS12381

/// A small deterministic generator (SplitMix64), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }
}

extension Fp {
    /// Values at which carries and reductions turn: around 0, p and the halves of limbs.
    static let edges: [Fp] = {
        let one = Reference.p - (Reference.p - ReferenceInteger(1))
        let half = Reference.p.divided(by: ReferenceInteger(2))
        return [
            ReferenceInteger(0), one, ReferenceInteger(2), Reference.p - one, Reference.p - ReferenceInteger(2), half,
            half + one, ReferenceInteger(UInt.max), Reference.two384.modulo(Reference.p),
            Reference.two384.inverse(modulo: Reference.p), Reference.p - Reference.two384.modulo(Reference.p),
        ].map { Fp($0) }
    }()

    /// An edge value half of the time, else a uniform one.
    static func sample(_ generator: inout SplitMix) -> Fp {
        if Bool.random(using: &generator), let edge = edges.randomElement(using: &generator) { return edge }
        return Fp(ReferenceInteger(bytes: generator.bytes(64)))
    }

    /// Mostly p − 1 and 0: the extremes of the lazy sums.
    static func extreme(_ generator: inout SplitMix) -> Fp {
        switch UInt.random(in: 0..<8, using: &generator) {
        case 0...3: edges[3]
        case 4...6: edges[0]
        default: edges[1]
        }
    }
}

extension Fp12 {
    static func sample(_ generator: inout SplitMix, _ element: (inout SplitMix) -> Fp) -> Fp12 {
        func fp2() -> Fp2 { Fp2(element(&generator), element(&generator)) }
        func fp6() -> Fp6 { Fp6(fp2(), fp2(), fp2()) }
        return Fp12(fp6(), fp6())
    }
}
