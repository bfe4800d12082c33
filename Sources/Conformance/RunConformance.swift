internal import BeaconChain

/// Runs the reference cases at a path, whatever kind they are of, with signatures checked for real.
///
/// - Parameter jobs: threads to spread the cases over; all cores if nil.
/// - Throws: `ConformanceSourceError` if nothing can be read there.
public func runConformance(at path: String, jobs: Int? = nil) throws -> [CaseResult] {
    let mainnet = BLSSignatureChecking(preset: .mainnet)
    let minimal = BLSSignatureChecking(preset: .minimal)
    return try runOfficialTests(at: path, signatures: { $0 == .mainnet ? mainnet : minimal }, jobs: jobs)
}
