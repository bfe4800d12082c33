/// Writes SSZ values one after another.
struct SSZEncoder {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func uint64(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    mutating func root(_ value: Root) {
        withUnsafeBytes(of: value.words) { bytes.append(contentsOf: $0) }
    }

    mutating func roots(_ values: [Root]) {
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func uint64s(_ values: [UInt64]) {
        for value in values { uint64(value) }
    }

    mutating func checkpoint(_ value: Checkpoint) {
        uint64(value.epoch)
        root(value.root)
    }

    /// Leaves room for the offset of a part that comes later.
    mutating func offsetPlace() -> Int {
        bytes.append(contentsOf: [0, 0, 0, 0])
        return bytes.count - 4
    }

    /// Says that the part of that offset begins here. False if an offset's 32 bits do not reach.
    mutating func beginPart(_ place: Int, ofContainerAt start: Int = 0) -> Bool {
        guard let offset = UInt32(exactly: bytes.count - start) else { return false }
        withUnsafeBytes(of: offset.littleEndian) { raw in
            for index in 0..<4 { bytes[place + index] = raw[index] }
        }
        return true
    }

    /// Appends `count` records of `size` bytes, each filled in through a pointer to its zeroed bytes.
    mutating func records(_ count: Int, size: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count * size))
        bytes.withUnsafeMutableBytes { fill(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
    }
}
