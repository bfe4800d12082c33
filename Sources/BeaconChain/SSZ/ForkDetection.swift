extension ChainSpec {
    /// Rules and sizes of a serialized beacon state, by its `fork.current_version`.
    ///
    /// The version lies at the same place in every fork: bytes 52 to 55.
    ///
    /// - Throws: `StateFileError.unknownForkVersion` if it is of no mainnet or minimal fork from Altair to Fulu.
    public init(ofState ssz: [UInt8]) throws(StateFileError) {
        guard ssz.count >= 56 else { throw .noForkVersion(length: ssz.count) }
        let version = Array(ssz[52..<56])
        for preset in Preset.allCases {
            for fork in Fork.allCases where fork.version(preset) == version {
                self.init(preset: preset, fork: fork)
                return
            }
        }
        throw .unknownForkVersion(version)
    }
}
