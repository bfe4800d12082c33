import BeaconChain
import Foundation
import Simulator

/// A beacon state on disk.
enum StateFile {
    /// Reads a raw SSZ state as a beacon node serves it, or one in a raw snappy block (`.ssz_snappy`).
    ///
    /// - Throws: `SimulationError.badState`.
    static func read(_ path: String) throws(SimulationError) -> BeaconState {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .badState(file: path, why: "cannot be read: no such file, or no permission")
        }
        do {
            var bytes = [UInt8](data)
            if path.hasSuffix("_snappy") { bytes = try Snappy.decompress(bytes) }
            return try BeaconState(ssz: bytes)
        } catch {
            throw .badState(file: path, why: "\(error)")
        }
    }
}
