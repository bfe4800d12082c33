public import BLS12381
import Crypto
import CryptoExtras
public import Foundation

/// An encrypted secret key in a file: version 4 of the keystore format (EIP-2335), as all Ethereum validator clients and
/// Charon read it.
public struct Keystore: Codable, Hashable, Sendable {
    /// The three modules of the encryption.
    public var crypto: Modules
    /// Free text.
    public var description: String?
    /// A name, as Charon writes it.
    public var name: String?
    /// The public key in hexadecimal digits, without `0x`.
    public var pubkey: String?
    /// The derivation path (EIP-2334), empty when there is none.
    public var path: String?
    /// A random identifier.
    public var uuid: String
    /// 4.
    public var version: Int

    /// Key derivation, checksum and cipher.
    public struct Modules: Codable, Hashable, Sendable {
        /// From the password to the decryption key.
        public var kdf: Module<KeyDerivationParameters>
        /// From the decryption key and the ciphertext to the checksum.
        public var checksum: Module<NoParameters>
        /// From the decryption key to the secret.
        public var cipher: Module<CipherParameters>
    }

    /// One module: a function, its parameters and its output in hexadecimal digits.
    public struct Module<Parameters: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
        /// The function's name.
        public var function: String
        /// Its parameters.
        public var params: Parameters
        /// Its output.
        public var message: String
    }

    /// The parameters of scrypt (n, r, p) or PBKDF2 (c, prf).
    public struct KeyDerivationParameters: Codable, Hashable, Sendable {
        /// The length of the derived key in bytes.
        public var dklen: Int
        /// scrypt: cost, a power of two.
        public var n: Int?
        /// scrypt: block size.
        public var r: Int?
        /// scrypt: parallelism.
        public var p: Int?
        /// PBKDF2: iterations.
        public var c: Int?
        /// PBKDF2: the pseudo-random function.
        public var prf: String?
        /// The salt in hexadecimal digits.
        public var salt: String
    }

    /// No parameters.
    public struct NoParameters: Codable, Hashable, Sendable {}

    /// The parameters of AES-128-CTR.
    public struct CipherParameters: Codable, Hashable, Sendable {
        /// The initial counter block, 16 bytes in hexadecimal digits.
        public var iv: String
    }
}

// MARK: - Reading

extension Keystore {
    /// Decodes a keystore.
    ///
    /// - Parameter path: the file's name, for errors.
    /// - Throws: `malformed`; `unsupported` for another version than 4.
    public init(json data: Data, path: String) throws(KeyFileError) {
        self = try KeyFile.decode(Keystore.self, from: data, path: path)
        guard version == 4 else {
            throw .unsupported(path: path, field: "keystore version", found: String(version))
        }
    }

    /// Decrypts the secret and checks it against the file's public key.
    ///
    /// - Parameters:
    ///   - password: the password; it is normalised to NFKD and stripped of control codes, as the format wants.
    ///   - path: the file's name, for errors.
    /// - Throws: `malformed`, `unsupported`, `absurdParameter`, `wrongPassword`, `invalidSecret`, `publicKeyMismatch`.
    public func secretKey(password: String, path: String) throws(KeyFileError) -> SecretKey {
        let bytes = try decrypt(password: password, path: path)
        guard let key = try? SecretKey(bytes: bytes) else { throw .invalidSecret(path: path) }
        let found = Hexadecimal.text(key.publicKey.compressed, prefix: false)
        if let pubkey, !pubkey.isEmpty {
            let expected = (pubkey.hasPrefix("0x") ? String(pubkey.dropFirst(2)) : pubkey).lowercased()
            guard expected == found else {
                throw .publicKeyMismatch(path: path, expected: expected, found: found)
            }
        }
        return key
    }

    /// The decrypted bytes, whatever they mean.
    func decrypt(password: String, path: String) throws(KeyFileError) -> [UInt8] {
        let checksum = crypto.checksum
        guard checksum.function == "sha256" else {
            throw .unsupported(path: path, field: "checksum function", found: checksum.function)
        }
        guard crypto.cipher.function == "aes-128-ctr" else {
            throw .unsupported(path: path, field: "cipher function", found: crypto.cipher.function)
        }
        let ciphertext = try Keystore.bytes(crypto.cipher.message, "crypto.cipher.message", path)
        let counter = try Keystore.bytes(crypto.cipher.params.iv, "crypto.cipher.params.iv", path)
        let expected = try Keystore.bytes(checksum.message, "crypto.checksum.message", path)
        guard counter.count == 16 else {
            throw .malformed(path: path, problem: "'crypto.cipher.params.iv' has \(counter.count) bytes, not 16")
        }
        let key = try KeystoreKeyDerivation(crypto.kdf, path: path).key(Keystore.normalised(password))
        guard SHA256.hash(data: key[16..<32] + ciphertext).elementsEqual(expected) else {
            throw .wrongPassword(path: path)
        }
        return try Keystore.applyCipher(ciphertext, key: key, counter: counter, path: path)
    }

