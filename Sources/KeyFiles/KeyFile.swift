public import Foundation

/// Reading and writing the JSON files of this module.
public enum KeyFile {
    /// The bytes of a file.
    public static func read(_ path: String) throws(KeyFileError) -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .inaccessible(path: path, problem: "cannot be read: is the path right?")
        }
    }

    /// Decodes a JSON document and says which field is at fault when that fails.
    public static func decode<Document: Decodable>(
        _ type: Document.Type, from data: Data, path: String
    ) throws(KeyFileError) -> Document {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw .malformed(path: path, problem: explain(error))
        } catch {
            throw .malformed(path: path, problem: "is not JSON")
        }
    }

    /// Encodes a document with sorted keys, so that equal documents are equal files.
    public static func encode(_ document: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(document) + Data("\n".utf8)
    }

    /// Writes a file; a secret one is readable by its owner alone.
    public static func write(_ data: Data, to path: String, isSecret: Bool = false) throws(KeyFileError) {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: isSecret ? 0o600 : 0o644]
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: attributes) else {
            throw .inaccessible(path: path, problem: "cannot be written: does its folder exist?")
        }
    }

    private static func explain(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "the document" : "'" + path.map(\.stringValue).joined(separator: ".") + "'"
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "\(place(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context.codingPath)) is of the wrong kind"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "is not JSON" : "\(place(context.codingPath)) cannot be read"
        @unknown default:
            return "cannot be decoded"
        }
    }
}
