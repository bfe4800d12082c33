import BLS12381
import CGMP

/// A GMP `mpz` with value semantics: slow, simple and independent of the limb arithmetic under test.
final class ReferenceInteger: Equatable, @unchecked Sendable {
    // Written in initialisers alone, hence safe to share.
    fileprivate var value = Mpz()

    fileprivate init(_ compute: (UnsafeMutablePointer<Mpz>) -> Void) {
        __gmpz_init(&value)
        compute(&value)
    }

    convenience init(_ small: UInt) { self.init { __gmpz_set_ui($0, small) } }

    convenience init(bytes: [UInt8]) {
        self.init { target in __gmpz_import(target, bytes.count, 1, 1, 1, 0, bytes) }
    }

    deinit { __gmpz_clear(&value) }

    /// Lends the number; the object must outlive the pointer, since its end frees the limbs.
    private func read<Result>(_ body: (UnsafePointer<Mpz>) -> Result) -> Result {
        withExtendedLifetime(self) { withUnsafePointer(to: value, body) }
    }

    private static func with(
        _ a: ReferenceInteger, _ b: ReferenceInteger,
        _ compute: (UnsafeMutablePointer<Mpz>, UnsafePointer<Mpz>, UnsafePointer<Mpz>) ->
            Void
    ) -> ReferenceInteger {
        ReferenceInteger { target in
            a.read { a in b.read { b in compute(target, a, b) } }
        }
    }

    static func + (a: ReferenceInteger, b: ReferenceInteger) -> ReferenceInteger {
        with(a, b) { __gmpz_add($0, $1, $2) }
    }
    static func - (a: ReferenceInteger, b: ReferenceInteger) -> ReferenceInteger {
        with(a, b) { __gmpz_sub($0, $1, $2) }
    }
    static func * (a: ReferenceInteger, b: ReferenceInteger) -> ReferenceInteger {
        with(a, b) { __gmpz_mul($0, $1, $2) }
    }

    /// The remainder from 0 up to the modulus.
    func modulo(_ m: ReferenceInteger) -> ReferenceInteger { .with(self, m) { __gmpz_mod($0, $1, $2) } }

    /// The quotient, rounded down.
    func divided(by d: ReferenceInteger) -> ReferenceInteger { .with(self, d) { __gmpz_fdiv_q($0, $1, $2) } }

    func inverse(modulo m: ReferenceInteger) -> ReferenceInteger { .with(self, m) { _ = __gmpz_invert($0, $1, $2) } }

    func power(_ exponent: ReferenceInteger, modulo m: ReferenceInteger) -> ReferenceInteger {
        .with(self, exponent) { target, base, exponent in
            m.read { __gmpz_powm(target, base, exponent, $0) }
        }
    }

    static func == (a: ReferenceInteger, b: ReferenceInteger) -> Bool {
        a.read { a in b.read { b in __gmpz_cmp(a, b) == 0 } }
    }

    /// Big-endian bytes of a fixed length.
    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = self
        let byte = ReferenceInteger(256)
        for _ in 0..<count {
            bytes.append(UInt8(rest.modulo(byte).read { __gmpz_get_ui($0) }))
            rest = rest.divided(by: byte)
        }
        return bytes.reversed()
    }

    /// The bits, most significant first.
    var bits: [Bool] { bytes(1024).flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 } } }
}

private typealias Mpz = __mpz_struct

/// The curve's numbers, computed from the parameter.
enum Reference {
    static let x = ReferenceInteger(0xd201_0000_0001_0000)
    /// r = x⁴ − x² + 1.
    static let r = x * x * x * x - x * x + ReferenceInteger(1)
    /// p = (x − 1)²·r/3 + x for x < 0: ((|x| + 1)²·r)/3 − |x|.
    static let p = ((x + ReferenceInteger(1)) * (x + ReferenceInteger(1)) * r).divided(by: ReferenceInteger(3)) - x
    static let two384 = ReferenceInteger(bytes: [1] + [UInt8](repeating: 0, count: 48))
}

extension Fp {
    /// The element with a reference value, reduced first.
    init(_ value: ReferenceInteger) { self = Fp(bytes: value.modulo(Reference.p).bytes(48)) ?? .zero }

    var reference: ReferenceInteger { ReferenceInteger(bytes: bytes) }
}

extension Fr {
    init(_ value: ReferenceInteger) { self = Fr(bytes: value.modulo(Reference.r).bytes(32)) ?? .zero }

    var reference: ReferenceInteger { ReferenceInteger(bytes: bytes) }
}
