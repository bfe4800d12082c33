import BLS12381
import Crypto
import CryptoExtras
import Foundation
import KeyFiles

/// EIP-2333 key trees (with the BIP-39 seeds they begin from) and EIP-2335 keystores.
enum KeyVectors {
    static func tree(path: String) throws -> [BLSCaseResult] {
        try VectorDocument(path: path)["kdf_tests"].array.enumerated().map { index, test in
            try tree(test, handler: "tree_kdf", name: "case-\(index)")
        }
    }

    static func intermediate(path: String) throws -> [BLSCaseResult] {
        [try tree(VectorDocument(path: path), handler: "tree_kdf_intermediate", name: "case-0")]
    }

    private static func tree(_ test: VectorDocument, handler: String, name: String) throws -> BLSCaseResult {
        let master = try SecretKey(masterSeed: test["seed"].bytes)
        let expected = try test["master_SK"].text + " " + test["child_SK"].text
        guard let index = UInt32(try test["child_index"].text) else {
            throw BLSVectorError(path: test.path, problem: "the child index is no 32-bit number")
        }
        let child = master.child(index)
        return BLSCaseResult(
            "eip2333", handler, name, expected: expected,
            found: decimal(master.bytes) + " " + decimal(child.bytes))
    }

    /// BIP-39: mnemonic and passphrase `TREZOR` to seed, where EIP-2333 begins.
    static func mnemonics(path: String) throws -> [BLSCaseResult] {
        let document = try VectorDocument(path: path)
        return try document.keys.flatMap { language in
            try document[language].array.enumerated().map { index, item in
                let row = try item.array
                guard row.count >= 3 else {
                    throw BLSVectorError(path: path, problem: "\(language)[\(index)] has fewer than 3 fields")
                }
                let words = try row[1].text.decomposedStringWithCompatibilityMapping
                let seed = try KDF.Insecure.PBKDF2.deriveKey(
                    from: Array(words.utf8), salt: Array("mnemonicTREZOR".utf8), using: .sha512,
                    outputByteCount: 64, unsafeUncheckedRounds: 2048
                ).withUnsafeBytes { Array($0) }
                return BLSCaseResult(
                    "eip2333", "mnemonic", "\(language)-\(index)", expected: try row[2].text,
                    found: Hexadecimal.text(seed, prefix: false))
            }
        }
    }

    /// The two keystores of EIP-2335 with the password and secret that its text gives.
    static func keystore(path: String, name: String) throws -> [BLSCaseResult] {
        let password = String(
            String.UnicodeScalarView(
                [
                    0x1d531, 0x1d522, 0x1d530, 0x1d531, 0x1d52d, 0x1d51e, 0x1d530, 0x1d530, 0x1d534, 0x1d52c, 0x1d52f,
                    0x1d521, 0x1f511,
                ].compactMap(Unicode.Scalar.init)))
        return try keystore(
            path: path, name: name, password: password,
            secret: "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f")
    }

    /// A keystore, with its right password and with a wrong one.
    static func keystore(path: String, name: String, password: String, secret: String?) throws -> [BLSCaseResult] {
        let keystore = try Keystore(json: KeyFile.read(path), path: path)
        let key = try keystore.secretKey(password: password, path: path)
        var results = [
            BLSCaseResult(
                "eip2335", "decrypt", name,
                expected: secret ?? keystore.pubkey ?? "",
                found: Hexadecimal.text(secret == nil ? key.publicKey.compressed : key.bytes, prefix: false))
        ]
        var found = "accepted"
        do throws(KeyFileError) {
            _ = try keystore.secretKey(password: password + "x", path: path)
        } catch {
            found = error.description
        }
        results.append(
            BLSCaseResult(
                "eip2335", "wrong_password", name, expected: KeyFileError.wrongPassword(path: path).description,
                found: found))
        return results
    }

    /// Big-endian bytes in decimal digits, by long division.
    private static func decimal(_ bytes: [UInt8]) -> String {
        var digits = ""
        var number = bytes.map(Int.init)
        while number.contains(where: { $0 != 0 }) {
            var remainder = 0
            for index in number.indices {
                let value = remainder << 8 | number[index]
                number[index] = value / 10
                remainder = value % 10
            }
            digits = "\(remainder)" + digits
        }
        return digits.isEmpty ? "0" : digits
    }
}
