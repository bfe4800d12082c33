/// Those active in an epoch, numbered from zero in registry order.
///
/// All that the spec's sampling asks of a registry: how many there are and how much each one weighs. So a registry may
/// be given by ranges or by a function just as well as by columns.
public protocol ActiveValidators {
    /// Number of active validators.
    var count: Int { get }
    /// No active validator has a larger effective balance, in increments.
    var largestIncrements: UInt16 { get }
    /// Effective balance at an active position below `count`, in increments.
    func increments(at position: Int) -> UInt16
}

/// Runs of active validators with equal effective balance.
public struct ActiveRanges: ActiveValidators, Sendable {
    /// Largest effective balance of all runs, in increments.
    public let largestIncrements: UInt16
    /// Position after the last of each run.
    private let ends: [Int]
    private let increments: [UInt16]

    /// - Parameter runs: how many validators follow each other with which effective balance in increments.
    public init(_ runs: [(count: Int, increments: UInt16)]) {
        var ends: [Int] = []
        var position = 0
        let filled = runs.filter { $0.count > 0 }
        for run in filled {
            position += run.count
            ends.append(position)
        }
        self.ends = ends
        increments = filled.map(\.increments)
        largestIncrements = increments.max() ?? 0
    }

    /// Number of active validators.
    public var count: Int { ends.last ?? 0 }

    /// Effective balance at an active position below `count`, in increments.
    public func increments(at position: Int) -> UInt16 {
        increments[run(at: position)]
    }

    /// First position of a run, by its number among those that are not empty.
    public func start(of run: Int) -> Int { run == 0 ? 0 : ends[run - 1] }

    /// Number of the run that holds a position, among those that are not empty.
    ///
    /// Complexity: logarithmic in the number of runs.
    public func run(at position: Int) -> Int {
        var (low, high) = (0, ends.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if position < ends[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Active validators whose effective balances a function tells.
public struct ActiveFunction: ActiveValidators {
    /// Number of active validators.
    public let count: Int
    /// Largest effective balance of all runs, in increments.
    public let largestIncrements: UInt16
    private let function: (Int) -> UInt16

    /// - Parameters:
    ///   - count: number of active validators.
    ///   - largestIncrements: a bound on what the function tells.
    ///   - increments: asked for positions below `count` only.
    public init(count: Int, largestIncrements: UInt16, increments: @escaping (Int) -> UInt16) {
        self.count = count
        self.largestIncrements = largestIncrements
        function = increments
    }

    /// Effective balance at an active position below `count`, in increments.
    public func increments(at position: Int) -> UInt16 { function(position) }
}
