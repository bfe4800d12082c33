import BLS12381
import Foundation
import KeyFiles
import Testing
import ThresholdBLS

@Suite("New clusters and what is checked of them")
struct ClusterCreationTests {
    private let cluster: ClusterCreation

    init() throws { cluster = try Self.make("creation") }

    private static func make(_ seed: String, compounding: Bool = false) throws -> ClusterCreation {
        var generator = DeterministicGenerator(seed: seed)
        let plan = ClusterCreation.Plan(
            name: "you, me & wenmoon", threshold: try Threshold(3, of: 4), validators: 2,
            forkVersion: [0x10, 0, 0x09, 0x10], feeRecipient: [UInt8](repeating: 0xfe, count: 20),
            withdrawalAddress: [UInt8](repeating: 0xab, count: 20), depositAmounts: [1_000_000_000, 31_000_000_000],
            isCompounding: compounding, timestamp: "2026-01-01T00:00:00Z")
        return try ClusterCreation(plan, using: &generator)
    }

    /// The checks after a change of the file, by name.
    private func outcomes(
        _ change: (inout ClusterDocument) -> Void = { _ in }
    ) throws -> [String: ClusterChecks.Outcome] {
        var document = cluster.document
        change(&document)
        let read = try ClusterLock(json: KeyFile.encode(document), path: "l")
        let checks = ClusterChecks(read, path: "l").checks
        return Dictionary(uniqueKeysWithValues: checks.map { ($0.key, $0.outcome) })
    }

    private func faults(
        _ key: String, _ change: (inout ClusterDocument) -> Void
    ) throws -> [String] {
        guard case .failed(let faults) = try outcomes(change)[key] else { return [] }
        return faults
    }

