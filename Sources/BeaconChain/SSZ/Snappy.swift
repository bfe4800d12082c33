/// Why bytes are not a snappy block.
public struct SnappyError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// The length at the beginning is cut off or longer than 32 bits.
        case badLength
        case longerThanAllowed(declared: Int, limit: Int)
        /// More was declared than so few bytes can unfold to.
        case longerThanPossible(declared: Int, input: Int)
        case truncated
        /// A copy reaches back before the beginning of the output.
        case badOffset(offset: Int, written: Int)
        case longerThanDeclared(Int)
        case shorterThanDeclared(declared: Int, found: Int)
        case framed
    }

    /// Byte of the compressed input.
    public var position: Int
    /// What is wrong.
    public var problem: Problem

    /// Puts the parts together.
    public init(position: Int, problem: Problem) {
        self.position = position
        self.problem = problem
    }
}

extension SnappyError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        let text =
            switch problem {
            case .badLength: "the length at the beginning is malformed"
            case .longerThanAllowed(let declared, let limit): "declares \(declared) bytes, at most \(limit) are read"
            case .longerThanPossible(let declared, let input):
                "declares \(declared) bytes, which \(input) compressed bytes cannot hold"
            case .truncated: "the input ends inside an element"
            case .badOffset(let offset, let written): "copies from \(offset) bytes back, only \(written) are written"
            case .longerThanDeclared(let declared): "unfolds to more than the declared \(declared) bytes"
            case .shorterThanDeclared(let declared, let found): "unfolds to \(found) bytes, declared are \(declared)"
            case .framed: "is in snappy's framing format, a raw block is expected"
            }
        return "malformed snappy at byte \(position): \(text)"
    }
}

/// Raw snappy blocks, the compression of `.ssz_snappy` files.
///
/// Source: google/snappy, `format_description.txt`.
public enum Snappy {
    /// No state of a real network comes near; a longer declaration is refused before anything is allocated.
    public static let defaultLimit = 4 << 30

    /// Unfolds a raw block.
    ///
    /// - Parameter limit: most bytes that the result may have.
    /// - Throws: `SnappyError`.
    public static func decompress(_ input: [UInt8], limit: Int = defaultLimit) throws(SnappyError) -> [UInt8] {
        if input.starts(with: [0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59]) {
            throw SnappyError(position: 0, problem: .framed)
        }
        let (declared, start) = try length(input)
        if declared > limit {
            throw SnappyError(position: 0, problem: .longerThanAllowed(declared: declared, limit: limit))
        }
        // Three input bytes give at most 64 output bytes.
        if declared / 22 > input.count {
            throw SnappyError(
                position: 0, problem: .longerThanPossible(declared: declared, input: input.count))
        }
        var failure: SnappyError?
        let output = [UInt8](unsafeUninitializedCapacity: declared) { target, written in
            input.withUnsafeBufferPointer { source in
                do throws(SnappyError) {
                    try unfold(source, from: start, into: target, declared: declared, written: &written)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
        return output
    }

    private static func length(_ input: [UInt8]) throws(SnappyError) -> (value: Int, next: Int) {
        var value = 0
        for (position, byte) in input.prefix(5).enumerated() {
            value |= Int(byte & 0x7F) << (7 * position)
            if byte < 0x80 {
                guard value <= Int(UInt32.max) else { break }
                return (value, position + 1)
            }
        }
        throw SnappyError(position: 0, problem: .badLength)
    }

    private static func unfold(
        _ source: UnsafeBufferPointer<UInt8>, from start: Int, into target: UnsafeMutableBufferPointer<UInt8>,
        declared: Int, written: inout Int
    ) throws(SnappyError) {
        var next = start
        while next < source.count {
            let position = next
            let tag = source[next]
            next += 1
            let extra: Int =
                switch tag & 3 {
                case 0: tag >> 2 >= 60 ? Int(tag >> 2) - 59 : 0
                case 1: 1
                case 2: 2
                default: 4
                }
            guard source.count - next >= extra else { throw SnappyError(position: position, problem: .truncated) }
            var value = 0
            for index in 0..<extra { value |= Int(source[next + index]) << (8 * index) }
            next += extra
            if tag & 3 == 0 {
                let count = (extra == 0 ? Int(tag >> 2) : value) + 1
                guard source.count - next >= count else {
                    throw SnappyError(position: position, problem: .truncated)
                }
                guard declared - written >= count else {
                    throw SnappyError(position: position, problem: .longerThanDeclared(declared))
                }
                for index in 0..<count { target[written + index] = source[next + index] }
                next += count
                written += count
            } else {
                let isShort = tag & 3 == 1
                let count = isShort ? Int(tag >> 2 & 7) + 4 : Int(tag >> 2) + 1
                let offset = isShort ? Int(tag >> 5) << 8 | value : value
                guard offset > 0, offset <= written else {
                    throw SnappyError(position: position, problem: .badOffset(offset: offset, written: written))
                }
                guard declared - written >= count else {
                    throw SnappyError(position: position, problem: .longerThanDeclared(declared))
                }
                // Byte by byte: a copy may read what it has just written.
                for index in 0..<count { target[written + index] = target[written + index - offset] }
                written += count
            }
        }
        guard written == declared else {
            throw SnappyError(
                position: source.count, problem: .shorterThanDeclared(declared: declared, found: written))
        }
    }
}
