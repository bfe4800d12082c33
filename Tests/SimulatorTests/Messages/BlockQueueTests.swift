import EventEngine
import Simulator
import Testing

/// Blocks that wait for a host's processor.
@Suite struct BlockQueueTests {
    typealias Pace = BlockQueues.Pace

    /// One host, step by step: at every instant it works on the block that came first, by the share of it that the instant
    /// is worth at the pace of that instant.
    struct Plain {
        var arrivals: [(block: Int, arrival: Int64, work: Int64)] = []
        /// From when on which pace holds, in order.
        var paces: [(from: Int64, pace: Pace)] = [(.min, Pace())]

        func finishes(step: Int64, until end: Int64) -> [Int: Int64] {
            var left = Dictionary(uniqueKeysWithValues: arrivals.map { ($0.block, 1.0) })
            var done: [Int: Int64] = [:]
            var current: Int?
            var now: Int64 = 0
            while now < end {
                if current == nil {
                    current =
                        arrivals.filter { $0.arrival <= now && done[$0.block] == nil }.min {
                            ($0.arrival, $0.block) < ($1.arrival, $1.block)
                        }?.block
                }
                let pace = paces.last { $0.from <= now }?.pace ?? Pace()
                now += step
                guard let block = current, let job = arrivals.first(where: { $0.block == block }) else { continue }
                left[block, default: 0] -= Double(step) / Double(pace.duration(of: job.work))
                if left[block, default: 0] <= 1e-9 {
                    done[block] = now
                    current = nil
                }
            }
            return done
        }
    }

    private static let second: Int64 = 1_000_000_000

    @Test(
        "a host checks one block after another, and falls behind by one in w/(w − 12) blocks where each takes it w > 12 s"
    )
    func closedForm() {
        var queues = BlockQueues(hosts: 1)
        var changes: [BlockQueues.Change] = []
        let (slot, work) = (12 * Self.second, 15 * Self.second)
        for block in 1...1_000 {
            let now = Int64(block) * slot
            let finish = queues.add(block, arrival: now, work: work, to: 0, at: now, changes: &changes)
            #expect(finish == slot + Int64(block) * work)
        }
        let now = 1_001 * slot
        let waiting = queues.unfinished(0, at: now)
        // 1,000 have come in 1,000 slots, in which 800 can be checked.
        #expect(waiting.count == 200)
        #expect(waiting.first?.block == 801)
        #expect(changes.isEmpty)
    }

    @Test(
        "at its usual speed again a host works off b blocks in b·w/(1 − w/12) seconds, if new ones come all the while")
    func recovery() {
        var queues = BlockQueues(hosts: 1)
        var changes: [BlockQueues.Change] = []
        let (slot, work) = (12 * Self.second, 3 * Self.second)
        queues.set(Pace([.percent(500)]), of: 0, at: 0, changes: &changes)
        var block = 0
        for _ in 0..<100 {
            block += 1
            _ = queues.add(
                block, arrival: Int64(block) * slot, work: work, to: 0, at: Int64(block) * slot, changes: &changes)
        }
        let end = 101 * slot
        queues.set(Pace(), of: 0, at: end, changes: &changes)
        #expect(changes.count == 20)
        while queues.isBusy(0, at: Int64(block + 1) * slot) {
            block += 1
            _ = queues.add(
                block, arrival: Int64(block) * slot, work: work, to: 0, at: Int64(block) * slot, changes: &changes)
        }
        // 20 · 3 / (1 − 1/4) = 80 s, to the next whole block.
        let took = queues.idle(0) - end
        #expect(took >= 78 * Self.second && took <= 84 * Self.second, "\(took)")
    }

