import BLS12381
import Foundation
import KeyFiles
import Testing
import ThresholdBLS

@Suite("Keys, shares and signatures in files")
struct KeyFolderTests {
    private let folder: String
    private let shares: [SecretShare]
    private let key: ThresholdKey
    private let message = [UInt8](repeating: 0x42, count: 32)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-keys-\(UUID())").path
        var generator = DeterministicGenerator(seed: "key folder")
        (shares, key) = try DistributedKeyGeneration.run(
            committee: Committee(Threshold(3, of: 4)), context: [], using: &generator)
    }

    private func write(password: String? = nil) throws -> [String] {
        var generator = DeterministicGenerator(seed: "salts")
        return try KeyFolder.write(key, shares: shares, to: folder, password: password, using: &generator)
    }

    @Test("what was written is read again, secrets for their owner alone, and nothing is overwritten")
    func roundTrip() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let paths = try write()
        #expect(paths.count == 5)
        #expect(try ThresholdKeyFile.read(paths[0]) == key)
        for (share, path) in zip(shares, paths.dropFirst()) {
            #expect(try KeyShareFile.read(path) == share)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        #expect(throws: KeyFileError.inaccessible(path: paths[0], problem: "exists already; choose another folder")) {
            try write()
        }
    }

    @Test("partial signatures travel through files to the group's signature")
    func signing() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try write()
        let paths = try shares.prefix(3).map { share in
            let path = "\(folder)/partial-\(share.index).json"
            try KeyFolder.write(PartialSignatureFile(share.sign(message), message: message), to: path)
            return path
        }
        let partials = try paths.map { try PartialSignatureFile.read($0, message: message) }
        let signature = try key.combine(partials, message: message)
        let path = folder + "/signature.json"
        try KeyFolder.write(SignatureFile(signature, message: message, publicKey: key.groupKey), to: path)
        #expect(try SignatureFile.read(path).signature == Hexadecimal.text(signature.compressed))
        // A partial signature of another message is refused when it is read.
        let wrong = "signs \(Hexadecimal.text(message)), not 0x00"
        #expect(throws: KeyFileError.inconsistent(path: paths[0], problem: wrong)) {
            try PartialSignatureFile.read(paths[0], message: [0])
        }
        // One kind of file in the place of another.
        #expect(throws: KeyFileError.self) { try KeyShareFile.read(paths[0]) }
        #expect(throws: KeyFileError.self) { try ThresholdKeyFile.read(paths[0]) }
    }

    @Test("a tampered key file is inconsistent, a file of another version is not supported")
    func tampered() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try write()[0]
        let text = String(decoding: try KeyFile.read(path), as: UTF8.self)
        func refuse(_ changed: String, _ check: (KeyFileError) -> Bool) throws {
            #expect(changed != text)
            try KeyFile.write(Data(changed.utf8), to: path)
            do throws(KeyFileError) {
                _ = try ThresholdKeyFile.read(path)
                Issue.record("accepted")
            } catch {
                #expect(check(error), "\(error)")
            }
        }
        func isInconsistent(_ error: KeyFileError) -> Bool { if case .inconsistent = error { true } else { false } }
        try refuse(text.replacingOccurrences(of: "\"required\" : 3", with: "\"required\" : 2"), isInconsistent)
        try refuse(text.replacingOccurrences(of: "\"required\" : 3", with: "\"required\" : 5"), isInconsistent)
        let first = Hexadecimal.text(key.shareKeys[0].compressed)
        try refuse(
            text.replacingOccurrences(of: first, with: Hexadecimal.text(key.groupKey.compressed)), isInconsistent)
        try refuse(text.replacingOccurrences(of: "threshold-key/1", with: "threshold-key/9")) { error in
            error == .unsupported(path: path, field: "schema", found: "blackout.threshold-key/9")
        }
    }

    @Test("a keystore wants its index and password, a missing file is named")
    func keystores() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var generator = DeterministicGenerator(seed: "k")
        let path = folder + "/share.keystore.json"
        let keystore = try Keystore(
            encrypting: SecretKey(shares[1].scalar), password: "p", derivation: .pbkdf2(iterations: 10),
            using: &generator)
        try KeyFolder.write(keystore, to: path, isSecret: true)
        #expect(try KeyShareFile.read(path, index: 2, password: "p") == shares[1])
        #expect(throws: KeyFileError.wrongPassword(path: path)) {
            try KeyShareFile.read(path, index: 2, password: "q")
        }
        #expect(throws: KeyFileError.self) { try KeyShareFile.read(path, index: 0, password: "p") }
        #expect(throws: KeyFileError.self) { try KeyShareFile.read(path, password: "p") }
        var named = keystore
        named.description = "share 2"
        try KeyFolder.write(named, to: path, isSecret: true)
        #expect(try KeyShareFile.read(path, password: "p") == shares[1])
        #expect(throws: KeyFileError.self) { try KeyShareFile.read(path) }
        #expect(throws: KeyFileError.inaccessible(path: "/none", problem: "cannot be read: is the path right?")) {
            try KeyShareFile.read("/none")
        }
        let report = try KeyFileInspection.report(path, password: "p")
        #expect(report.text.contains("EIP-2335 keystore"))
        #expect(report.json.contains("\"passwordOpens\" : true"))
        #expect(report.json.contains("\"schema\" : \"blackout.keys.inspect/1\""))
    }

    /// The values were computed with hashlib and blspy.
    @Test("the deterministic generator gives the same key everywhere")
    func determinism() throws {
        var generator = DeterministicGenerator(seed: "Blackout")
        let secret = SecretKey.random(using: &generator)
        #expect(Hexadecimal.text(secret.bytes) == "0x678b08c43c8af1dd2107d2c886070d2301313676286299be1c984fe26dc4dd95")
        #expect(Hexadecimal.text(secret.sign([1, 2, 3]).compressed.prefix(16)) == "0x8383d972e43c838d827f51ba33ac8717")
    }
}
