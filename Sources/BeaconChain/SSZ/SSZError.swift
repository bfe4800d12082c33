/// Why bytes are not a value of the SSZ type they should hold.
public struct SSZError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        case length(expected: Int, found: Int)
        case lengthNotMultiple(of: Int, found: Int)
        case tooShort(atLeast: Int, found: Int)
        /// A list or bit list holds more than its limit.
        case overLimit(limit: UInt64, found: UInt64)
        case offset(expected: Int, found: Int)
        case offsetOutOfRange(found: Int, end: Int)
        case offsetsDescend(previous: Int, found: Int)
        case notBoolean(UInt8)
        case paddingBitsSet
        case bitlistWithoutEnd
        /// A field or element was asked for that the type does not have.
        case noSuchMember
        /// A value was read as another shape than it has.
        case otherShape(String)
    }

    /// `validators[3].slashed`; empty for the whole value.
    public var path: String
    /// Byte at which the wrong part begins.
    public var position: Int
    /// What is wrong.
    public var problem: Problem

    /// Puts the parts together.
    public init(path: String = "", position: Int, problem: Problem) {
        self.path = path
        self.position = position
        self.problem = problem
    }

    /// The same error as seen from the container of the value.
    func inside(_ component: String) -> SSZError {
        var error = self
        if path.isEmpty || path.hasPrefix("[") {
            error.path = component + path
        } else {
            error.path = component + "." + path
        }
        return error
    }
}

extension SSZError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        let place = path.isEmpty ? "byte \(position)" : "\(path), byte \(position)"
        return "malformed SSZ at \(place): \(problem)"
    }
}

extension SSZError.Problem: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .length(let expected, let found): "must be \(expected) bytes long, has \(found)"
        case .lengthNotMultiple(let size, let found): "length \(found) is not a multiple of the element's \(size) bytes"
        case .tooShort(let least, let found): "must be at least \(least) bytes long, has \(found)"
        case .overLimit(let limit, let found): "holds \(found) elements, the limit is \(limit)"
        case .offset(let expected, let found): "first offset must be \(expected), is \(found)"
        case .offsetOutOfRange(let found, let end): "offset \(found) lies beyond the end at \(end)"
        case .offsetsDescend(let previous, let found): "offset \(found) is smaller than the one before, \(previous)"
        case .notBoolean(let byte): "a boolean must be 0 or 1, is \(byte)"
        case .paddingBitsSet: "bits beyond the end of a bit vector are set"
        case .bitlistWithoutEnd: "the last byte of a bit list is zero, so its length is unknown"
        case .noSuchMember: "the type has no such field or element"
        case .otherShape(let shape): "the value is a \(shape)"
        }
    }
}
