/// A value of an SSZ type inside a buffer: a type and a range, nothing copied.
///
/// The whole buffer is validated when the first view is made; fields and elements are found when asked for.
public struct SSZView: Sendable {
    /// Shape of the value.
    public let type: SSZType
    /// Where the value lies in the buffer.
    public let range: Range<Int>
    let buffer: [UInt8]

    /// A view of a whole buffer.
    ///
    /// - Throws: `SSZError` if the bytes are not a value of the type. The time is proportional to the number of
    ///   elements with inner rules (a validator record has one, its `slashed`).
    public init(_ type: SSZType, _ bytes: [UInt8]) throws(SSZError) {
        var failure: SSZError?
        bytes.withUnsafeBytes { raw in
            do throws(SSZError) { try type.validate(raw, 0..<raw.count) } catch { failure = error }
        }
        if let failure { throw failure }
        self.init(trusted: type, bytes, 0..<bytes.count)
    }

    private init(trusted type: SSZType, _ buffer: [UInt8], _ range: Range<Int>) {
        self.type = type
        self.buffer = buffer
        self.range = range
    }

    private func failure(_ problem: SSZError.Problem, _ path: String = "") -> SSZError {
        SSZError(path: path, position: range.lowerBound, problem: problem)
    }

    /// A container's field.
    ///
    /// - Throws: `SSZError` if the value is no container or has no such field.
    public func field(_ name: String) throws(SSZError) -> SSZView {
        guard case .container(_, let fields) = type.shape else { throw failure(.otherShape(type.description)) }
        guard let index = fields.firstIndex(where: { $0.name == name }) else { throw failure(.noSuchMember, name) }
        let found = buffer.withUnsafeBytes { type.range(ofField: index, $0, range, fields) }
        return SSZView(trusted: fields[index].type, buffer, found)
    }

    /// Whether the value is a container with a field of that name.
    public func has(_ name: String) -> Bool {
        guard case .container(_, let fields) = type.shape else { return false }
        return fields.contains { $0.name == name }
    }

    /// Number of elements of a list or vector, of bits of a bit list or bit vector; 0 for other shapes.
    public var count: Int {
        switch type.shape {
        case .list(let element, _), .vector(let element, _):
            return buffer.withUnsafeBytes { SSZType.elementCount(element, $0, range) }
        case .bitvector(let count):
            return count
        case .bitlist:
            guard let last = range.last.map({ buffer[$0] }) else { return 0 }
            return Int(SSZType.bitlistCount(byteCount: range.count, last: last))
        default:
            return 0
        }
    }

    /// A list's or vector's element.
    ///
    /// - Throws: `SSZError` if there is none at that index.
    public func element(_ index: Int) throws(SSZError) -> SSZView {
        switch type.shape {
        case .list(let element, _), .vector(let element, _):
            let count = count
            guard index >= 0, index < count else { throw failure(.noSuchMember, "[\(index)]") }
            if let size = element.fixedSize {
                let start = range.lowerBound + index * size
                return SSZView(trusted: element, buffer, start..<start + size)
            }
            let found = buffer.withUnsafeBytes { SSZType.range(ofElement: index, count: count, $0, range) }
            return SSZView(trusted: element, buffer, found)
        default:
            throw failure(.otherShape(type.description))
        }
    }

    /// All elements of a list or vector.
    public func elements() throws(SSZError) -> [SSZView] {
        var result: [SSZView] = []
        for index in 0..<count { result.append(try element(index)) }
        return result
    }

    /// The value of an integer of up to eight bytes.
    public func uint64() throws(SSZError) -> UInt64 {
        guard case .uint(let size) = type.shape, size <= 8 else { throw failure(.otherShape(type.description)) }
        var value: UInt64 = 0
        for index in range.reversed() { value = value << 8 | UInt64(buffer[index]) }
        return value
    }

    /// The integers of a list or vector of eight-byte integers.
    public func uint64s() throws(SSZError) -> [UInt64] {
        var size = 0
        switch type.shape {
        case .list(let element, _), .vector(let element, _):
            if case .uint(let bytes) = element.shape { size = bytes }
        default: break
        }
        guard size == 8 else { throw failure(.otherShape(type.description)) }
        return buffer.withUnsafeBytes { raw in
            (0..<range.count / 8).map {
                UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: range.lowerBound + 8 * $0, as: UInt64.self))
            }
        }
    }

    /// The value of a boolean.
    public func boolean() throws(SSZError) -> Bool {
        guard case .boolean = type.shape else { throw failure(.otherShape(type.description)) }
        return buffer[range.lowerBound] != 0
    }

    /// The value's bytes as they stand in the buffer.
    public var bytes: [UInt8] { Array(buffer[range]) }

    /// The 32 bytes of a root or hash.
    public func root() throws(SSZError) -> Root {
        guard range.count == 32, let root = Root(buffer[range]) else { throw failure(.otherShape(type.description)) }
        return root
    }

    /// The roots of a list or vector of 32-byte values.
    public func roots() throws(SSZError) -> [Root] {
        switch type.shape {
        case .list(let element, _), .vector(let element, _):
            guard element.fixedSize == 32 else { throw failure(.otherShape(type.description)) }
        default:
            throw failure(.otherShape(type.description))
        }
        return buffer.withUnsafeBytes { raw in
            (0..<range.count / 32).map { Root(raw, at: range.lowerBound + 32 * $0) }
        }
    }

    /// The bits of a bit list or bit vector.
    public func bits() throws(SSZError) -> [Bool] {
        switch type.shape {
        case .bitvector, .bitlist:
            return (0..<count).map { buffer[range.lowerBound + $0 / 8] >> ($0 % 8) & 1 == 1 }
        default:
            throw failure(.otherShape(type.description))
        }
    }

    /// The value's Merkle root.
    public var hashTreeRoot: Root {
        buffer.withUnsafeBytes { Merkleization.root(of: type, $0, range) }
    }
}
