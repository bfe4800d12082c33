/// A client by name, and by version where somebody tells versions apart: `besu`, `besu@23.10.2`.
///
/// Two versions of a client are two clients that share its data: a condition on `besu` means both, one on `besu@23.10.2`
/// that version alone.
public struct ClientName: Hashable, Sendable {
    /// The client, whatever its version: `besu`.
    public let product: String
    /// What stands behind the `@`; nil without one.
    public let version: String?

    /// Any text: what is wrong with one, ``problem`` tells.
    public init(_ text: String) {
        guard let at = text.firstIndex(of: "@") else {
            (product, version) = (text, nil)
            return
        }
        product = String(text[..<at])
        version = String(text[text.index(after: at)...])
    }

    /// What keeps it from being a client's name.
    var problem: Problem? {
        guard let version else { return nil }
        let text = "\(product)@\(version)"
        guard product.isEmpty || version.isEmpty || version.contains(where: { $0 == "@" || $0.isWhitespace }) else {
            return nil
        }
        return Problem(
            "'\(SourceNode.shortened(text))' is not a client with its version",
            hint: "write CLIENT@VERSION: besu@23.10.2")
    }

    /// Whether a condition on a client means one that somebody runs.
    public static func means(_ condition: String, _ client: String) -> Bool {
        condition == client || condition == ClientName(client).product
    }
}

extension Selector {
    /// Whether somebody who runs a client meets a condition on clients; everybody meets an empty one.
    public func isMet(_ condition: [String], byClient client: String?) -> Bool {
        condition.isEmpty || client.map { client in condition.contains { ClientName.means($0, client) } } ?? false
    }
}
