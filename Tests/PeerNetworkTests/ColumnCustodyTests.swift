import EventEngine
import PeerNetwork
import Testing

@Suite("Column custody")
struct ColumnCustodyTests {
    @Test(
        "custody follows stake as in consensus-specs Fulu",
        arguments: [
            (0, false, 4, 8), (5_000, false, 4, 8), (32, true, 8, 8), (256, true, 8, 8), (288, true, 9, 9),
            (2_048, true, 64, 64), (4_095, true, 127, 127), (4_096, true, 128, 128), (1_000_000, true, 128, 128),
        ])
    func counts(stake: UInt64, hasValidators: Bool, custody: Int, taken: Int) throws {
        #expect(ColumnCustody.custody(stake: stake, hasValidators: hasValidators) == custody)
        #expect(ColumnCustody.columnsTaken(stake: stake, hasValidators: hasValidators) == taken)
        let node = try ColumnCustody(
            stakeIncrementsOfNode: [stake], hasValidators: [hasValidators], source: RandomSource(seed: 1))
        #expect(Set(node.columns(of: 0)).count == taken)
    }

    @Test("a column of 21 blobs weighs 45 kB")
    func sizes() {
        #expect(ColumnCustody.bytes(blobs: 0) == 336)
        #expect(ColumnCustody.bytes(blobs: 21) == 45_360)
    }

    @Test(
        "each column's mesh is connected, of degree eight or complete, and lists each other", arguments: [5, 40, 700])
    func meshes(nodes: Int) throws {
        let custody = try BlockPropagationTests.custody(nodes: nodes, seed: 3)
        for column in 0..<128 {
            let members = custody.subscribers(of: column)
            var reached: Set<Int> = []
            var frontier = Array(members.prefix(1))
            while let node = frontier.popLast() {
                guard reached.insert(node).inserted else { continue }
                let peers = custody.peers(of: node, column: column)
                #expect(Set(peers).count == peers.count && !peers.contains(node))
                #expect(members.count > 9 ? (6...12).contains(peers.count) : peers.count == members.count - 1)
                #expect(peers.allSatisfy { custody.peers(of: $0, column: column).contains(node) })
                frontier += peers
            }
            #expect(reached == Set(members))
        }
        #expect(custody.peers(of: 1, column: 0).isEmpty != custody.columns(of: 1).contains(0))
    }

    @Test("columns are spread evenly, and a node's own do not move when others change")
    func draws() throws {
        let many = try ColumnCustody(
            stakeIncrementsOfNode: Array(repeating: 32, count: 16_000),
            hasValidators: Array(repeating: true, count: 16_000), source: RandomSource(seed: 1))
        // 1,000 subscribers each, give or take five standard deviations.
        for column in 0..<128 { #expect((845...1_155).contains(many.subscribers(of: column).count)) }
        let rich = try ColumnCustody(
            stakeIncrementsOfNode: [32, 3_200], hasValidators: [true, true], source: RandomSource(seed: 1))
        #expect(Array(rich.columns(of: 0)) == Array(many.columns(of: 0)))
        #expect(Set(rich.columns(of: 1)).isSuperset(of: many.columns(of: 1)))
    }

    @Test("lists of different lengths and no nodes are refused")
    func bad() {
        for (stakes, validators) in [([1], []), ([], [])] as [([UInt64], [Bool])] {
            #expect(throws: NetworkDataError.self) {
                try ColumnCustody(
                    stakeIncrementsOfNode: stakes, hasValidators: validators, source: RandomSource(seed: 1))
            }
        }
    }
}
