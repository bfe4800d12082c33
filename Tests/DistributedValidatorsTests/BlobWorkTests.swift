import DistributedValidators
import Testing

@Suite("Work on blobs")
struct BlobWorkTests {
    private static func outcome(
        _ blobs: Int, _ sharing: BlobWork.Sharing, _ members: [BlobWork.Member], needsProofs: Bool = true
    ) -> BlobWork.Outcome {
        BlobWork(blobs: blobs, needsProofs: needsProofs, sharing: sharing).outcome(
            slot: 0, members: members, latency: DutySetting.latency(members.count))
    }

    private static func cluster(_ count: Int) -> [BlobWork.Member] {
        Array(repeating: BlobWork.Member(), count: count)
    }

    @Test("sizes of columns are those of the specification", arguments: [(9, 19_600), (21, 45_400), (72, 155_000)])
    func columnSizes(blobs: Int64, bytes: Int64) {
        // The figures are rounded: kilobytes to one decimal, or to a whole one.
        let found = BlobCosts.shipped.columnBytes(blobs: blobs)
        #expect(abs(found - bytes) <= bytes / 50)
    }

    @Test("a node by itself computes all proofs one after the other", arguments: [6, 21, 48, 72])
    func alone(blobs: Int) {
        let outcome = Self.outcome(blobs, .none, Self.cluster(1))
        #expect(outcome.provenAt == Int64(blobs) * 180_700_000)
        #expect(outcome.rounds == 1)
    }

    @Test("shared rows take the time of the largest part and one hop", arguments: [(21, 4), (21, 7), (72, 4), (72, 7)])
    func shared(blobs: Int, count: Int) throws {
        let outcome = Self.outcome(blobs, .rows, Self.cluster(count))
        let part = Int64((blobs + count - 1) / count) * 180_700_000
        let proven = try #require(outcome.provenAt)
        #expect(proven >= part)
        #expect(proven < part + 700_000_000)
        #expect(proven < Int64(blobs) * 180_700_000)
    }

    @Test("shared columns divide what each member uploads by the members", arguments: [4, 8])
    func columns(count: Int) {
        let all = Self.outcome(21, .none, Self.cluster(count), needsProofs: false)
        let shared = Self.outcome(21, .rowsAndColumns, Self.cluster(count), needsProofs: false)
        #expect(shared.sent.reduce(0, +) * Int64(count) == all.sent.reduce(0, +))
        #expect((shared.publishedAt ?? .max) < (all.publishedAt ?? 0))
    }

    @Test("a dead member costs a timer, a lying one too and is named")
    func faults() throws {
        let healthy = try #require(Self.outcome(21, .rowsAndColumns, Self.cluster(4)).provenAt)
        var members = Self.cluster(4)
        members[1].isUp = false
        let dead = Self.outcome(21, .rowsAndColumns, members)
        #expect(dead.rounds == 2)
        #expect(try #require(dead.provenAt) >= healthy + 1_000_000_000)
        #expect(dead.liars.isEmpty)
        members[1] = BlobWork.Member(isHonest: false)
        let lied = Self.outcome(21, .rowsAndColumns, members)
        #expect(lied.liars.members == [1])
        #expect(lied.provenAt == dead.provenAt)
    }

    @Test("nobody left: nothing is proven or published")
    func nobody() {
        let outcome = Self.outcome(6, .rowsAndColumns, Array(repeating: BlobWork.Member(isUp: false), count: 4))
        #expect(outcome.provenAt == nil)
        #expect(outcome.publishedAt == nil)
    }

    @Test(
        "a damaged data file names its line",
        arguments: [
            ("columns,128,count", "expected 6 fields"), ("colums,128,count,a,b,c", "unknown operation"),
            ("columns,-1,count,a,b,c", "no whole number"), ("columns,128,bytes,a,b,c", "unit"),
            ("columns,128,count,a,b,c", "no line for"),
        ])
    func badData(csv: String, message: String) {
        #expect {
            try BlobCosts(csv: csv)
        } throws: { ($0 as? BlobCosts.FileError)?.description.contains(message) == true }
    }
}
