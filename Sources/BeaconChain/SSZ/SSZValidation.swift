extension SSZType {
    /// Checks that a range of a buffer holds a value of this type: lengths, limits, offsets, booleans, padding bits.
    ///
    /// Work is proportional to the number of elements that can be malformed; a list of plain integers costs nothing.
    func validate(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(SSZError) {
        if let fixedSize, range.count != fixedSize {
            throw SSZError(position: range.lowerBound, problem: .length(expected: fixedSize, found: range.count))
        }
        switch shape {
        case .uint, .byteVector:
            return
        case .boolean:
            let byte = bytes[range.lowerBound]
            if byte > 1 { throw SSZError(position: range.lowerBound, problem: .notBoolean(byte)) }
        case .bitvector(let count):
            if count % 8 != 0, bytes[range.upperBound - 1] >> (count % 8) != 0 {
                throw SSZError(position: range.upperBound - 1, problem: .paddingBitsSet)
            }
        case .bitlist(let limit):
            try validateBitlist(bytes, range, limit: limit)
        case .vector(let element, let count):
            try validateElements(bytes, range, element: element, limit: UInt64(count), exactly: count)
        case .list(let element, let limit):
            try validateElements(bytes, range, element: element, limit: limit, exactly: nil)
        case .container(_, let fields):
            try validateFields(bytes, range, fields)
        }
    }

    private func validateBitlist(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, limit: UInt64
    ) throws(SSZError) {
        guard let last = range.last.map({ bytes[$0] }) else {
            throw SSZError(position: range.lowerBound, problem: .tooShort(atLeast: 1, found: 0))
        }
        guard last != 0 else { throw SSZError(position: range.upperBound - 1, problem: .bitlistWithoutEnd) }
        let count = SSZType.bitlistCount(byteCount: range.count, last: last)
        if count > limit {
            throw SSZError(position: range.lowerBound, problem: .overLimit(limit: limit, found: count))
        }
    }

    /// Number of bits of a bit list whose last byte is not zero.
    static func bitlistCount(byteCount: Int, last: UInt8) -> UInt64 {
        UInt64(byteCount - 1) * 8 + UInt64(7 - last.leadingZeroBitCount)
    }

    private func validateElements(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, element: SSZType, limit: UInt64, exactly: Int?
    ) throws(SSZError) {
        guard let size = element.fixedSize else {
            try validateVariableElements(bytes, range, element: element, limit: limit, exactly: exactly)
            return
        }
        guard range.count % size == 0 else {
            throw SSZError(position: range.lowerBound, problem: .lengthNotMultiple(of: size, found: range.count))
        }
        let count = range.count / size
        if UInt64(count) > limit {
            throw SSZError(position: range.lowerBound, problem: .overLimit(limit: limit, found: UInt64(count)))
        }
        guard element.hasContentRules else { return }
        for index in 0..<count {
            let start = range.lowerBound + index * size
            do throws(SSZError) {
                try element.validate(bytes, start..<start + size)
            } catch {
                throw error.inside("[\(index)]")
            }
        }
    }

    private func validateVariableElements(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, element: SSZType, limit: UInt64, exactly: Int?
    ) throws(SSZError) {
        if range.isEmpty {
            if let exactly, exactly > 0 {
                throw SSZError(position: range.lowerBound, problem: .tooShort(atLeast: 4 * exactly, found: 0))
            }
            return
        }
        guard range.count >= 4 else {
            throw SSZError(position: range.lowerBound, problem: .tooShort(atLeast: 4, found: range.count))
        }
        let first = SSZType.offset(bytes, range.lowerBound)
        guard first % 4 == 0, first > 0, first <= range.count else {
            throw SSZError(
                position: range.lowerBound, problem: .offsetOutOfRange(found: first, end: range.count))
        }
        let count = first / 4
        if UInt64(count) > limit || (exactly.map { $0 != count } ?? false) {
            throw SSZError(position: range.lowerBound, problem: .overLimit(limit: limit, found: UInt64(count)))
        }
        var start = first
        for index in 0..<count {
            let position = range.lowerBound + 4 * (index + 1)
            let end = index + 1 < count ? SSZType.offset(bytes, position) : range.count
            try SSZType.checkOrder(start, end, limit: range.count, position: position)
            do throws(SSZError) {
                try element.validate(bytes, range.lowerBound + start..<range.lowerBound + end)
            } catch {
                throw error.inside("[\(index)]")
            }
            start = end
        }
    }

    private func validateFields(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ fields: [Field]
    ) throws(SSZError) {
        guard range.count >= fixedPartSize else {
            throw SSZError(
                position: range.lowerBound, problem: .tooShort(atLeast: fixedPartSize, found: range.count))
        }
        var variable: (field: Field, start: Int)?
        for field in fields {
            let position = range.lowerBound + field.position
            if let size = field.type.fixedSize {
                guard field.type.hasContentRules else { continue }
                try SSZType.validateField(field, bytes, position..<position + size)
                continue
            }
            let start = SSZType.offset(bytes, position)
            if let previous = variable {
                try SSZType.checkOrder(previous.start, start, limit: range.count, position: position)
                try SSZType.validateField(
                    previous.field, bytes, range.lowerBound + previous.start..<range.lowerBound + start)
            } else if start != fixedPartSize {
                throw SSZError(position: position, problem: .offset(expected: fixedPartSize, found: start))
                    .inside(field.name)
            }
            variable = (field, start)
        }
        if let last = variable {
            try SSZType.validateField(
                last.field, bytes, range.lowerBound + last.start..<range.upperBound)
        }
    }

    private static func validateField(
        _ field: Field, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws(SSZError) {
        do throws(SSZError) {
            try field.type.validate(bytes, range)
        } catch {
            throw error.inside(field.name)
        }
    }

    private static func checkOrder(
        _ start: Int, _ end: Int, limit: Int, position: Int
    ) throws(SSZError) {
        if end > limit {
            throw SSZError(position: position, problem: .offsetOutOfRange(found: end, end: limit))
        }
        if end < start {
            throw SSZError(position: position, problem: .offsetsDescend(previous: start, found: end))
        }
    }

    /// The four-byte offset at a position that has been checked to exist.
    static func offset(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int {
        Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    }

    /// The range of a field in a container that has been validated.
    func range(
        ofField index: Int, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ fields: [Field]
    ) -> Range<Int> {
        let field = fields[index]
        let position = range.lowerBound + field.position
        if let size = field.type.fixedSize { return position..<position + size }
        let start = range.lowerBound + SSZType.offset(bytes, position)
        for later in fields[(index + 1)...] where later.type.fixedSize == nil {
            return start..<range.lowerBound + SSZType.offset(bytes, range.lowerBound + later.position)
        }
        return start..<range.upperBound
    }

    /// The range of an element of variable size in a list that has been validated.
    static func range(
        ofElement index: Int, count: Int, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) -> Range<Int> {
        let start = range.lowerBound + offset(bytes, range.lowerBound + 4 * index)
        let end =
            index + 1 < count
            ? range.lowerBound + offset(bytes, range.lowerBound + 4 * (index + 1)) : range.upperBound
        return start..<end
    }

    /// Number of elements of a validated list or vector.
    static func elementCount(_ element: SSZType, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
        if let size = element.fixedSize { return range.count / size }
        return range.isEmpty ? 0 : offset(bytes, range.lowerBound) / 4
    }
}
