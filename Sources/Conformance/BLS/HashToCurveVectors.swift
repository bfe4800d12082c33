import BLS12381

/// RFC 9380, appendices J.9, J.10 and K.1.
enum HashToCurveVectors {
    static let suite = "rfc9380"

    static func run(path: String, fileName: String) throws -> [BLSCaseResult] {
        let document = try VectorDocument(path: path)
        if fileName.hasPrefix("expand_message_xmd") {
            return try expansions(document, handler: fileName)
        }
        let expansion = MessageExpansion(domainSeparationTag: try document["dst"].text.utf8)
        let isUniform = try document["randomOracle"].flag
        let isG1 = fileName.hasPrefix("BLS12381G1")
        return try document["vectors"].array.enumerated().map { index, vector in
            let message = Array(try vector["msg"].text.utf8)
            let found: (String, String)
            if isG1 {
                found = CurveText.coordinates(
                    isUniform
                        ? G1.hash(message, expansion: expansion) : G1.encode(message, expansion: expansion))
            } else {
                found = CurveText.coordinates(
                    isUniform
                        ? G2.hash(message, expansion: expansion) : G2.encode(message, expansion: expansion))
            }
            let expected = try vector["P"]["x"].text + ";" + vector["P"]["y"].text
            return BLSCaseResult(
                suite, fileName, "vector-\(index)", expected: expected, found: found.0 + ";" + found.1)
        }
    }

    private static func expansions(_ document: VectorDocument, handler: String) throws -> [BLSCaseResult] {
        let expansion = MessageExpansion(domainSeparationTag: try document["DST"].text.utf8)
        return try document["tests"].array.enumerated().map { index, test in
            let length = Int(try test["len_in_bytes"].text.dropFirst(2), radix: 16) ?? -1
            let bytes = expansion.bytes(length, from: Array(try test["msg"].text.utf8)) ?? []
            return BLSCaseResult(
                suite, handler, "expand-\(index)", expected: try test["uniform_bytes"].text,
                found: Hexadecimal.text(bytes, prefix: false))
        }
    }
}
