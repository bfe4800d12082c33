/// The version that results carry, and that two compared results should share.
enum Version {
    static let current = "0.1.0"
}
