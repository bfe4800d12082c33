import BeaconChain
import Testing

@Suite("raw snappy blocks")
struct SnappyTests {
    @Test(
        "literals and copies unfold",
        arguments: [
            ([0x00], ""),
            ([0x03, 0x08, 0x61, 0x62, 0x63], "abc"),
            // Four literal bytes, then six bytes from two back: a copy that reads what it writes.
            ([0x0A, 0x0C, 0x61, 0x62, 0x63, 0x64, 0x09, 0x02], "abcdcdcdcd"),
            // The same with a two-byte and with a four-byte offset.
            ([0x0A, 0x0C, 0x61, 0x62, 0x63, 0x64, 0x16, 0x02, 0x00], "abcdcdcdcd"),
            ([0x0A, 0x0C, 0x61, 0x62, 0x63, 0x64, 0x17, 0x02, 0x00, 0x00, 0x00], "abcdcdcdcd"),
            // A literal whose length takes a byte of its own.
            ([0x03, 0xF0, 0x02, 0x78, 0x79, 0x7A], "xyz"),
        ] as [([UInt8], String)])
    func unfolds(input: [UInt8], text: String) throws {
        #expect(String(decoding: try Snappy.decompress(input), as: UTF8.self) == text)
    }

    @Test(
        "malformed blocks are refused with the byte at fault",
        arguments: [
            ([], 0, .badLength),
            ([0xFF], 0, .badLength),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0x7F], 0, .badLength),
            ([0x03, 0x08, 0x61], 1, .truncated),
            ([0x03, 0xF4, 0x02], 1, .truncated),
            ([0x05, 0x00, 0x61, 0x09], 3, .truncated),
            ([0x05, 0x00, 0x61, 0x01, 0x02], 3, .badOffset(offset: 2, written: 1)),
            ([0x05, 0x00, 0x61, 0x01, 0x00], 3, .badOffset(offset: 0, written: 1)),
            ([0x02, 0x08, 0x61, 0x62, 0x63], 1, .longerThanDeclared(2)),
            ([0x04, 0x08, 0x61, 0x62, 0x63], 5, .shorterThanDeclared(declared: 4, found: 3)),
            ([0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59, 0x00], 0, .framed),
        ] as [([UInt8], Int, SnappyError.Problem)])
    func refuses(input: [UInt8], position: Int, problem: SnappyError.Problem) {
        #expect(throws: SnappyError(position: position, problem: problem)) { try Snappy.decompress(input) }
    }

    @Test("a declared length is checked before anything is allocated")
    func lengthBombs() {
        let fourGigabytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x00, 0x61]
        #expect(throws: SnappyError(position: 0, problem: .longerThanPossible(declared: 4_294_967_295, input: 7))) {
            try Snappy.decompress(fourGigabytes)
        }
        #expect(throws: SnappyError(position: 0, problem: .longerThanAllowed(declared: 3, limit: 2))) {
            try Snappy.decompress([0x03, 0x08, 0x61, 0x62, 0x63], limit: 2)
        }
    }

    @Test("the largest possible ratio is still read")
    func bestRatio() throws {
        // One literal byte and copies of 64: three bytes for 64.
        var input: [UInt8] = [0x81, 0x80, 0x04, 0x00, 0x61]
        for _ in 0..<1024 { input += [0xFE, 0x01, 0x00] }
        #expect(try Snappy.decompress(input) == [UInt8](repeating: 0x61, count: 65_537))
    }
}
