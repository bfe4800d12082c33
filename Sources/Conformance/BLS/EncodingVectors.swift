import BLS12381

/// `deserialisation_edge.json` and `secret_key_edge.json`: every malformed encoding is refused, with the reason the
/// file gives (undecodable, or decodable and outside the subgroup), and every good one survives a round trip.
enum EncodingVectors {
    static let suite = "encodings"

    static func points(path: String) throws -> [BLSCaseResult] {
        try VectorDocument(path: path).array.map { item in
            let bytes = try item["bytes"].bytes
            let isG1 = try item["group"].text == "G1"
            let expected: String
            if try item["accept"].flag {
                expected = "accepted"
            } else if try item["decodes"].flag {
                expected = "outside the subgroup"
            } else {
                expected = "refused"
            }
            return BLSCaseResult(
                suite, "points", try item["name"].text, expected: expected, found: verdict(bytes, isG1: isG1))
        }
    }

    private static func verdict(_ bytes: [UInt8], isG1: Bool) -> String {
        do throws(EncodingError) {
            let again: [UInt8]
            // The compression flag tells which form the bytes claim to be.
            let isCompressed = bytes.first.map { $0 & 0x80 != 0 } ?? true
            let compressedLength = isG1 ? 48 : 96
            if isG1 {
                again =
                    isCompressed || bytes.count == compressedLength
                    ? try G1(compressed: bytes).compressed : try G1(uncompressed: bytes).uncompressed
            } else {
                again =
                    isCompressed || bytes.count == compressedLength
                    ? try G2(compressed: bytes).compressed : try G2(uncompressed: bytes).uncompressed
            }
            return again == bytes ? "accepted" : "accepted, but encodes to \(Hexadecimal.text(again))"
        } catch {
            return error == .notInSubgroup ? "outside the subgroup" : "refused"
        }
    }

    static func secretKeys(path: String) throws -> [BLSCaseResult] {
        try VectorDocument(path: path).array.map { item in
            let key = try? SecretKey(bytes: item["bytes"].bytes)
            return BLSCaseResult(
                suite, "secret_keys", try item["name"].text,
                expected: try item["accept"].flag ? "accepted" : "refused",
                found: key == nil ? "refused" : "accepted")
        }
    }
}
