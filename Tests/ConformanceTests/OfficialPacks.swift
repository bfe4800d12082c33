import BeaconChain
import Conformance
import Foundation

/// The packed reference tests that the repository carries.
enum OfficialPacks {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Official")

    static func path(_ name: String) -> String { folder.appendingPathComponent(name + ".tar.xz").path }

    /// Cases of each pack: those that must pass, and those that need KZG proofs.
    static let counts: [(name: String, passed: Int, skipped: Int)] = [
        ("mainnet-fulu", 186, 0), ("minimal-altair", 357, 0), ("minimal-bellatrix", 393, 0),
        ("minimal-capella", 476, 0), ("minimal-deneb", 501, 0), ("minimal-electra", 715, 0),
        ("minimal-fulu", 738, 6),
    ]

    static func spec(_ one: OfficialCase) throws -> ChainSpec {
        guard let preset = Preset(rawValue: one.presetName), let fork = Fork(rawValue: one.forkName) else {
            throw UnknownRules(name: "\(one.presetName)/\(one.forkName)")
        }
        return ChainSpec(preset: preset, fork: fork)
    }

    struct UnknownRules: Error {
        let name: String
    }

    /// The unpacked SSZ bytes of a case's file; nil if it has none of that name.
    static func ssz(_ one: OfficialCase, _ name: String) throws -> [UInt8]? {
        try packed(one, name).map { try Snappy.decompress($0) }
    }

    static func packed(_ one: OfficialCase, _ name: String) throws -> [UInt8]? {
        let url = URL(fileURLWithPath: one.directory).appendingPathComponent(name + ".ssz_snappy")
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        return [UInt8](try Data(contentsOf: url))
    }
}

/// Repeatable random numbers for choosing where to damage a file.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func roll(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, bound)
    }

    /// The bytes with an end cut off, a bit flipped or some bytes set to what often breaks arithmetic.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var damaged = bytes
        guard !damaged.isEmpty else { return damaged }
        switch roll(8) {
        case 0:
            damaged.removeLast(1 + roll(damaged.count))
        case 1, 2, 3:
            for _ in 0...roll(3) { damaged[roll(damaged.count)] ^= 1 << UInt8(roll(8)) }
        case 4, 5:
            let start = roll(damaged.count)
            for index in start..<min(start + 8, damaged.count) { damaged[index] = 0xFF }
        case 6:
            let start = roll(damaged.count)
            for index in start..<min(start + 8, damaged.count) { damaged[index] = 0 }
        default:
            damaged.append(contentsOf: (0...roll(9)).map { _ in UInt8(roll(256)) })
        }
        return damaged
    }
}
