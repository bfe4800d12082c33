public import BLS12381
import Foundation
public import ThresholdBLS

/// A folder with one shared key: `key.json` and a file for each member's share.
public enum KeyFolder {
    /// Writes the key and all shares; existing files of these names are not overwritten.
    ///
    /// - Parameters:
    ///   - password: when given, shares become EIP-2335 keystores (`share-N.keystore.json`) under this password.
    ///   - generator: the source of the keystores' salts.
    /// - Returns: the paths written, the key's first.
    /// - Throws: `inaccessible` when the folder cannot be made or a file exists.
    public static func write(
        _ key: ThresholdKey, shares: [SecretShare], to folder: String, password: String?,
        using generator: inout some RandomNumberGenerator
    ) throws(KeyFileError) -> [String] {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .inaccessible(path: folder, problem: "cannot be made: \(error.localizedDescription)")
        }
        let suffix = password == nil ? ".json" : ".keystore.json"
        let sharePaths = shares.map { "\(folder)/share-\($0.index)\(suffix)" }
        let paths = ["\(folder)/key.json"] + sharePaths
        for path in paths where FileManager.default.fileExists(atPath: path) {
            throw .inaccessible(path: path, problem: "exists already; choose another folder")
        }
        try write(ThresholdKeyFile(key), to: paths[0])
        for (share, path) in zip(shares, sharePaths) {
            if let password {
                guard let secret = try? SecretKey(share.scalar) else { throw .invalidSecret(path: path) }
                let keystore = try Keystore(
                    encrypting: secret, password: password, description: KeyShareFile.description(of: share),
                    using: &generator)
                try write(keystore, to: path, isSecret: true)
            } else {
                try write(KeyShareFile(share, of: key), to: path, isSecret: true)
            }
        }
        return paths
    }

    /// Writes one document.
    public static func write(
        _ document: some Encodable, to path: String, isSecret: Bool = false
    ) throws(KeyFileError) {
        guard let data = try? KeyFile.encode(document) else {
            throw .inaccessible(path: path, problem: "cannot be encoded")
        }
        try KeyFile.write(data, to: path, isSecret: isSecret)
    }

    /// A password from a file: its first line.
    public static func password(_ path: String) throws(KeyFileError) -> String {
        let text = String(decoding: try KeyFile.read(path), as: UTF8.self)
        return String(text.prefix { !$0.isNewline })
    }

    /// A secret key from a file: a keystore, or 64 hexadecimal digits.
    public static func secretKey(_ path: String, password: String?) throws(KeyFileError) -> SecretKey {
        let data = try KeyFile.read(path)
        if let keystore = try? Keystore(json: data, path: path) {
            guard let password else {
                throw .malformed(path: path, problem: "is a keystore: give --password-file too")
            }
            return try keystore.secretKey(password: password, path: path)
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        do throws(EncodingError) {
            return try SecretKey(bytes: Hexadecimal.bytes(text))
        } catch {
            throw .malformed(path: path, problem: "is neither a keystore nor a secret key in hexadecimal: \(error)")
        }
    }
}