    @Test("a new lock is read again, and everything in it verifies")
    func verifies() throws {
        let outcomes = try outcomes()
        #expect(outcomes.count == 8)
        for (key, outcome) in outcomes { #expect(outcome == .passed, "\(key)") }
    }

    @Test("the same seed gives the same cluster, another seed another")
    func deterministic() throws {
        let again = try Self.make("creation")
        #expect(again.document == cluster.document)
        #expect(again.shares == cluster.shares)
        #expect(try Self.make("other").document.lockHash != cluster.document.lockHash)
    }

    @Test("withdrawal credentials have the type of the validator")
    func credentials() throws {
        #expect(cluster.document.validators[0].deposits?[0].withdrawalCredentials.bytes.first == 1)
        let compounding = try Self.make("creation", compounding: true)
        #expect(compounding.document.validators[0].deposits?[0].withdrawalCredentials.bytes.first == 2)
        #expect(ClusterChecks(try ClusterLock(compounding.document, path: "l"), path: "l").pass)
    }

    @Test("a share of another validator is named with its validator", arguments: 0..<4)
    func foreignShare(member: Int) throws {
        let faults = try faults("shareKeysInterpolate") { document in
            let share = document.validators[0].shareKeys?[member]
            document.validators[1].shareKeys?[member] = share ?? HexBytes([])
        }
        let name = "the share key of member \(member + 1) is not on the polynomial of the group key"
        #expect(faults == ["distributed_validators[1]: \(name)"])
    }

    @Test("all shares of another validator, the same validator twice, and shares of two clusters mixed are told apart")
    func mixed() throws {
        let swapped = try faults("shareKeysInterpolate") { document in
            let shares = document.validators[0].shareKeys
            document.validators[1].shareKeys = shares
        }
        #expect(swapped.count == 1)
        #expect(swapped[0].hasPrefix("distributed_validators[1]: the share keys belong to another key, 0x"))
        #expect(swapped[0].hasSuffix("which is distributed_validators[0]"))
        let twice = try faults("shareKeysInterpolate") { document in
            let first = document.validators[0]
            document.validators[1] = first
        }
        #expect(twice == ["distributed_validators[1]: has the key of distributed_validators[0]"])
        let other = try Self.make("other").document.validators[0]
        let mixed = try faults("shareKeysInterpolate") { document in
            for member in 0..<2 { document.validators[0].shareKeys?[member] = other.shareKeys?[member] ?? HexBytes([]) }
        }
        #expect(mixed.first?.hasPrefix("distributed_validators[0]: the share key of members 1, 2, 3") == true)
        let fewer = try faults("shareKeysInterpolate") { $0.validators.removeLast() }
        #expect(fewer == ["num_validators is 2, but distributed_validators has 1"])
    }

    @Test(
        "a change of any part fails the hashes that cover it, and the signatures that depend on it",
        arguments: [
            ("name", ["configHashMatches", "definitionHashMatches", "lockHashMatches"]),
            ("enr", ["definitionHashMatches", "lockHashMatches", "nodeSignaturesVerify"]),
            ("amount", ["lockHashMatches", "depositsVerify"]),
            ("gas", ["lockHashMatches", "registrationsVerify"]),
            ("aggregate", ["aggregateVerifies"]), ("node", ["nodeSignaturesVerify"]),
            (
                "fork",
                [
                    "configHashMatches", "definitionHashMatches", "depositsVerify", "lockHashMatches",
                    "registrationsVerify",
                ]
            ),
        ])
    func changes(part: String, expected: [String]) throws {
        let outcomes = try outcomes { document in
            switch part {
            case "name": document.definition.name = "someone else"
            case "enr":
                let other = document.definition.operators[1].enr
                document.definition.operators[0].enr = other
            case "amount": document.validators[0].deposits?[0].amount = DecimalNumber(2_000_000_000)
            case "gas": document.validators[1].registration?.message.gasLimit = 1
            case "aggregate": document.signatureAggregate = document.validators[0].deposits?[0].signature
            case "node": document.nodeSignatures?.swapAt(0, 1)
            default: document.definition.forkVersion = "0x00000000"
            }
        }
        let failed = outcomes.filter { if case .failed = $0.value { true } else { false } }.map(\.key)
        #expect(failed.sorted() == expected.sorted())
    }

    @Test("fields that are too long, and unknown versions, are refused by name")
    func hostile() throws {
        func refuse(_ text: String, _ change: (inout ClusterDocument) -> Void) {
            var document = cluster.document
            change(&document)
            do throws(KeyFileError) {
                _ = try ClusterHashes(document, path: "l")
                Issue.record("accepted")
            } catch {
                #expect(error.description.contains(text), "\(error)")
            }
        }
        refuse("'name' is longer") { $0.definition.name = String(repeating: "n", count: 257) }
        refuse("'fork_version' has 5 bytes; 4 are allowed") { $0.definition.forkVersion = "0x0102030405" }
        refuse("'operators[2].address' is not hexadecimal") { $0.definition.operators[2].address = "0xzz" }
        refuse("version 'v1.12.0' is not supported") { $0.definition.version = "v1.12.0" }
        refuse("version 'v2' is not supported") { $0.definition.version = "v2" }
        refuse("distributed_validators[0].public_shares' has 49 bytes") {
            $0.validators[0].shareKeys?[0] = HexBytes([UInt8](repeating: 1, count: 49))
        }
    }

    @Test("the folder holds what each member needs, and its keystores open to its shares")
    func folder() throws {
        let folder = NSTemporaryDirectory() + "cluster-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var generator = DeterministicGenerator(seed: "folder")
        var done = 0
        let paths = try ClusterFolder.write(
            cluster, to: folder, derivation: .scrypt(n: 16), using: &generator, progress: { done = $0 })
        #expect(done == 8)
        let names = paths.map { $0.dropFirst(folder.count + 1) }
        #expect(
            names == [
                "cluster-lock.json", "deposit-data-1eth.json", "deposit-data-31eth.json", "node0", "node1", "node2",
                "node3",
            ])
        for member in 0..<4 {
            let node = folder + "/node\(member)"
            #expect(try KeyFile.read(node + "/cluster-lock.json") == KeyFile.read(paths[0]))
            let secret = try Hexadecimal.bytes(
                String(decoding: KeyFile.read(node + "/charon-enr-private-key"), as: UTF8.self))
            #expect(NodeKey(secret: secret) == cluster.nodes[member])
            for validator in 0..<2 {
                let keystore = node + "/validator_keys/keystore-\(validator)"
                let share = try KeyShareFile.read(
                    keystore + ".json", password: KeyFolder.password(keystore + ".txt"))
                #expect(share == cluster.shares[validator][member])
            }
        }
        #expect(throws: KeyFileError.self) {
            try ClusterFolder.write(cluster, to: folder, derivation: .scrypt(n: 16), using: &generator)
        }
        let file = try ClusterFile.load(paths[0])
        #expect(file.flavour == .obol && file.name == "you, me & wenmoon" && file.members == 4 && file.threshold == 3)
        #expect(file.indices == [1, 2, 3, 4])
        #expect(file.validators.map(\.publicKey) == cluster.keys.map(\.groupKey.compressed))
        #expect(file.validators.map(\.shareKeys) == cluster.keys.map { $0.shareKeys.map(\.compressed) })
        #expect(throws: KeyFileError.self) { try ClusterFile.load(paths[1]) }
        #expect(try ClusterInspection(paths[0]).checks.pass)
    }
}
