import BLS12381
import Foundation
import KeyFiles
import Testing
import ThresholdBLS

@Suite("EIP-2335 keystores")
struct KeystoreTests {
    private let key: SecretKey
    private let keystore: Keystore

    init() throws {
        var generator = DeterministicGenerator(seed: "keystore tests")
        key = SecretKey.random(using: &generator)
        keystore = try Keystore(
            encrypting: key, password: "pässword\u{7}", derivation: .pbkdf2(iterations: 1000), using: &generator)
    }

    @Test("what was encrypted is decrypted, through JSON, with both key derivations")
    func roundTrip() throws {
        let again = try Keystore(json: KeyFile.encode(keystore), path: "k.json")
        #expect(again == keystore)
        #expect(try again.secretKey(password: "pässword", path: "k.json") == key)
        var generator = DeterministicGenerator(seed: "scrypt")
        let second = try Keystore(encrypting: key, password: "x", derivation: .scrypt(n: 1024), using: &generator)
        #expect(try second.secretKey(password: "x", path: "k.json") == key)
        #expect(second.uuid.count == 36)
    }

    @Test("a password is one password however it is typed: composed, decomposed, full width, with control codes")
    func normalisation() throws {
        for password in ["pa\u{308}ssword", "ｐässword", "pässword\n", "\u{9f}pässword"] {
            #expect(try keystore.secretKey(password: password, path: "k") == key)
        }
    }

    @Test("a wrong password, a damaged checksum and a damaged ciphertext are the same typed error")
    func wrongPassword() throws {
        #expect(throws: KeyFileError.wrongPassword(path: "k")) { try keystore.secretKey(password: "other", path: "k") }
        var damaged = keystore
        damaged.crypto.checksum.message = String(repeating: "0", count: 64)
        #expect(throws: KeyFileError.wrongPassword(path: "k")) {
            try damaged.secretKey(password: "pässword", path: "k")
        }
        damaged = keystore
        damaged.crypto.cipher.message = "00" + damaged.crypto.cipher.message.dropFirst(2)
        #expect(throws: KeyFileError.wrongPassword(path: "k")) {
            try damaged.secretKey(password: "pässword", path: "k")
        }
    }

    @Test("a public key of another secret is noticed")
    func publicKeyMismatch() throws {
        var generator = DeterministicGenerator(seed: "other")
        var damaged = keystore
        let other = Hexadecimal.text(SecretKey.random(using: &generator).publicKey.compressed, prefix: false)
        damaged.pubkey = other
        let found = Hexadecimal.text(key.publicKey.compressed, prefix: false)
        #expect(throws: KeyFileError.publicKeyMismatch(path: "k", expected: other, found: found)) {
            try damaged.secretKey(password: "pässword", path: "k")
        }
    }

    private static let absurdScryptParameters: [(Int, Int, Int)] = {
        let usual = 1 << 18
        let huge = 1 << 40
        return [
            (0, 8, 1), (1, 8, 1), (3, 8, 1), (huge, 8, 1), (1 << 30, 8, 1), (usual, 1 << 20, 1), (usual, 0, 1),
            (usual, 8, 0), (usual, 8, 1 << 20), (1 << 20, 8, 16), (Int.max, Int.max, Int.max), (Int.min, -8, -1),
        ]
    }()

    @Test("absurd key-derivation parameters are refused before any work", arguments: absurdScryptParameters)
    func absurdScrypt(n: Int, r: Int, p: Int) {
        var hostile = keystore
        hostile.crypto.kdf.function = "scrypt"
        hostile.crypto.kdf.params.n = n
        hostile.crypto.kdf.params.r = r
        hostile.crypto.kdf.params.p = p
        expectAbsurd(hostile)
    }

    @Test("absurd iteration counts and key lengths are refused", arguments: [0, -1, 1 << 40, Int.max])
    func absurdCounts(count: Int) {
        var hostile = keystore
        hostile.crypto.kdf.params.c = count
        expectAbsurd(hostile)
        hostile = keystore
        hostile.crypto.kdf.params.dklen = count
        expectAbsurd(hostile)
    }

    private func expectAbsurd(_ keystore: Keystore) {
        do throws(KeyFileError) {
            _ = try keystore.secretKey(password: "pässword", path: "k")
            Issue.record("accepted")
        } catch {
            guard case .absurdParameter = error else {
                Issue.record("unexpected error: \(error)")
                return
            }
        }
    }

    @Test("unknown functions and versions, missing parameters and bad digits are typed errors")
    func malformed() throws {
        func expect(_ error: KeyFileError, _ change: (inout Keystore) -> Void) {
            var hostile = keystore
            change(&hostile)
            #expect(throws: error) { try hostile.secretKey(password: "pässword", path: "k") }
        }
        expect(.unsupported(path: "k", field: "key derivation function", found: "argon2")) {
            $0.crypto.kdf.function = "argon2"
        }
        expect(.unsupported(path: "k", field: "prf", found: "hmac-sha1")) { $0.crypto.kdf.params.prf = "hmac-sha1" }
        expect(.unsupported(path: "k", field: "checksum function", found: "md5")) {
            $0.crypto.checksum.function = "md5"
        }
        expect(.unsupported(path: "k", field: "cipher function", found: "xor")) { $0.crypto.cipher.function = "xor" }
        expect(.malformed(path: "k", problem: "pbkdf2 needs the parameters c and prf")) { $0.crypto.kdf.params.c = nil }
        expect(.malformed(path: "k", problem: "scrypt needs the parameters n, r and p")) {
            $0.crypto.kdf.function = "scrypt"
        }
        expect(.malformed(path: "k", problem: "'crypto.cipher.params.iv' has 1 bytes, not 16")) {
            $0.crypto.cipher.params.iv = "00"
        }
        var text = String(decoding: try KeyFile.encode(keystore), as: UTF8.self)
        text = text.replacingOccurrences(of: "\"version\" : 4", with: "\"version\" : 3")
        #expect(throws: KeyFileError.unsupported(path: "k", field: "keystore version", found: "3")) {
            try Keystore(json: Data(text.utf8), path: "k")
        }
        #expect(throws: KeyFileError.malformed(path: "k", problem: "is not JSON")) {
            try Keystore(json: Data("{".utf8), path: "k")
        }
        #expect(throws: KeyFileError.malformed(path: "k", problem: "'crypto' is missing")) {
            try Keystore(json: Data("{}".utf8), path: "k")
        }
        #expect(throws: KeyFileError.malformed(path: "k", problem: "'crypto' is of the wrong kind")) {
            try Keystore(json: Data(#"{"crypto": 1}"#.utf8), path: "k")
        }
    }
}
