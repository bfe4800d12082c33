/// The shape of an SSZ value, as data.
///
/// A type is built once and walked by everything that reads, checks or hashes bytes of that shape.
/// Source: the consensus spec's `ssz/simple-serialize.md`.
public final class SSZType: Sendable {
    /// What kind of value it is.
    public enum Shape: Sendable {
        /// Little-endian integer of that many bytes: 1, 2, 4, 8, 16 or 32.
        case uint(bytes: Int)
        case boolean
        /// `Vector[byte, N]`.
        case byteVector(Int)
        case vector(SSZType, count: Int)
        case list(SSZType, limit: UInt64)
        /// Number of bits.
        case bitvector(Int)
        case bitlist(limit: UInt64)
        case container(name: String, fields: [Field])
    }

    /// A named member of a container.
    public struct Field: Sendable {
        /// The spec's name.
        public let name: String
        /// Shape of its values.
        public let type: SSZType
        /// Where its bytes, or the four bytes of its offset, lie in the container's fixed part.
        public let position: Int
    }

    /// What kind of value it is.
    public let shape: Shape
    /// Length in bytes where every value has the same; nil for a type of variable size.
    public let fixedSize: Int?
    /// Length of a container's fixed part; 0 for other shapes.
    public let fixedPartSize: Int
    /// Whether some byte strings of the right length are not a value (booleans, padding bits, offsets, bit lists).
    let hasContentRules: Bool
    /// Levels of the Merkle tree over the chunks, without the length mix-in.
    let depth: Int

    private init(shape: Shape, fixedSize: Int?, fixedPartSize: Int = 0, hasContentRules: Bool, chunkLimit: UInt64) {
        self.shape = shape
        self.fixedSize = fixedSize
        self.fixedPartSize = fixedPartSize
        self.hasContentRules = hasContentRules
        depth = chunkLimit <= 1 ? 0 : UInt64.bitWidth - (chunkLimit - 1).leadingZeroBitCount
    }

    /// An unsigned integer of the given number of bytes.
    public static func uint(_ bytes: Int) -> SSZType {
        SSZType(shape: .uint(bytes: bytes), fixedSize: bytes, hasContentRules: false, chunkLimit: 1)
    }

    /// One byte, 0 or 1.
    public static func boolean() -> SSZType {
        SSZType(shape: .boolean, fixedSize: 1, hasContentRules: true, chunkLimit: 1)
    }

    /// A fixed number of bytes.
    public static func bytes(_ count: Int) -> SSZType {
        SSZType(
            shape: .byteVector(count), fixedSize: count, hasContentRules: false, chunkLimit: UInt64((count + 31) / 32))
    }

    /// A fixed number of elements.
    public static func vector(_ element: SSZType, _ count: Int) -> SSZType {
        SSZType(
            shape: .vector(element, count: count), fixedSize: element.fixedSize.map { $0 * count },
            hasContentRules: element.hasContentRules || element.fixedSize == nil,
            chunkLimit: chunks(of: element, count: UInt64(count)))
    }

    /// Up to `limit` elements.
    public static func list(_ element: SSZType, _ limit: UInt64) -> SSZType {
        SSZType(
            shape: .list(element, limit: limit), fixedSize: nil, hasContentRules: true,
            chunkLimit: chunks(of: element, count: limit))
    }

    /// A fixed number of bits.
    public static func bitvector(_ count: Int) -> SSZType {
        SSZType(
            shape: .bitvector(count), fixedSize: (count + 7) / 8, hasContentRules: count % 8 != 0,
            chunkLimit: UInt64((count + 255) / 256))
    }

    /// Up to `limit` bits.
    public static func bitlist(_ limit: UInt64) -> SSZType {
        SSZType(
            shape: .bitlist(limit: limit), fixedSize: nil, hasContentRules: true,
            chunkLimit: limit / 256 + (limit % 256 == 0 ? 0 : 1))
    }

    /// Named fields in order.
    public static func container(_ name: String, _ members: [(String, SSZType)]) -> SSZType {
        var fields: [Field] = []
        var position = 0
        var isFixed = true
        for (fieldName, type) in members {
            fields.append(Field(name: fieldName, type: type, position: position))
            position += type.fixedSize ?? 4
            if type.fixedSize == nil { isFixed = false }
        }
        return SSZType(
            shape: .container(name: name, fields: fields), fixedSize: isFixed ? position : nil,
            fixedPartSize: position,
            hasContentRules: !isFixed || members.contains { $0.1.hasContentRules },
            chunkLimit: UInt64(members.count))
    }

    /// Whether elements lie several to a 32-byte chunk.
    var isBasic: Bool {
        switch shape {
        case .uint, .boolean: true
        default: false
        }
    }

    private static func chunks(of element: SSZType, count: UInt64) -> UInt64 {
        guard element.isBasic, let size = element.fixedSize else { return count }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: UInt64(size))
        return overflow ? .max : bytes / 32 + (bytes % 32 == 0 ? 0 : 1)
    }
}

extension SSZType: CustomStringConvertible {
    /// `BeaconState`, `List[Gwei, 8]` and the like, as the spec writes types.
    public var description: String {
        switch shape {
        case .uint(let bytes): "uint\(bytes * 8)"
        case .boolean: "boolean"
        case .byteVector(let count): "Bytes\(count)"
        case .vector(let element, let count): "Vector[\(element), \(count)]"
        case .list(let element, let limit): "List[\(element), \(limit)]"
        case .bitvector(let count): "Bitvector[\(count)]"
        case .bitlist(let limit): "Bitlist[\(limit)]"
        case .container(let name, _): name
        }
    }
}
