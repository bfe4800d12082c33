internal import Dispatch
internal import Synchronization

/// Pure work on several cores, with results in the order of the questions: who computes what cannot be seen in them.
enum SpreadWork {
    /// `work(0) … work(count − 1)` on at most `threads` threads.
    static func map<Value: Sendable>(
        count: Int, threads: Int, _ work: @Sendable (Int) -> Value
    ) -> [Value] {
        let workers = min(threads, count)
        if workers <= 1 { return (0..<count).map(work) }
        let next = Atomic(0)
        let results = Mutex([Value?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                let value = work(index)
                results.withLock { $0[index] = value }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
