import BLS12381
import ThresholdBLS

/// One row of the BLS table.
struct BLSOperation {
    var name: String
    /// The operation's name in the peers' program; nil where no peer has it.
    var peerName: String?
    /// blst's own time for this in units of its verification, where its Python package does not offer the call: 465, 661,
    /// 857 and 1052 µs for its multi-scalar multiplication of 3, 5, 7 and 9 points and its compression, 35.2 ms for its
    /// batch of 64, where its verification takes 1132 µs (blst at dece82e on this class of machine).
    var blstInVerifications: Double?
    var repetitions: Int
    var work: () -> Void

    private init(
        _ name: String, _ peerName: String? = nil, blst: Double? = nil, times repetitions: Int,
        _ work: @escaping () -> Void
    ) {
        self.name = name
        self.peerName = peerName
        blstInVerifications = blst
        self.repetitions = repetitions
        self.work = work
    }

    /// The rows: whole operations first, then what they are made of.
    static func all() throws -> [BLSOperation] {
        let secrets = try (0..<128).map { try SecretKey(Fr(UInt64($0) + 5)) }
        let keys = secrets.map(\.publicKey)
        let message = [UInt8](repeating: 3, count: 32)
        let long = Fr(reducing: [UInt8](repeating: 0xa7, count: 32))
        let secret = try SecretKey(long)
        let key = secret.publicKey
        let signature = secret.sign(message)
        let aggregate = try AggregateSignature(secrets.map { $0.sign(message) })
        let sets = (0..<64).map { index in
            let message = [UInt8](repeating: UInt8(index), count: 32)
            return SignatureSet(
                publicKey: keys[index], message: message, signature: secrets[index].sign(message))
        }
        let (p, q) = (key.group, signature.group)
        let keyBytes = key.compressed
        let signatureBytes = signature.compressed
        var rows = [
            BLSOperation("sign", "sign", times: 20) { _ = secret.sign(message) },
            BLSOperation("verify", "verify", times: 10) { _ = signature.verify(message, publicKey: key) },
            BLSOperation("hash to G2", "hash", times: 20) { _ = HashedMessage(message) },
            BLSOperation("pairing", "pairing", times: 10) { _ = Pairing.value(p, q) },
            BLSOperation("fastAggregateVerify, 128 keys", "fast128", times: 5) {
                _ = aggregate.fastAggregateVerify(message, publicKeys: keys)
            },
            BLSOperation("batch of 64 sets", "batch64", times: 1) { _ = BatchVerification.verify(sets) },
            BLSOperation("batch of 64 sets, beside blst's own batch", nil, blst: 35_180 / 1_132.0, times: 1) {
                _ = BatchVerification.verify(sets)
            },
            BLSOperation("decode a public key, all checks", "key", times: 50) {
                _ = try? PublicKey(compressed: keyBytes)
            },
            BLSOperation("decode a signature, all checks", "signature", times: 50) {
                _ = try? Signature(compressed: signatureBytes)
            },
        ]
        rows += try combinations(secret, message)
        return rows + kernels(p, q)
    }

    private static func combinations(_ secret: SecretKey, _ message: [UInt8]) throws -> [BLSOperation] {
        let cases: [(Int, Int, [Int], Double)] = [
            (3, 4, [1, 2, 4], 465), (5, 7, [1, 2, 4, 5, 7], 661), (7, 10, [1, 3, 4, 5, 7, 8, 10], 857),
            (9, 13, [1, 2, 4, 5, 7, 8, 10, 12, 13], 1052),
        ]
        var generator = SystemRandomNumberGenerator()
        return try cases.map { required, members, signers, blst in
            let committee = try Committee(Threshold(required, of: members))
            let shares = try secret.split(among: committee, using: &generator).shares
            let partials = signers.map { shares[$0 - 1].sign(message) }
            return BLSOperation(
                "combine \(required) of \(members)", "combine\(required)of\(members)", blst: blst / 1132, times: 20
            ) {
                _ = try? Combination.interpolateUnchecked(partials).compressed
            }
        }
    }

    private static func kernels(_ p: G1, _ q: G2) -> [BLSOperation] {
        let loop = 10_000
        let value = Pairing.value(p, q)
        let miller = Pairing.millerValue(p, q)
        let (x, y) = (value.c0.c0, value.c1.c2)
        var product = value
        return [
            scaled("GMP's 6-limb product alone", loop) { _ = KernelLoops.gmpProducts(x.c0, y.c1, count: loop) },
            scaled("Fp product", loop) { _ = KernelLoops.fpProducts(x.c0, y.c1, count: loop) },
            scaled("Fp2 product", loop) { _ = KernelLoops.fp2Products(x, y, count: loop) },
            BLSOperation("Fp12 product", times: 500) { product.multiply(by: value) },
            BLSOperation("Fp12 square", times: 500) { product = product.squared },
            BLSOperation("cyclotomic square", times: 500) { product.cyclotomicSquare() },
            BLSOperation("Miller loop, one pair", times: 10) { _ = Pairing.millerValue(p, q) },
            BLSOperation("final exponentiation", times: 10) { _ = miller.finalExponentiated() },
        ]
    }

    /// A row whose work is itself a loop.
    private static func scaled(_ name: String, _ count: Int, _ work: @escaping () -> Void) -> BLSOperation {
        var row = BLSOperation(name, times: 1, work)
        row.innerRepetitions = count
        return row
    }

    /// How often the work itself repeats the operation.
    var innerRepetitions = 1
}
