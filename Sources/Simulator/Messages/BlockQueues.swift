/// The blocks that wait for each host's processor: a host checks one after another, in the order of their arrival.
///
/// A host that needs longer over a block than the next one takes to come falls behind by more with every block. When its
/// pace changes, what is left of the work is done at the new one.
package struct BlockQueues: Sendable {
    /// A block that a host has to check.
    package struct Job: Sendable, Equatable {
        package var block: Int
        /// Nanoseconds from the start of the run, as all times here.
        package var arrival: Int64
        /// How long it takes at the usual pace, nanoseconds.
        package var work: Int64
        /// When it is checked, as things stand.
        package var finish: Int64
    }

    /// A block that a host has checked at another time than was thought.
    package struct Change: Sendable, Equatable {
        package var host: Int
        package var block: Int
        package var finish: Int64
    }

    /// How much longer than usual a host takes over each block.
    package struct Pace: Sendable, Equatable {
        /// What makes it slower.
        package enum Step: Sendable, Equatable {
            /// The machine takes so many per cent of the time.
            case percent(Int)
            /// Something takes so many nanoseconds more.
            case longer(Int64)
        }

        /// In the order in which they count.
        package var steps: [Step]

        /// A pace; without arguments the usual one.
        package init(_ steps: [Step] = []) { self.steps = steps }

        /// How long work takes, nanoseconds.
        package func duration(of work: Int64) -> Int64 {
            var span = min(work, BlockQueues.farthest)
            for step in steps {
                switch step {
                case .percent(let percent):
                    let (product, overflow) = (span / 100).multipliedReportingOverflow(by: Int64(percent))
                    span = overflow ? BlockQueues.farthest : min(product, BlockQueues.farthest)
                case .longer(let delay): span = min(span + min(delay, BlockQueues.farthest), BlockQueues.farthest)
                }
            }
            return span
        }
    }

    /// No time is later: 73 years.
    fileprivate static let farthest = Int64.max / 4

    /// Per host, when it has checked all that it knows of.
    private var busyUntil: [Int64]
    /// Per host, the block that came last, where no other one waits.
    private var only: [Job]
    /// Per host, all blocks that are not checked, in the order of work, where there may be more than one.
    private var queues: [[Job]]
    private var paces: [Pace]
    /// Per host, whether its pace is not the usual one.
    private var isSlow: [Bool]

    /// Hosts that have nothing to do, at the usual pace.
    package init(hosts: Int) {
        busyUntil = Array(repeating: .min, count: hosts)
        only = Array(repeating: Job(block: 0, arrival: .min, work: 0, finish: .min), count: hosts)
        queues = Array(repeating: [], count: hosts)
        paces = Array(repeating: Pace(), count: hosts)
        isSlow = Array(repeating: false, count: hosts)
    }

    /// Whether a host has a block to check, or one is on its way.
    package func isBusy(_ host: Int, at time: Int64) -> Bool { busyUntil[host] > time }

    /// When a host has checked all that it knows of; long ago where nothing ever came.
    package func idle(_ host: Int) -> Int64 { busyUntil[host] }

    /// How long work takes a host at its pace of the moment, nanoseconds.
    package func duration(of work: Int64, at host: Int) -> Int64 {
        isSlow[host] ? paces[host].duration(of: work) : min(work, Self.farthest)
    }

    /// Blocks that a host has not checked at a time, those on their way included, in the order of work.
    package func unfinished(_ host: Int, at time: Int64) -> [Job] {
        guard isBusy(host, at: time) else { return [] }
        return queues[host].isEmpty ? [only[host]] : queues[host].filter { $0.finish > time }
    }

    /// Adds a block that comes to a host.
    ///
    /// - Parameters:
    ///   - arrival: not before `now`.
    ///   - changes: blocks that the new one comes before are added.
    /// - Returns: when it is checked.
    /// - Complexity: constant where the host has nothing to do; else linear in what waits.
    package mutating func add(
        _ block: Int, arrival: Int64, work: Int64, to host: Int, at now: Int64, changes: inout [Change]
    ) -> Int64 {
        guard !isBusy(host, at: now) else {
            return insert(block, arrival: arrival, work: work, into: host, at: now, changes: &changes)
        }
        let finish = min(arrival, Self.farthest) + duration(of: work, at: host)
        only[host] = Job(block: block, arrival: arrival, work: work, finish: finish)
        if !queues[host].isEmpty { queues[host] = [] }
        busyUntil[host] = finish
        return finish
    }

    private mutating func insert(
        _ block: Int, arrival: Int64, work: Int64, into host: Int, at now: Int64, changes: inout [Change]
    ) -> Int64 {
        var queue = unfinished(host, at: now)
        // The one that is being checked came before this.
        var place = queue.count
        while place > 0, queue[place - 1].arrival > arrival { place -= 1 }
        queue.insert(Job(block: block, arrival: arrival, work: work, finish: 0), at: place)
        var free = place > 0 ? queue[place - 1].finish : now
        for index in place..<queue.count {
            let start = min(max(queue[index].arrival, free), Self.farthest)
            let finish = start + paces[host].duration(of: queue[index].work)
            if index > place, finish != queue[index].finish {
                changes.append(Change(host: host, block: queue[index].block, finish: finish))
            }
            queue[index].finish = finish
            free = finish
        }
        queues[host] = queue
        busyUntil[host] = free
        return queue[place].finish
    }

    /// Sets how fast a host works from now on.
    ///
    /// Of the block that it is checking, the same share is left as before.
    ///
    /// - Parameter changes: blocks that are now checked at another time are added.
    package mutating func set(_ pace: Pace, of host: Int, at now: Int64, changes: inout [Change]) {
        let old = paces[host]
        guard pace != old else { return }
        paces[host] = pace
        isSlow[host] = !pace.steps.isEmpty
        var queue = unfinished(host, at: now)
        guard !queue.isEmpty else { return }
        var free = now
        for index in queue.indices {
            let job = queue[index]
            let whole = pace.duration(of: job.work)
            let finish: Int64
            if index == 0, job.arrival <= now {
                let left = Self.share(of: whole, job.finish - now, in: old.duration(of: job.work))
                finish = min(now, Self.farthest) + left
            } else {
                finish = min(max(job.arrival, free), Self.farthest) + whole
            }
            if finish != job.finish { changes.append(Change(host: host, block: job.block, finish: finish)) }
            queue[index].finish = finish
            free = finish
        }
        queues[host] = queue
        busyUntil[host] = free
    }

    /// The part of a span that another is of a whole, rounded up.
    private static func share(of span: Int64, _ part: Int64, in whole: Int64) -> Int64 {
        guard part < whole else { return span }
        let product = span.magnitude.multipliedFullWidth(by: part.magnitude)
        let (quotient, remainder) = whole.magnitude.dividingFullWidth(product)
        return Int64(quotient) + (remainder > 0 ? 1 : 0)
    }

    /// A host loses what it had to do: it went dark.
    package mutating func clear(_ host: Int, at now: Int64) {
        guard isBusy(host, at: now) else { return }
        queues[host] = []
        busyUntil[host] = now
    }
}
