import BLS12381

/// The handlers of ethereum/bls12-381-tests: one case per file, `{input, output}`, where an output of null means that
/// the call must fail.
enum EthereumHandlers {
    static let suite = "ethereum_bls12-381-tests"

    static func run(handler: String, path: String, name: String) throws -> BLSCaseResult {
        let document = try VectorDocument(path: path)
        let input = try document["input"]
        let expected = try document.optional("output").map { try describe($0, handler) } ?? "error"
        let found: String
        do {
            found = try answer(handler, input)
        } catch is EncodingError {
            found = rejection(handler)
        } catch is AggregationError {
            found = rejection(handler)
        }
        return BLSCaseResult(suite, handler, name, expected: expected, found: found)
    }

    /// What an undecodable input means: false for the verifying handlers, an error for the others.
    private static func rejection(_ handler: String) -> String {
        switch handler {
        case "sign", "aggregate", "hash_to_G2": "error"
        default: "false"
        }
    }

    private static func describe(_ output: VectorDocument, _ handler: String) throws -> String {
        switch handler {
        case "sign", "aggregate": try output.text
        case "hash_to_G2": try output["x"].text + ";" + output["y"].text
        default: try output.flag ? "true" : "false"
        }
    }

    private static func answer(_ handler: String, _ input: VectorDocument) throws -> String {
        switch handler {
        case "sign":
            let key = try SecretKey(bytes: input["privkey"].bytes)
            return Hexadecimal.text(key.sign(try input["message"].bytes).compressed)
        case "verify":
            let key = try PublicKey(compressed: input["pubkey"].bytes)
            let signature = try Signature(compressed: input["signature"].bytes)
            return String(signature.verify(try input["message"].bytes, publicKey: key))
        case "aggregate":
            let signatures = try input.byteArrays.map { try Signature(compressed: $0) }
            return Hexadecimal.text(try AggregateSignature(signatures).compressed)
        case "aggregate_verify":
            let keys = try input["pubkeys"].byteArrays.map { try PublicKey(compressed: $0) }
            let messages = try input["messages"].byteArrays
            let signature = try AggregateSignature(compressed: input["signature"].bytes)
            guard keys.count == messages.count else { return "false" }
            return String(
                signature.aggregateVerify(zip(keys, messages).map { (publicKey: $0, message: $1) }))
        case "fast_aggregate_verify":
            let keys = try input["pubkeys"].byteArrays.map { try PublicKey(compressed: $0) }
            let signature = try AggregateSignature(compressed: input["signature"].bytes)
            return String(signature.fastAggregateVerify(try input["message"].bytes, publicKeys: keys))
        case "batch_verify":
            let keys = try input["pubkeys"].byteArrays.map { try PublicKey(compressed: $0) }
            let messages = try input["messages"].byteArrays
            let signatures = try input["signatures"].byteArrays.map { try Signature(compressed: $0) }
            guard keys.count == messages.count, keys.count == signatures.count else { return "false" }
            return String(
                BatchVerification.verify(
                    keys.indices.map {
                        SignatureSet(publicKey: keys[$0], message: messages[$0], signature: signatures[$0])
                    }))
        case "deserialization_G1":
            _ = try G1(compressed: input["pubkey"].bytes)
            return "true"
        case "deserialization_G2":
            _ = try G2(compressed: input["signature"].bytes)
            return "true"
        case "hash_to_G2":
            let expansion = MessageExpansion(
                domainSeparationTag: "QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_RO_".utf8)
            let point = G2.hash(Array(try input["msg"].text.utf8), expansion: expansion)
            let (x, y) = CurveText.coordinates(point)
            return x + ";" + y
        default:
            throw BLSVectorError(path: input.path, problem: "no handler named '\(handler)'")
        }
    }
}

/// Points as the coordinate texts of RFC 9380's vectors.
enum CurveText {
    /// `(x, y)` with coordinates `0x…` or `0xre,0xim`.
    static func coordinates(_ point: G1) -> (String, String) {
        let bytes = point.uncompressed
        return (Hexadecimal.text(bytes[..<48]), Hexadecimal.text(bytes[48...]))
    }

    /// `(x, y)` with coordinates `0xre,0xim`.
    static func coordinates(_ point: G2) -> (String, String) {
        let bytes = point.uncompressed
        func pair(_ bytes: ArraySlice<UInt8>) -> String {
            Hexadecimal.text(bytes.suffix(48)) + "," + Hexadecimal.text(bytes.prefix(48))
        }
        return (pair(bytes[..<96]), pair(bytes[96...]))
    }
}
