import BLS12381
import ThresholdBLS

/// `threshold.json`: keys, shares, commitments and partial signatures of one committee per case, with the combined
/// signature or the error and culprits that a strict combiner must report.
enum ThresholdVectors {
    static let suite = "threshold"

    static func run(path: String) throws -> [BLSCaseResult] {
        try VectorDocument(path: path).array.map { item in
            let expected = try item["expected"]
            let wanted =
                try expected["valid"].flag
                ? expected["signature"].text
                : describe(
                    expected["error"].text, culprits: try expected.optional("culprits")?.array.map { try $0.text })
            var found: String
            do throws(ThresholdError) {
                found = try answer(Case(item))
            } catch {
                found = describe(error)
            }
            if let complaint = try keyMaterialProblem(item) { found = complaint }
            return BLSCaseResult(
                suite, try item["kind"].text, try item["name"].text, expected: wanted, found: found)
        }
    }

    /// The parts of a case, as text and bytes.
    private struct Case {
        let required: Int
        let shareIDs: [String]
        let groupKey: [UInt8]
        let shareKeys: [[UInt8]]
        let message: [UInt8]
        let partials: [(id: String, bytes: [UInt8])]

        init(_ item: VectorDocument) throws(ThresholdError) {
            do {
                required = try item["t"].integer
                shareIDs = try item["share_ids"].array.map { try $0.text }
                groupKey = try item["group_pubkey"].bytes
                shareKeys = try item["share_pubkeys"].byteArrays
                message = try item["message"].bytes
                partials = try item["partials"].array.map { (try $0["id"].text, try $0["signature"].bytes) }
            } catch {
                throw .badEncoding([])
            }
        }
    }

    private static func answer(_ item: Case) throws(ThresholdError) -> String {
        var indices: [ShareIndex] = []
        for id in item.shareIDs { indices.append(try ShareIndex(decimal: id)) }
        let committee = try Committee(Threshold(item.required, of: indices.count), indices: indices)

        // The order of the policy: encodings first, for whatever index, then indices, then all the rest.
        var points: [PartialSignature?] = []
        var undecodable: [ShareIndex] = []
        for partial in item.partials {
            let index = try? ShareIndex(decimal: partial.id)
            let anyIndex = index ?? indices[0]
            do throws(ThresholdError) {
                points.append(try PartialSignature(index: anyIndex, compressed: partial.bytes))
            } catch {
                undecodable.append(anyIndex)
                points.append(nil)
            }
        }
        guard undecodable.isEmpty else { throw .badEncoding(undecodable.sorted()) }
        for partial in item.partials { _ = try committee.position(of: ShareIndex(decimal: partial.id)) }

        let key = try ThresholdKey(committee: committee, groupKey: item.groupKey, shareKeys: item.shareKeys)
        let signature = try key.combine(points.compactMap { $0 }, message: item.message)
        guard signature.verify(item.message, publicKey: key.groupKey) else { return "an invalid signature" }
        return Hexadecimal.text(signature.compressed)
    }

    /// Checks what else the case says: commitments, shares and share keys fit, and shares recover the secret.
    private static func keyMaterialProblem(_ item: VectorDocument) throws -> String? {
        let commitment = try FeldmanCommitment(compressed: item["commitments"].byteArrays)
        let secret = try SecretKey(bytes: item["secret"].bytes)
        guard commitment.constantTerm == secret.publicKey.group else { return "the commitment does not fit the secret" }
        var shares: [SecretShare] = []
        let ids = try item["share_ids"].array
        let values = try item["shares"].byteArrays
        let keys = try item["share_pubkeys"].byteArrays
        guard ids.count == values.count, ids.count == keys.count else { return "the lists have different lengths" }
        for position in ids.indices {
            guard let scalar = Fr(bytes: values[position]) else { return "a share is no scalar" }
            let share = SecretShare(index: try ShareIndex(decimal: ids[position].text), scalar: scalar)
            guard commitment.verify(share) else { return "share \(share.index) does not fit the commitment" }
            guard share.publicPoint.compressed == keys[position] else { return "share key \(share.index) is wrong" }
            shares.append(share)
        }
        let committee = try Committee(
            Threshold(item["t"].integer, of: shares.count), indices: shares.map(\.index))
        let recovered = try SecretKey.recover(
            from: Array(shares.suffix(committee.threshold.required)), of: committee,
            groupKey: PublicKey(compressed: item["group_pubkey"].bytes))
        return recovered == secret ? nil : "the shares recover another secret"
    }

    private static func describe(_ error: ThresholdError) -> String {
        func names(_ members: [ShareIndex]) -> [String] { members.map(\.description) }
        switch error {
        case .zeroIndex: return "zero_index"
        case .indexOutOfRange: return "index_out_of_range"
        case .duplicateIndex: return "duplicate_index"
        case .tooFewPartials: return "too_few_partials"
        case .identityPoint(let members): return describe("identity_point", culprits: names(members))
        case .badEncoding(let members): return describe("bad_encoding", culprits: names(members))
        case .invalidPartial(let members): return describe("invalid_partial", culprits: names(members))
        default: return error.description
        }
    }

    private static func describe(_ error: String, culprits: [String]?) -> String {
        guard let culprits, !culprits.isEmpty else { return error }
        return error + " " + culprits.joined(separator: ",")
    }
}
