/// Why a file of keys, shares or signatures cannot be used. Every case names the file (or what stands for it).
public enum KeyFileError: Error, Hashable, Sendable {
    /// The file cannot be read or written.
    case inaccessible(path: String, problem: String)
    /// The text is not JSON, or a field is missing or of the wrong kind.
    case malformed(path: String, problem: String)
    /// A field holds a value that this version does not know.
    case unsupported(path: String, field: String, found: String)
    /// A key-derivation parameter outside what a keystore may ask of this machine.
    case absurdParameter(path: String, field: String, found: String, allowed: String)
    /// The checksum differs: the password is wrong or the file is damaged.
    case wrongPassword(path: String)
    /// The decrypted secret is not a secret key.
    case invalidSecret(path: String)
    /// The decrypted secret belongs to another public key than the file says.
    case publicKeyMismatch(path: String, expected: String, found: String)
    /// A key or signature in the file is not a valid encoding.
    case invalidPoint(path: String, field: String, problem: String)
    /// The parts of the file do not fit each other.
    case inconsistent(path: String, problem: String)
}

extension KeyFileError: CustomStringConvertible {
    /// What is wrong, where, and what mends it.
    public var description: String {
        switch self {
        case .inaccessible(let path, let problem): "\(path): \(problem)"
        case .malformed(let path, let problem): "\(path): \(problem)"
        case .unsupported(let path, let field, let found):
            "\(path): the \(field) '\(found)' is not supported"
        case .absurdParameter(let path, let field, let found, let allowed):
            "\(path): \(field) is \(found); allowed is \(allowed)"
        case .wrongPassword(let path): "\(path): the password is wrong, or the file is damaged: its checksum differs"
        case .invalidSecret(let path): "\(path): the decrypted secret is not a BLS12-381 secret key"
        case .publicKeyMismatch(let path, let expected, let found):
            "\(path): the secret belongs to the public key \(found), the file says \(expected)"
        case .invalidPoint(let path, let field, let problem): "\(path): \(field): \(problem)"
        case .inconsistent(let path, let problem): "\(path): \(problem)"
        }
    }
}
