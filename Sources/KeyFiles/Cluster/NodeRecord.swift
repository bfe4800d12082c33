import Foundation

/// An Ethereum node record (EIP-778) with no more in it than a public key, as Charon puts into cluster files.
public struct NodeRecord: Hashable, Sendable {
    /// The node's compressed public key, 33 bytes.
    public let publicKey: [UInt8]
    /// The text, from `enr:` on.
    public let text: String

    /// Signs the first record of a key; nil when libsecp256k1 refuses.
    public init?(_ key: NodeKey) {
        let content = NodeRecord.content(publicKey: key.publicKey)
        guard let signature = key.sign(Keccak256.hash(RecursiveLengthPrefix.list(content))) else { return nil }
        publicKey = key.publicKey
        text = "enr:" + NodeRecord.base64(RecursiveLengthPrefix.list([Array(signature.prefix(64))] + content))
    }

    /// Reads a record of the `v4` scheme and checks its signature; nil for anything else.
    public init?(_ text: String) {
        guard text.hasPrefix("enr:"), let bytes = NodeRecord.bytes(base64: String(text.dropFirst(4))),
            let items = RecursiveLengthPrefix.items(bytes), items.count >= 4, items.count % 2 == 0
        else { return nil }
        var publicKey: [UInt8] = []
        var isVersion4 = false
        for place in stride(from: 2, to: items.count, by: 2) {
            switch String(decoding: items[place], as: UTF8.self) {
            case "id": isVersion4 = items[place + 1].elementsEqual("v4".utf8)
            case "secp256k1": publicKey = items[place + 1]
            default: break
            }
        }
        let content = Array(items.dropFirst())
        guard isVersion4,
            NodeKey.verify(
                items[0], of: Keccak256.hash(RecursiveLengthPrefix.list(content)), publicKey: publicKey)
        else { return nil }
        self.publicKey = publicKey
        self.text = text
    }

    /// Sequence number zero, then keys and values by name.
    private static func content(publicKey: [UInt8]) -> [[UInt8]] {
        [[], Array("id".utf8), Array("v4".utf8), Array("secp256k1".utf8), publicKey]
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    private static func bytes(base64 text: String) -> [UInt8]? {
        let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: standard + padding).map { Array($0) }
    }
}

/// Ethereum's RLP, as far as node records need it: one list of byte strings (yellow paper, appendix B).
enum RecursiveLengthPrefix {
    static func list(_ items: [[UInt8]]) -> [UInt8] {
        let payload = items.flatMap { string($0) }
        return prefix(payload.count, base: 0xc0) + payload
    }

    private static func string(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.count == 1, bytes[0] < 0x80 { return bytes }
        return prefix(bytes.count, base: 0x80) + bytes
    }

    private static func prefix(_ count: Int, base: UInt8) -> [UInt8] {
        if count < 56 { return [base + UInt8(count)] }
        var length: [UInt8] = []
        var rest = count
        while rest > 0 {
            length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        }
        return [base + 55 + UInt8(length.count)] + length
    }

    /// The byte strings of a list; nil for nested lists, trailing bytes or wrong lengths.
    static func items(_ bytes: [UInt8]) -> [[UInt8]]? {
        guard let first = bytes.first, first >= 0xc0, let list = payload(bytes[...], base: 0xc0),
            list.endIndex == bytes.endIndex
        else { return nil }
        var items: [[UInt8]] = []
        var rest = list
        while let byte = rest.first {
            if byte < 0x80 {
                items.append([byte])
                rest = rest.dropFirst()
                continue
            }
            guard byte < 0xc0, let item = payload(rest, base: 0x80) else { return nil }
            items.append(Array(item))
            rest = rest[item.endIndex...]
        }
        return items
    }

    private static func payload(_ bytes: ArraySlice<UInt8>, base: UInt8) -> ArraySlice<UInt8>? {
        guard let first = bytes.first else { return nil }
        let code = Int(first - base)
        var start = bytes.startIndex + 1
        var count = code
        if code > 55 {
            let digits = bytes[start...].prefix(code - 55)
            guard digits.count == code - 55, digits.count <= 4 else { return nil }
            count = digits.reduce(0) { $0 << 8 | Int($1) }
            start = digits.endIndex
        }
        guard count <= bytes.endIndex - start else { return nil }
        return bytes[start..<start + count]
    }
}