    private static func bytes(_ text: String, _ field: String, _ path: String) throws(KeyFileError) -> [UInt8] {
        do throws(EncodingError) {
            return try Hexadecimal.bytes(text)
        } catch {
            throw .malformed(path: path, problem: "'\(field)': \(error)")
        }
    }

    /// The password in NFKD without C0, C1 and Delete codes, in UTF-8.
    static func normalised(_ password: String) -> [UInt8] {
        let scalars = password.decomposedStringWithCompatibilityMapping.unicodeScalars.filter { scalar in
            !(scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value))
        }
        return Array(String(String.UnicodeScalarView(scalars)).utf8)
    }

    /// AES-128-CTR under the first half of the derived key; encryption and decryption are one operation.
    private static func applyCipher(
        _ text: [UInt8], key: [UInt8], counter: [UInt8], path: String
    ) throws(KeyFileError) -> [UInt8] {
        do {
            let nonce = try AES._CTR.Nonce(nonceBytes: counter)
            return Array(try AES._CTR.encrypt(text, using: SymmetricKey(data: key[..<16]), nonce: nonce))
        } catch {
            throw .malformed(path: path, problem: "cannot be decrypted")
        }
    }
}

// MARK: - Writing

extension Keystore {
    /// How the password becomes a key.
    public enum Derivation: Hashable, Sendable {
        /// scrypt with cost n, r = 8 and p = 1. The format's usual n is 262144: 256 MiB and about a second.
        case scrypt(n: Int)
        /// PBKDF2 with HMAC-SHA-256. The format's usual count is 262144.
        case pbkdf2(iterations: Int)
    }

    /// Encrypts a secret key.
    ///
    /// - Parameters:
    ///   - password: the password; normalised as in reading.
    ///   - derivationPath: where the key is in its tree, or empty.
    ///   - generator: the source of salt, counter block and identifier.
    /// - Throws: `absurdParameter` for a cost outside the limits of reading.
    public init(
        encrypting key: SecretKey, password: String, derivation: Derivation = .scrypt(n: 262_144),
        description: String? = nil, derivationPath: String = "", using generator: inout some RandomNumberGenerator
    ) throws(KeyFileError) {
        func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        let salt = Hexadecimal.text(random(32), prefix: false)
        let counter = random(16)
        let kdf: Module<KeyDerivationParameters>
        switch derivation {
        case .scrypt(let n):
            kdf = Module(
                function: "scrypt", params: KeyDerivationParameters(dklen: 32, n: n, r: 8, p: 1, salt: salt),
                message: "")
        case .pbkdf2(let count):
            kdf = Module(
                function: "pbkdf2",
                params: KeyDerivationParameters(dklen: 32, c: count, prf: "hmac-sha256", salt: salt), message: "")
        }
        let derived = try KeystoreKeyDerivation(kdf, path: "the new keystore").key(Keystore.normalised(password))
        let ciphertext = try Keystore.applyCipher(
            key.bytes, key: derived, counter: counter, path: "the new keystore")
        let checksum = SHA256.hash(data: derived[16..<32] + ciphertext)
        crypto = Modules(
            kdf: kdf,
            checksum: Module(
                function: "sha256", params: NoParameters(), message: Hexadecimal.text(checksum, prefix: false)),
            cipher: Module(
                function: "aes-128-ctr",
                params: CipherParameters(iv: Hexadecimal.text(counter, prefix: false)),
                message: Hexadecimal.text(ciphertext, prefix: false)))
        self.description = description
        pubkey = Hexadecimal.text(key.publicKey.compressed, prefix: false)
        path = derivationPath
        uuid = Keystore.identifier(using: &generator)
        version = 4
    }

    /// Sixteen random bytes as a version 4 UUID (RFC 9562).
    static func identifier(using generator: inout some RandomNumberGenerator) -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array(Hexadecimal.text(bytes, prefix: false))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
