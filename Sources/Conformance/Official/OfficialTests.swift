internal import BeaconChain
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs the official reference tests at a path: a folder at any level of the layout
/// `<preset>/<fork>/<runner>/<handler>/<suite>/<case>/`, a `.tar.xz` of it, or a folder of those.
///
/// Signatures are checked for real, except in cases that were made with wrong ones on purpose (`bls_setting: 2`).
///
/// - Parameter jobs: threads to spread the cases over; all cores if nil.
/// - Returns: results in order of preset, fork, runner, handler, suite and name, whatever the number of threads.
/// - Throws: `ConformanceSourceError` if nothing can be read there.
public func runOfficialTests(at path: String, jobs: Int? = nil) throws -> [CaseResult] {
    // One scheme for all cases of a preset, since it keeps the keys that it has decoded.
    let mainnet = BLSSignatureChecking(preset: .mainnet)
    let minimal = BLSSignatureChecking(preset: .minimal)
    return try OfficialSource.withCases(at: path) { cases in
        let workers = max(1, min(cases.count, jobs ?? ProcessInfo.processInfo.activeProcessorCount))
        let next = Mutex(0)
        let results = Mutex([CaseResult?](repeating: nil, count: cases.count))
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < cases.count else { return }
                let result = OfficialTests.run(cases[index]) { $0 == .mainnet ? mainnet : minimal }
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}

/// Chooses what a case is run by.
enum OfficialTests {
    static func run(_ one: OfficialCase, _ scheme: (Preset) -> BLSSignatureChecking) -> CaseResult {
        if let reason = skipReason(one) { return one.result(.skipped(reason: reason.rawValue)) }
        guard let preset = Preset(rawValue: one.presetName) else {
            return one.result(.skipped(reason: SkipReason.unknownPreset.rawValue))
        }
        guard let fork = Fork(rawValue: one.forkName) else {
            return one.result(.skipped(reason: SkipReason.unknownFork.rawValue))
        }
        let files = OfficialCaseFiles(directory: one.directory, spec: ChainSpec(preset: preset, fork: fork))
        do {
            let setting = try files.number("bls_setting", in: "meta.yaml") ?? 0
            let real = scheme(preset)
            try run(one, files, setting == 2 ? UncheckedSignatures(real) : real)
            return one.result(.passed)
        } catch let skip as SkippedCase {
            return one.result(.skipped(reason: skip.reason.rawValue))
        } catch let mismatch as Mismatch {
            return one.result(.failed(mismatch))
        } catch {
            return one.result(
                .failed(Mismatch(field: "case", expected: "readable files", found: "\(error)")))
        }
    }

    private static func run(
        _ one: OfficialCase, _ files: OfficialCaseFiles, _ signatures: any SignatureChecking
    ) throws {
        switch one.runner {
        case "rewards": try RewardsRunner.run(files)
        case "epoch_processing": try EpochProcessingRunner.run(one.handler, files, signatures)
        case "operations": try OperationsRunner.run(one.handler, files, signatures)
        case "fork_choice": try ForkChoiceRunner.run(files, signatures)
        case "sanity" where one.handler == "slots": try BlocksRunner.runSlots(files, signatures)
        default: try BlocksRunner.runBlocks(files, signatures)
        }
    }

    /// Why the case's runner is not covered; nil if it is.
    private static func skipReason(_ one: OfficialCase) -> SkipReason? {
        switch one.runner {
        case "rewards", "epoch_processing", "operations", "sanity", "finality", "random", "fork_choice": nil
        case "sync": .optimisticSync
        case "light_client": .lightClient
        case "transition", "fork", "forks", "genesis": .forkTransition
        case "networking", "kzg", "gossip": .networking
        default: .otherRunner
        }
    }
}

/// Thrown where a case turns out to need what is not covered.
struct SkippedCase: Error {
    let reason: SkipReason
}

/// Takes every signature as valid and leaves the sums of keys to a real scheme.
struct UncheckedSignatures: SignatureChecking {
    private let scheme: any SignatureChecking

    init(_ scheme: any SignatureChecking) { self.scheme = scheme }

    func verifyDeposit(_ deposit: PendingDeposit) -> Bool { true }

    func verify(publicKey: [UInt8], signingRoot: Root, signature: [UInt8]) -> Bool { true }

    func fastAggregateVerify(publicKeys: [[UInt8]], signingRoot: Root, signature: [UInt8]) -> Bool { true }

    func aggregatePublicKeys(_ publicKeys: [[UInt8]]) -> [UInt8] { scheme.aggregatePublicKeys(publicKeys) }
}
