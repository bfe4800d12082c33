import BLS12381
import Testing

@Suite("Hostile bytes give typed errors")
struct HostileEncodingTests {
    @Test("one flipped bit of a compressed point is refused or is another point that encodes to itself")
    func flippedBits() {
        let first = G1.generator.compressed
        for bit in 0..<384 {
            var bytes = first
            bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            if let point = try? G1(compressed: bytes) {
                #expect(point.compressed == bytes)
                #expect(point != .generator)
            }
        }
        let second = G2.generator.compressed
        for bit in stride(from: 0, to: 768, by: 3) {
            var bytes = second
            bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            if let point = try? G2(compressed: bytes) {
                #expect(point.compressed == bytes)
                #expect(point != .generator)
            }
        }
    }

    @Test("every flag combination but the right ones is refused, with its reason")
    func flags() {
        let x = G1.generator.compressed
        func error(_ flags: UInt8) -> EncodingError? {
            var bytes = x
            bytes[0] = bytes[0] & 0x1f | flags << 5
            do throws(EncodingError) {
                _ = try G1(compressed: bytes)
                return nil
            } catch {
                return error
            }
        }
        for flags: UInt8 in 0...3 { #expect(error(flags) == .wrongCompressionFlag(expected: true)) }
        #expect(error(4) == nil)
        #expect(error(5) == nil)
        #expect(error(6) == .malformedInfinity)
        #expect(error(7) == .malformedInfinity)
    }

    @Test("every length but the right one is refused", arguments: 0...200)
    func lengths(count: Int) {
        let bytes = [UInt8]([0xc0]) + [UInt8](repeating: 0, count: max(count - 1, 0))
        let given = Array(bytes.prefix(count))
        #expect((try? G1(compressed: given)) == nil || count == 48)
        #expect((try? G2(compressed: given)) == nil || count == 96)
        #expect((try? SecretKey(bytes: given)) == nil || count == 32)
    }

    @Test("infinity is a point, but no public key")
    func infinity() throws {
        let bytes = [UInt8]([0xc0]) + [UInt8](repeating: 0, count: 47)
        #expect(try G1(compressed: bytes).isInfinity)
        #expect(throws: EncodingError.infinityNotAllowed) { try PublicKey(compressed: bytes) }
        #expect(throws: EncodingError.infinityNotAllowed) { try PublicKey(G1.infinity) }
        let uncompressed = [UInt8]([0x40]) + [UInt8](repeating: 0, count: 95)
        #expect(try G1(uncompressed: uncompressed).isInfinity)
        #expect(throws: EncodingError.infinityNotAllowed) { try PublicKey(uncompressed: uncompressed) }
        #expect(throws: EncodingError.notOnCurve) { try G1(uncompressed: [UInt8](repeating: 0, count: 96)) }
        #expect(throws: EncodingError.notOnCurve) { try G2(uncompressed: [UInt8](repeating: 0, count: 192)) }
    }

    @Test("the uncompressed form survives a round trip, and refuses wrong y and flags")
    func uncompressed() throws {
        let good = (Fr(5) * G2.generator).uncompressed
        #expect(try G2(uncompressed: good) == Fr(5) * G2.generator)
        var wrong = good
        wrong[191] ^= 1
        #expect(throws: EncodingError.notOnCurve) { try G2(uncompressed: wrong) }
        wrong = good
        wrong[0] |= 0x20
        #expect(throws: EncodingError.unexpectedSignFlag) { try G2(uncompressed: wrong) }
        wrong = good
        wrong[0] |= 0x80
        #expect(throws: EncodingError.wrongCompressionFlag(expected: false)) { try G2(uncompressed: wrong) }
    }

    @Test("random bytes never trap", arguments: 1...3)
    func randomBytes(seed: UInt64) {
        var generator = SplitMix(state: seed)
        for _ in 0..<300 {
            var bytes = generator.bytes(96)
            bytes[0] |= 0x80
            if let point = try? G2(compressed: bytes) { #expect(point.compressed == bytes) }
            if let point = try? G1(compressed: bytes.prefix(48)) {
                #expect(point.compressed == Array(bytes.prefix(48)))
            }
            bytes[0] &= 0x1f
            #expect((try? G1(uncompressed: bytes)) == nil)
        }
    }

    @Test("hexadecimal text is read strictly")
    func hexadecimal() throws {
        #expect(try Hexadecimal.bytes("0x00fFAb") == [0, 255, 0xab])
        #expect(try Hexadecimal.bytes("") == [])
        for text in ["0", "0x0", "zz", "0x 1", "0X00", "é1"] {
            #expect(throws: EncodingError.notHexadecimal) { try Hexadecimal.bytes(text) }
        }
        #expect(Hexadecimal.text([0, 255]) == "0x00ff")
    }
}