    @Test("re-timed queues are those of a host that is followed step by step", arguments: 0..<100)
    func reference(seed: Int) {
        var stream = RandomSource(seed: UInt64(seed), replica: 0).stream(
            StreamDomain(rawValue: 0x7777), entity: UInt64(0))
        // Milliseconds as units of a thousand, so that each step of the plain host is exact.
        let unit: Int64 = 1_000
        var plain = Plain()
        var queues = BlockQueues(hosts: 2)
        var finishes: [Int: Int64] = [:]
        var now: Int64 = 0
        for block in 1...12 {
            now += Int64(stream.next(below: 6)) * unit
            if stream.next(below: 3) == 0 {
                let pace: Pace =
                    switch stream.next(below: 4) {
                    case 0: Pace()
                    case 1: Pace([.percent(200)])
                    case 2: Pace([.longer(3 * unit)])
                    default: Pace([.percent(400), .longer(2 * unit)])
                    }
                plain.paces.append((now, pace))
                var changes: [BlockQueues.Change] = []
                queues.set(pace, of: 1, at: now, changes: &changes)
                for change in changes { finishes[change.block] = change.finish }
            }
            let arrival = now + Int64(1 + stream.next(below: 8)) * unit
            let work = Int64(1 + stream.next(below: 7)) * unit
            plain.arrivals.append((block, arrival, work))
            var changes: [BlockQueues.Change] = []
            finishes[block] = queues.add(block, arrival: arrival, work: work, to: 1, at: now, changes: &changes)
            for change in changes {
                #expect(change.host == 1)
                finishes[change.block] = change.finish
            }
        }
        let expected = plain.finishes(step: 10, until: 600 * unit)
        #expect(expected.count == 12)
        for (block, finish) in expected {
            // A step, for each block before it.
            #expect(abs((finishes[block] ?? 0) - finish) <= 10 * 13, "block \(block)")
        }
        #expect(!queues.isBusy(0, at: 0))
        #expect(queues.idle(1) == finishes.values.max())
    }

    @Test("a host that goes dark forgets what it had to do")
    func dark() {
        var queues = BlockQueues(hosts: 1)
        var changes: [BlockQueues.Change] = []
        for block in 1...3 { _ = queues.add(block, arrival: 10, work: 100, to: 0, at: 0, changes: &changes) }
        queues.clear(0, at: 50)
        #expect(!queues.isBusy(0, at: 50))
        #expect(queues.unfinished(0, at: 50).isEmpty)
        #expect(queues.add(4, arrival: 70, work: 5, to: 0, at: 60, changes: &changes) == 75)
    }

    @Test("a block that overtakes another on its way is checked first, and the other later than was thought")
    func overtaking() {
        var queues = BlockQueues(hosts: 1)
        var changes: [BlockQueues.Change] = []
        #expect(queues.add(1, arrival: 1_000, work: 100, to: 0, at: 0, changes: &changes) == 1_100)
        #expect(queues.add(2, arrival: 980, work: 50, to: 0, at: 500, changes: &changes) == 1_030)
        #expect(changes.map(\.block) == [1] && changes.map(\.finish) == [1_130])
        #expect(queues.unfinished(0, at: 1_030).map(\.block) == [1])
    }

    @Test(
        "no pace and no wait is too long to be added up",
        arguments: [
            Pace([.longer(.max)]), Pace([.percent(100_000), .percent(100_000)]),
            Pace([.longer(.max), .percent(100_000)]),
        ])
    func longest(pace: Pace) {
        var queues = BlockQueues(hosts: 1)
        var changes: [BlockQueues.Change] = []
        queues.set(pace, of: 0, at: 0, changes: &changes)
        for block in 1...5 { _ = queues.add(block, arrival: .max / 2, work: .max / 3, to: 0, at: 0, changes: &changes) }
        queues.set(Pace(), of: 0, at: 7, changes: &changes)
        queues.set(pace, of: 0, at: 8, changes: &changes)
        #expect(queues.isBusy(0, at: 1_000_000 * Self.second))
        #expect(queues.unfinished(0, at: 9).count == 5)
    }
}
