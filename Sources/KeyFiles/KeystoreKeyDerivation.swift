import BLS12381
import CryptoExtras
import Foundation

/// The key derivation of a keystore, with limits on what a file may ask of the machine that reads it.
struct KeystoreKeyDerivation {
    private enum Function {
        case scrypt(n: Int, r: Int, p: Int)
        case pbkdf2(iterations: Int)
    }

    private let function: Function
    private let salt: [UInt8]
    private let length: Int
    private let path: String

    /// scrypt may take up to a gibibyte, four times the format's usual cost.
    private static let largestMemory = 1 << 30
    private static let largestParallelism = 16
    /// The product n·r·p may be 16 times the format's usual one: some ten seconds of work.
    private static let largestWork = 1 << 25
    private static let largestBlockSize = 64
    private static let largestIterations = 10_000_000

    init(_ module: Keystore.Module<Keystore.KeyDerivationParameters>, path: String) throws(KeyFileError) {
        let params = module.params
        self.path = path
        do throws(EncodingError) {
            salt = try Hexadecimal.bytes(params.salt)
        } catch {
            throw .malformed(path: path, problem: "'crypto.kdf.params.salt': \(error)")
        }
        guard (32...64).contains(params.dklen) else {
            throw .absurdParameter(path: path, field: "dklen", found: String(params.dklen), allowed: "32 to 64")
        }
        length = params.dklen
        switch module.function {
        case "scrypt":
            guard let n = params.n, let r = params.r, let p = params.p else {
                throw .malformed(path: path, problem: "scrypt needs the parameters n, r and p")
            }
            function = try KeystoreKeyDerivation.scrypt(n: n, r: r, p: p, path: path)
        case "pbkdf2":
            guard let count = params.c, let prf = params.prf else {
                throw .malformed(path: path, problem: "pbkdf2 needs the parameters c and prf")
            }
            guard prf == "hmac-sha256" else { throw .unsupported(path: path, field: "prf", found: prf) }
            guard (1...KeystoreKeyDerivation.largestIterations).contains(count) else {
                throw .absurdParameter(
                    path: path, field: "pbkdf2 c", found: String(count),
                    allowed: "1 to \(KeystoreKeyDerivation.largestIterations)")
            }
            function = .pbkdf2(iterations: count)
        default:
            throw .unsupported(path: path, field: "key derivation function", found: module.function)
        }
    }

    private static func scrypt(n: Int, r: Int, p: Int, path: String) throws(KeyFileError) -> Function {
        guard n > 1, n & (n - 1) == 0, n <= largestMemory else {
            throw .absurdParameter(
                path: path, field: "scrypt n", found: String(n), allowed: "a power of two from 2 to 2^30")
        }
        guard (1...largestBlockSize).contains(r) else {
            throw .absurdParameter(path: path, field: "scrypt r", found: String(r), allowed: "1 to \(largestBlockSize)")
        }
        guard (1...largestParallelism).contains(p) else {
            throw .absurdParameter(
                path: path, field: "scrypt p", found: String(p), allowed: "1 to \(largestParallelism)")
        }
        // The factors are bounded above, so the product cannot overflow.
        guard 128 * n * r <= largestMemory else {
            throw .absurdParameter(
                path: path, field: "scrypt memory", found: "\(128 * n * r) bytes",
                allowed: "at most \(largestMemory) bytes (128·n·r)")
        }
        guard n * r * p <= largestWork else {
            throw .absurdParameter(
                path: path, field: "scrypt work", found: "n·r·p = \(n * r * p)", allowed: "at most \(largestWork)")
        }
        return .scrypt(n: n, r: r, p: p)
    }

    /// The derived key, at least 32 bytes.
    func key(_ password: [UInt8]) throws(KeyFileError) -> [UInt8] {
        do {
            switch function {
            case .scrypt(let n, let r, let p):
                return try KDF.Scrypt.deriveKey(
                    from: password, salt: salt, outputByteCount: length, rounds: n, blockSize: r, parallelism: p
                ).withUnsafeBytes { Array($0) }
            case .pbkdf2(let iterations):
                return try KDF.Insecure.PBKDF2.deriveKey(
                    from: password, salt: salt, using: .sha256, outputByteCount: length,
                    unsafeUncheckedRounds: iterations
                ).withUnsafeBytes { Array($0) }
            }
        } catch {
            throw .malformed(path: path, problem: "the key derivation refuses its parameters")
        }
    }
}
