/// Why a text cannot be read, and what would mend it.
struct Problem: Error, Equatable {
    /// What is wrong, with the text quoted.
    var message: String
    /// What to write instead.
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
