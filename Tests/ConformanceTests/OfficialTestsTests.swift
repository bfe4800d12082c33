import BeaconChain
import Conformance
import Testing

@Suite("official reference tests")
struct OfficialTestsTests {
    @Test("every official case passes with real signatures and state roots", arguments: OfficialPacks.counts)
    func pack(name: String, passed: Int, skipped: Int) throws {
        let report = ConformanceReport(try runConformance(at: OfficialPacks.path(name)))
        #expect(
            report.total == ConformanceReport.Tally(passed: passed, failed: 0, skipped: skipped), "\(report.text())")
        #expect(report.skipReasons.allSatisfy { $0.reason == SkipReason.kzgProofs.rawValue })
    }

    @Test("results come in the same order from one thread and from three")
    func deterministicOrder() throws {
        let path = OfficialPacks.path("minimal-altair")
        #expect(try runOfficialTests(at: path, jobs: 1) == runOfficialTests(at: path, jobs: 3))
    }

    @Test("states come back byte for byte, and their roots are those that later states remember")
    func statesAndRoots() throws {
        var states = 0
        var roots = 0
        for (name, _, _) in OfficialPacks.counts where name != "mainnet-fulu" {
            try OfficialSource.withCases(at: OfficialPacks.path(name)) { cases in
                for one in cases where ["sanity", "finality", "operations"].contains(one.runner) {
                    let spec = try OfficialPacks.spec(one)
                    var read: [BeaconState] = []
                    for file in ["pre", "post"] {
                        guard let bytes = try OfficialPacks.ssz(one, file) else { continue }
                        let state = try BeaconState(ssz: bytes, spec: spec, keepingRemainders: true)
                        #expect(try state.encodeSSZ() == bytes, "\(one.directory)/\(file)")
                        states += 1
                        read.append(state)
                    }
                    guard read.count == 2, read[0].slot < read[1].slot else { continue }
                    guard read[1].slot - read[0].slot <= spec.slotsPerHistoricalRoot else { continue }
                    let place = Int(read[0].slot % spec.slotsPerHistoricalRoot)
                    let root = try read[0].hashTreeRoot()
                    #expect(root == read[1].chainRecord.stateRoots[place])
                    var header = read[0].chainRecord.latestBlockHeader
                    if header.stateRoot == .zero { header.stateRoot = root }
                    #expect(header.hashTreeRoot == read[1].blockRoots[place])
                    roots += 1
                }
            }
        }
        #expect(states > 3000)
        #expect(roots > 300)
    }
}
