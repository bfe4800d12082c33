import BLS12381
import Foundation
import KeyFiles
import Testing
import ThresholdBLS

@Suite("Cluster files of Obol and SSV")
struct ClusterFileTests {
    private let committee: Committee
    private let shares: [SecretShare]
    private let key: ThresholdKey

    init() throws {
        var generator = DeterministicGenerator(seed: "cluster files")
        committee = try Committee(Threshold(3, of: 4))
        (shares, key) = try DistributedKeyGeneration.run(committee: committee, context: [], using: &generator)
    }

    private func lock(
        hash: [UInt8] = [UInt8](repeating: 7, count: 32), threshold: Int = 3,
        encode: ([UInt8]) -> String = { Hexadecimal.text($0) }, change: (inout [String]) -> Void = { _ in }
    ) throws -> Data {
        let signatures = try shares.map {
            try Signature(compressed: $0.sign([UInt8](repeating: 7, count: 32)).compressed)
        }
        var keys = key.shareKeys.map { encode($0.compressed) }
        change(&keys)
        let document: [String: Any] = [
            "cluster_definition": [
                "name": "test", "version": "v1.10.0", "threshold": threshold,
                "operators": [[String: String]](repeating: [:], count: 4),
            ],
            "distributed_validators": [
                ["distributed_public_key": Hexadecimal.text(key.groupKey.compressed), "public_shares": keys]
            ],
            "signature_aggregate": encode(try AggregateSignature(signatures).compressed),
            "lock_hash": encode(hash),
        ]
        return try JSONSerialization.data(withJSONObject: document)
    }

    @Test("a lock whose shares interpolate and whose aggregate verifies is accepted, in hexadecimal and base64")
    func goodLock() throws {
        #expect(try ClusterLock(json: lock(), path: "l").verifiedKeys(path: "l") == [key])
        let old = try lock(encode: { Data($0).base64EncodedString() })
        #expect(try ClusterLock(json: old, path: "l").verifiedKeys(path: "l") == [key])
    }

    @Test(
        "another hash, swapped, missing and undecodable share keys, and impossible thresholds are refused with the place"
    )
    func badLocks() throws {
        func refuse(_ data: Data, containing text: String) throws {
            do throws(KeyFileError) {
                _ = try ClusterLock(json: data, path: "l").verifiedKeys(path: "l")
                Issue.record("accepted")
            } catch {
                #expect(error.description.contains(text), "\(error)")
            }
        }
        try refuse(lock(hash: [1]), containing: "signature_aggregate is not the shares' signature of lock_hash")
        try refuse(
            lock(change: { $0.swapAt(0, 3) }), containing: "distributed_validators[0]: the share key of members 1, 2, 3"
        )
        try refuse(lock(change: { $0.removeLast() }), containing: "4 members, found 3")
        try refuse(lock(change: { $0[1] = "0x00" }), containing: "the bytes of member 2")
        try refuse(lock(threshold: 5), containing: "5 of 4 is impossible")
        // A lock that claims a lower threshold than its polynomial's.
        try refuse(lock(threshold: 2), containing: "distributed_validators[0]")
    }

    @Test("text that is no lock is malformed, with the field")
    func noLock() {
        #expect(throws: KeyFileError.malformed(path: "l", problem: "'cluster_definition' is missing")) {
            try ClusterLock(json: Data("{}".utf8), path: "l")
        }
    }

    private func keyShares(identifiers: [UInt64], nonce: UInt64 = 3, cut: Int = 0) throws -> Data {
        var generator = DeterministicGenerator(seed: "ssv")
        let secret = SecretKey.random(using: &generator)
        let indices = try [11, 22, 33, 44].map { try ShareIndex($0) }
        let split = try secret.split(among: Committee(Threshold(3, of: 4), indices: indices), using: &generator)
        // Without owner and nonce the signature is not checked.
        let bytes =
            secret.sign([1]).compressed + split.key.shareKeys.flatMap(\.compressed)
            + [UInt8](repeating: 1, count: 256 * 4 - cut)
        let document: [String: Any] = [
            "version": "v1.2.0",
            "shares": [
                [
                    "data": [String: String](),
                    "payload": [
                        "publicKey": Hexadecimal.text(secret.publicKey.compressed), "operatorIds": identifiers,
                        "sharesData": Hexadecimal.text(bytes),
                    ] as [String: Any],
                ]
            ],
        ]
        return try JSONSerialization.data(withJSONObject: document)
    }

    @Test("SSV's key shares interpolate at the operators' identifiers and nowhere else")
    func ssv() throws {
        let good = try SSVKeyShares(json: keyShares(identifiers: [11, 22, 33, 44]), path: "s")
        #expect(try good.verifiedKeys(path: "s").map(\.committee.threshold) == [Threshold(3, of: 4)])
        for identifiers: [UInt64] in [[11, 22, 33, 45], [22, 11, 33, 44], [11, 11, 33, 44], [0, 22, 33, 44]] {
            let file = try SSVKeyShares(json: keyShares(identifiers: identifiers), path: "s")
            #expect(throws: KeyFileError.self) { try file.verifiedKeys(path: "s") }
        }
        // 1, 2, 3, 4 have the same ratios as 11, 22, 33, 44, and Lagrange coefficients at zero depend on ratios alone.
        #expect(throws: Never.self) {
            try SSVKeyShares(json: keyShares(identifiers: [1, 2, 3, 4]), path: "s").verifiedKeys(path: "s")
        }
        #expect(throws: KeyFileError.self) {
            try SSVKeyShares(json: keyShares(identifiers: [11, 22, 33, 44], cut: 1), path: "s")
        }
    }
}
