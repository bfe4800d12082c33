import Staking
import Testing

/// A life cycle that a test can ask in the middle of an expectation.
private final class Life {
    private var cycle = NodeLifeCycle()

    /// What the end of an outage must tell.
    struct Damage: Equatable {
        var outage: Int
        var away: Int64
        var losses: DatabaseLoss = []
        var mustRestart = false
    }

    func begin(_ outage: Int, at time: Int64, losses: DatabaseLoss = [], restarts: Bool = false) {
        cycle.begin(outage: outage, at: time, losses: losses, restarts: restarts)
    }

    @discardableResult func end(_ outage: Int, at time: Int64) -> Damage? {
        cycle.end(outage: outage, at: time).map {
            Damage(outage: $0.outage, away: $0.away, losses: $0.losses, mustRestart: $0.mustRestart)
        }
    }

    /// Recovers in steps of so many nanoseconds.
    @discardableResult func recover(_ outage: Int, from time: Int64, steps: [Int64]?) -> Int64? {
        cycle.recover(
            outage: outage, from: time,
            steps: steps?.map { RecoveryStep(state: "catch-up", duration: $0, detail: "") })
    }

    func recovered(_ generation: UInt32) -> Bool { cycle.recovered(generation: generation) }

    var generation: UInt32 { cycle.generation }
    var lastState: String? { cycle.spans.last?.state }
    /// Start, end, outage and darkness of each stretch.
    var shape: [[Int64]] { cycle.spans.map { [$0.start, $0.end, Int64($0.outage), $0.isDark ? 1 : 0] } }
}

@Suite("node life cycle")
struct NodeLifeCycleTests {
    @Test("an outage and its recovery follow each other, and the next one starts afresh")
    func simple() {
        let life = Life()
        life.begin(3, at: 100, losses: [.consensus], restarts: true)
        #expect(life.shape == [[100, .max, 3, 1]])
        #expect(life.end(3, at: 250) == .init(outage: 3, away: 150, losses: [.consensus], mustRestart: true))
        #expect(life.recover(3, from: 250, steps: [10, 0, 40]) == 300)
        #expect(life.shape == [[100, 250, 3, 1], [250, 260, 3, 0], [260, 300, 3, 0]])
        #expect(life.recovered(life.generation))
        life.begin(4, at: 400)
        #expect(life.end(4, at: 410) == .init(outage: 4, away: 10))
    }

    @Test("of overlapping outages the one in force longest is blamed, and the last to let go starts the recovery")
    func overlap() {
        let life = Life()
        life.begin(0, at: 100)
        life.begin(1, at: 150, losses: [.execution], restarts: true)
        #expect(life.end(0, at: 200) == nil)
        #expect(life.shape == [[100, 200, 0, 1], [200, .max, 1, 1]])
        #expect(life.end(1, at: 300) == .init(outage: 1, away: 200, losses: [.execution], mustRestart: true))
        #expect(life.shape == [[100, 200, 0, 1], [200, 300, 1, 1]])
    }

    @Test("an outage within another changes nothing but the damage")
    func nested() {
        let life = Life()
        life.begin(0, at: 100)
        life.begin(1, at: 120, losses: [.consensus])
        #expect(life.end(1, at: 140) == nil)
        #expect(life.shape == [[100, .max, 0, 1]])
        #expect(life.end(0, at: 160) == .init(outage: 0, away: 60, losses: [.consensus]))
    }

    @Test("an outage during a recovery sends the node back: the backlog is that of the whole time away")
    func interrupted() {
        let life = Life()
        life.begin(0, at: 100, losses: [.consensus], restarts: true)
        life.end(0, at: 200)
        #expect(life.recover(0, from: 200, steps: [50, 500]) == 750)
        let abandoned = life.generation
        life.begin(1, at: 300, losses: [.execution])
        #expect(life.shape == [[100, 200, 0, 1], [200, 250, 0, 0], [250, 300, 0, 0], [300, .max, 1, 1]])
        #expect(!life.recovered(abandoned))
        #expect(
            life.end(1, at: 310)
                == .init(outage: 1, away: 210, losses: [.consensus, .execution], mustRestart: true))
        // The old recovery's end comes while the new one runs.
        #expect(life.recover(1, from: 310, steps: [1_000]) == 1_310)
        #expect(!life.recovered(abandoned))
        #expect(life.recovered(life.generation))
    }

    @Test("an outage at the moment a recovery starts leaves nothing of it")
    func atOnce() {
        let life = Life()
        life.begin(0, at: 100)
        life.end(0, at: 200)
        life.recover(0, from: 200, steps: [10, 10])
        life.begin(1, at: 200)
        #expect(life.shape == [[100, 200, 0, 1], [200, .max, 1, 1]])
    }

    @Test("an outage without length leaves no stretch")
    func withoutLength() {
        let life = Life()
        life.begin(0, at: 100)
        #expect(life.end(0, at: 100)?.away == 0)
        #expect(life.shape.isEmpty)
    }

    @Test("the end of an outage that never began is nothing")
    func unknown() {
        let life = Life()
        #expect(life.end(7, at: 10) == nil)
        life.begin(0, at: 100)
        #expect(life.end(7, at: 110) == nil)
        #expect(life.shape == [[100, .max, 0, 1]])
    }

    @Test("who never reaches the head stays behind until the next outage, and beyond the end of time")
    func never() {
        let life = Life()
        life.begin(0, at: 100)
        life.end(0, at: 200)
        #expect(life.recover(0, from: 200, steps: nil) == nil)
        #expect(life.lastState == "falling behind")
        life.begin(1, at: 300)
        #expect(life.end(1, at: 400)?.away == 300)
        #expect(life.recover(1, from: 400, steps: [.max]) == nil)
        #expect(life.shape.suffix(3) == [[200, 300, 0, 0], [300, 400, 1, 1], [400, .max, 1, 0]])
    }
}
