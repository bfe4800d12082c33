/// The same scenario with other choices, under the same luck.
public struct Variant: Sendable, Equatable {
    /// Unlike every other variant's.
    public var name: String
    /// Settings as `--set` takes them: a path and a value in YAML.
    public var settings: [Setting]
    /// Where the file describes it.
    public var location: SourceLocation

    /// A variant of given parts; nothing is checked.
    public init(name: String, settings: [Setting], location: SourceLocation) {
        self.name = name
        self.settings = settings
        self.location = location
    }

    /// One change.
    public struct Setting: Sendable, Equatable {
        /// Path to what changes (`entities.me.validators`).
        public var path: String
        /// New value as YAML; nil removes what the path leads to.
        public var value: String?

        /// A change.
        public init(path: String, value: String?) {
            self.path = path
            self.value = value
        }
    }
}
